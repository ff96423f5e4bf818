"""What a reading looks like outside: JSON, text, and every line with its place; the card is in ``card.py``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from vanthu.models.campaign import Campaign
from vanthu.models.page import Line, Page


def campaign_json(campaign: Campaign, *, indent: int | None = 2) -> str:
    """The campaign definition as JSON text; ``indent=None`` gives one line."""
    return json.dumps(campaign.model_dump(mode="json"), ensure_ascii=False, indent=indent)


def text(pages: Iterable[Page]) -> str:
    """The restored text: one line for each line of the page, a form feed between pages."""
    return "\f".join(page.text + "\n" for page in pages)


def pages_json(pages: Sequence[Page]) -> str:
    """Every line of every page with raw text, restored text, alignment and boxes, so that evidence can be checked."""
    return json.dumps([_page(page) for page in pages], ensure_ascii=False, indent=1)


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "verdict": page.trail.verdict,
        "width": page.width,
        "height": page.height,
        "error": page.trail.error,
        "tables": [
            {"rows": t.rows, "columns": t.columns, "box": t.box and t.box.as_list(), "continues": t.continues}
            for t in page.tables
        ],
        "lines": [_line(number, line) for number, line in enumerate(page.lines, 1)],
    }


def _line(number: int, line: Line) -> dict[str, Any]:
    return {
        "line": number,
        "region": line.region,
        "raw": line.raw,
        "text": line.text,
        "alignment": list(line.offsets) or None,
        "box": line.box and line.box.as_list(),
        "confidence": line.confidence,
        "cell": line.cell and [line.cell.table, line.cell.row, line.cell.column],
        "words": [
            {"start": w.start, "end": w.end, "box": w.box and w.box.as_list(), "confidence": w.confidence}
            for w in line.words
        ],
    }
