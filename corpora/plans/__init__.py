"""Gold plans written for this project: correct text, the fields it holds, and how it stands on the page.

The offices and persons are invented, or the office is real and everything else invented; no sentence is taken from a
real paper. A plan is three files:

``NAME.txt``
    One text line for each printed line, pages parted by a form feed, in the order of a transcript: left letterhead
    column, right letterhead column, title, body, recipients, signature, stamps. Cells of a table follow row by row.
``NAME.layout``
    One block a line, in the order of the text: a style of ``vanthu.corpora.typeset.styles`` and its number of lines
    (of each cell for ``head`` and ``row``). ``table`` gives the shares of the columns and has no lines of its own;
    ``body+`` goes on with a paragraph from the page before.
``NAME.json``
    The fields to be found. ``optional`` items may be found or not. Then, in the words of the paper unless said:

    * ``participants``, ``purposes``, ``requirements``, ``slogans``, ``outline`` (marks, ``II.1.a``; dashes have none)
      and ``appendices`` (labels) are lists of strings; ``form`` and ``scope`` are values of the campaign definition;
    * ``criteria_groups`` sort ``criteria`` by ``section`` and ``audience``, ``rewards_detail`` gives ``form``,
      ``authority``, ``recipients`` and ``limit`` of each award, ``responsibilities`` ``who`` does which ``tasks``,
      ``dossier`` its ``items``, ``copies``, ``addressee`` and ``via``;
    * ``document`` also knows ``issuer_level``, ``issuer_unit`` (``tỉnh Kon Tum``), ``parent``, ``capacity``,
      ``urgency`` and ``secrecy``;
    * deadlines also know ``action``, ``responsible``, ``milestone``, ``level``, ``section``, ``period`` and
      ``approximate``, quotas ``noun``, ``subject``, ``per``, ``base``, ``modality``, ``approximate``, ``change``,
      ``fraction`` and ``section``;
    * ``no_plan`` marks a document that is no plan: its campaign is empty.

    A key that is missing is not measured; where it is null or empty, nothing may be found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FORM_FEED = "\f"
LEVELS = ("text", "clean", "hard", "english")
"""Noise levels: the correct text, and what OCR made of scans of it (``benchmarks/plan_readings.py`` says how)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set together: a paragraph, a table row (one count for each cell), or the start of a table (its shares)."""

    style: str
    numbers: tuple[float, ...]

    @property
    def lines(self) -> int:
        """How many printed lines the block takes from the text."""
        return 0 if self.style == "table" else int(sum(self.numbers))


@dataclass(frozen=True, slots=True)
class Plan:
    """A gold plan; ``pages`` hold the printed lines of each page, parted by line feeds."""

    name: str
    pages: tuple[str, ...]
    layout: tuple[Block, ...]
    gold: dict[str, Any]

    @property
    def text(self) -> str:
        """The whole text, pages parted by form feeds, as in the file."""
        return FORM_FEED.join(f"{page}\n" for page in self.pages)


def names() -> list[str]:
    """Names of all gold plans, sorted."""
    return sorted(f.name.removesuffix(".txt") for f in files(__name__).iterdir() if f.name.endswith(".txt"))


def text_file(name: str, level: str = "text") -> Path:
    """The text of a plan at a noise level, as a file: form feeds between pages."""
    return Path(__file__).parent / (f"{name}.txt" if level == "text" else f"readings/{name}.{level}.txt")


@cache
def load(name: str) -> Plan:
    """The plan called ``name``.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in names():
        raise KeyError(name)
    return Plan(
        name=name,
        pages=tuple(page.strip("\n") for page in _read(f"{name}.txt").split(FORM_FEED)),
        layout=tuple(_block(line) for line in _read(f"{name}.layout").splitlines()),
        gold=json.loads(_read(f"{name}.json")),
    )


def _read(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")


def _block(line: str) -> Block:
    style, *numbers = line.split()
    return Block(style, tuple(float(n) for n in numbers))
