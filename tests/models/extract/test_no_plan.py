"""Papers that are no plans give their header where they have one, an empty campaign, and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanthu.models.campaign import CampaignFacts, Document
from vanthu.models.extract.language import PIPELINE
from vanthu.models.extract.plan_kinds import DECIDES_WORK

PAPERS = Path(__file__).parent / "no_plans"


@pytest.fixture
def paper(read_text):
    return lambda name: read_text((PAPERS / f"{name}.txt").read_text(encoding="utf-8"), tuple(PIPELINE))._


@pytest.mark.parametrize("name", sorted(path.stem for path in PAPERS.glob("*.txt")))
def test_what_is_no_plan_has_an_empty_campaign_and_a_reason(paper, name):
    found = paper(name)
    assert found.campaign.model_copy(update={"readiness": CampaignFacts().readiness}) == CampaignFacts()
    assert [issue.path for issue in found.issues if issue.code == "no_plan"] == ["campaign"]
    assert {"campaign.names", "campaign.deadlines", "campaign.purposes"} <= {i.path for i in found.issues}


def test_an_award_keeps_its_header(paper):
    document = paper("award_decision").document
    assert (document.type.value.code, document.code.value) == ("QĐ", "1412/QĐ-UBND")
    assert document.issuer.value.name == "Ủy ban nhân dân tỉnh Đắk Nông"
    assert (document.signatory.value.position, document.signatory.value.name) == ("PHÓ CHỦ TỊCH", "Lê Trọng Quỳnh")


def test_minutes_keep_their_header(paper):
    document = paper("minutes").document
    assert (document.type.value.code, document.number.value) == ("BB", 7)
    assert document.title.value == "Họp xét thi đua cuối năm học 2022 - 2023"


def test_a_page_of_a_book_has_no_header(paper):
    document = paper("book_page").document
    assert {name: f for name, f in document if getattr(f, "value", None)} == {}
    assert document.recipients == Document().recipients


@pytest.mark.parametrize(
    ("subject", "decides"),
    [
        ("ve viec ban hanh ke hoach phat trien", True),
        ("v/v ban hanh quy che", True),
        ("phe duyet de an", True),
        ("ve viec cong bo thu tuc moi ban hanh", False),
        ("ve viec tang bang khen", False),
        ("ve viec thanh lap ban chi dao to chuc hoi thi", False),
    ],
)
def test_subjects_of_decisions_tell_whether_they_set_out_work(subject, decides):
    assert bool(DECIDES_WORK.match(subject)) is decides
