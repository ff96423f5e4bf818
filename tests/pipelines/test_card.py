"""The card of a campaign definition: a golden one, and a mark on every doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanthu.corpora import plans
from vanthu.models.campaign import Campaign, Field, Status
from vanthu.models.provenance import PartSource, Source
from vanthu.pipelines.card import LEGEND, card_text
from vanthu.pipelines.read import read
from vanthu.pipelines.settings import Settings

GOLDEN = Path(__file__).parent / "cards"
PLAN = "xa_dan_van_kheo"


def test_the_card_of_a_plan_is_the_golden_one(text_plan):
    (campaign,) = read(text_plan(PLAN), settings=Settings(restore=False)).campaigns
    assert card_text(campaign) == (GOLDEN / f"{PLAN}.txt").read_text(encoding="utf-8")
    assert plans.load(PLAN).gold["document"]["code"] in card_text(campaign)
    assert max(map(len, card_text(campaign, 80).splitlines())) <= 80


def marked(**fields) -> str:
    part = PartSource(index=1, of=1, first_page=1, last_page=1)
    source = Source(name="a\n.pdf", sha256="0" * 64, media_type="application/pdf", bytes=1, part=part)
    campaign = Campaign(source=source)
    return card_text(campaign.model_copy(update={"document": campaign.document.model_copy(update=fields)}))


@pytest.mark.parametrize(
    ("field", "mark"),
    [
        (Field[str](value="05/KH-UBND", text="05/KH-UBND", status=Status.FOUND, confidence=0.3), "(?)"),
        (Field[str](text="…/KH-UBND", status=Status.ILLEGIBLE), "(illegible)"),
        (Field[str](text="05/KH-UBND", status=Status.AMBIGUOUS), "(ambiguous)"),
    ],
)
def test_what_is_doubtful_has_a_mark_that_the_legend_explains(field, mark):
    head, *_, legend = marked(code=field).splitlines()
    assert f"KH-UBND {mark}" in head
    assert legend == f"{mark} {LEGEND[mark]}"


def test_what_is_sure_has_no_mark_and_no_legend():
    sure = marked(code=Field[str](value="05/KH-UBND", text="05/KH-UBND", status=Status.FOUND, confidence=0.9))
    assert not any(mark in sure for mark in LEGEND)
    assert r"a\n.pdf" in sure
