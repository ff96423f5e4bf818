"""The make-up of a value tells, kind by kind, that it may be another one."""

from __future__ import annotations

import pytest

from vanthu.models.campaign import CampaignFacts, Criterion, Deadline, Field, LegalBasis, Quota
from vanthu.models.extract.doubts.structure import of_criterion, of_kind


def basis(**parts):
    return of_kind("legal_bases", Field(value=LegalBasis(**parts)))


@pytest.mark.parametrize(
    ("signal", "wrong", "right"),
    [
        (
            "code unlike type",
            {"type": "Quyết định", "code": "18/QB-LĐLĐ"},
            {"type": "Quyết định", "code": "18/QĐ-LĐLĐ"},
        ),
        ("code unlike issuer", {"code": "96/KH-BYTT", "issuer": "Bộ Y tế"}, {"code": "96/KH-BYT", "issuer": "Bộ Y tế"}),
        ("letter twice", {"code": "03-NQ/ĐĐU"}, {"code": "03-NQ/ĐU"}),
        ("small letters", {"code": "22/TTIr-MTTW"}, {"code": "22/TTr-MTTW"}),
        ("no type", {"code": "22/TTr-MTTW"}, {"type": "Tờ trình", "code": "22/TTr-MTTW"}),
    ],
)
def test_a_code_that_its_type_and_issuer_do_not_bear_out_is_doubted(signal, wrong, right):
    assert (basis(**wrong)[f"legal_bases: {signal}"], basis(**right)[f"legal_bases: {signal}"]) == (1.0, 0.0)


def test_a_law_without_a_code_has_no_code_to_doubt():
    assert basis(type="Luật", title="Luật Thi đua, khen thưởng") == {}


@pytest.mark.parametrize(
    ("kind", "text", "signal"),
    [
        ("responsibilities.tasks", "Hội thi tổ chức 02 năm một lần.", "no verb"),
        ("recipients", "Ban Dân vận Trung ương (báo cáo), Thường trực Tỉnh ủy", "after a bracket"),
        ("dossier", "tờ trình, bảng chấm điểm", "comma"),
        ("period", "năm 2026", "whole year"),
    ],
)
def test_words_that_fit_no_value_of_their_kind_are_doubted(kind, text, signal):
    assert of_kind(kind, Field(value=text, text=text))[f"{kind}: {signal}"] == 1.0


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("responsibilities.tasks", "Chủ trì hướng dẫn, kiểm tra việc thực hiện."),
        ("recipients", "Thường trực Tỉnh ủy (báo cáo)"),
        ("dossier", "tờ trình"),
        ("period", "từ ngày 01/02/2026 đến hết ngày 30/6/2030"),
    ],
)
def test_words_that_fit_are_not(kind, text):
    assert set(of_kind(kind, Field(value=text, text=text)).values()) == {0.0}


def test_one_digit_and_a_noun_that_nobody_counts_are_doubted():
    odd = Quota(comparator="=", value=6, unit="count", noun="bình xét")
    plain = Quota(comparator="=", value=6, unit="count", noun="mô hình")
    assert set(of_kind("quotas", Field(value=odd, text="6 bình xét")).values()) == {1.0}
    assert set(of_kind("quotas", Field(value=plain, text="06 mô hình")).values()) == {0.0}


def test_a_date_without_words_and_without_an_action_is_doubted():
    found = of_kind("deadlines", Field(value=Deadline(relation="at"), text="15/7/2026"))
    assert found == {"deadlines: bare date": 1.0, "deadlines: no action": 1.0}


def test_items_below_a_lead_or_a_deeper_section_may_be_no_criteria():
    items = (
        Field(value="theo tiêu chí, cụ thể:", text="theo tiêu chí, cụ thể:"),
        Field(value="Gương mẫu", text="Gương mẫu"),
    )
    facts = CampaignFacts(
        criteria=(Criterion(section="II.1", items=items[1:]), Criterion(section="II.4.1", items=items))
    )
    below, first = (
        of_criterion("campaign.criteria.1.items.1", facts),
        of_criterion("campaign.criteria.0.items.0", facts),
    )
    told = ("criteria: below a lead", "criteria: below others", "criteria: levels mixed", "alone")
    assert [below[name] for name in told] == [1.0, 1.0, 1.0, 0.0]
    assert [first[name] for name in told] == [0.0, 0.0, 1.0, 1.0]
