"""What a training reads: the corpora of its recipe, the project's own plans and made-up papers."""

from __future__ import annotations

from collections.abc import Sequence
from lzma import LZMAError

from vanthu.corpora import plans
from vanthu.corpora.errors import BadOption
from vanthu.corpora.noise.papers import write_paper
from vanthu.corpora.noise.passages import Library, Source, load
from vanthu.pipelines.train.recipe import Corpus

TRAINED_ON = (
    "cong_van_phat_dong",
    "huyen_60_ngay_dem",
    "huyen_uy_nong_thon_moi",
    "so_noi_vu_cai_cach",
    "tinh_doan_cong_trinh",
    "tinh_uy_chi_bo_kieu_mau",
)
"""Own plans that a training reads; extraction is measured on all the others after restoration, so no more are read."""
HELD_OUT = ("tinh_xanh_sach_dep", "truong_hoc_tap_tot", "xa_dan_van_kheo")
"""Own plans that tell how a training goes; their damaged readings are recorded."""
OWN, MADE_UP = 0.05, 0.07
"""Shares of the own plans and of made-up papers beside corpora that share the rest."""


def library(corpora: Sequence[Corpus]) -> Library:
    """The text of a training; the weights of the corpora are shares of the samples, relative to each other.

    Raises:
        BadOption: a corpus holds no running text, or cannot be read.
    """
    whole = sum(corpus.weight for corpus in corpora) / (1 - OWN - MADE_UP)
    sources = [_source(corpus, corpus.weight / whole) for corpus in corpora]
    own = [line for name in TRAINED_ON for line in plan_lines(name)]
    return Library([*sources, Source(own, OWN)], [(write_paper, MADE_UP)])


def _source(corpus: Corpus, weight: float) -> Source:
    try:
        return load(corpus.path, weight)
    except (ValueError, OSError, EOFError, LZMAError) as error:
        raise BadOption(f"--corpus {corpus.path}: {error}") from error


def plan_lines(name: str) -> list[str]:
    """The printed lines of an own plan."""
    return [line for page in plans.load(name).pages for line in page.split("\n") if line.strip()]


def held_out() -> list[list[str]]:
    """The lines of each plan that tells how a training goes."""
    return [plan_lines(name) for name in HELD_OUT]
