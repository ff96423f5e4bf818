"""The golden readings of the project's own plans, as they were kept by ``benchmarks/goldens.py --write``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from vanthu.corpora import plans
from vanthu.models.campaign import Campaign
from vanthu.models.page import Line, Page, Trail, Verdict
from vanthu.pipelines import goldens
from vanthu.pipelines.evaluate import DocumentScore, load_gold, score

FOLDER = Path(__file__).with_name("goldens")


@cache
def readings(name: str) -> dict[str, Any]:
    """Noise level → the golden reading of a plan."""
    return goldens.load(FOLDER / f"{name}{goldens.SUFFIX}")


def scored(name: str, level: str) -> DocumentScore:
    """How near the golden reading of a plan comes to its gold."""
    kept = readings(name)[level]
    pages = [Page(n, tuple(map(Line.plain, lines)), Trail(Verdict.TEXT)) for n, lines in enumerate(kept["pages"], 1)]
    campaign = Campaign.model_validate(kept["campaigns"][0])
    gold = load_gold(plans.text_file(name).with_suffix(".json"))
    return score(gold, campaign, pages, name=name, level=level, found=len(kept["campaigns"]))
