"""The gold plans hold together: text, layout and fields tell of the same paper."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from datetime import date, datetime

import pytest

from vanthu.corpora import plans

NAMES = plans.names()
DATES = re.compile(r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d\+07:00)?)?)?$")


def squeezed(text):
    """Without blanks and breaks, so that line ends do not matter."""
    return re.sub(r"\s", "", text)


@pytest.fixture(params=NAMES)
def plan(request):
    return plans.load(request.param)


def test_there_are_plans_of_the_state_the_party_and_the_union():
    systems = [plans.load(name).gold["document"]["system"] for name in NAMES]
    assert (systems.count("state"), systems.count("party"), systems.count("union")) == (6, 2, 1)


def test_unknown_plan_is_a_key_error():
    with pytest.raises(KeyError, match="khong_co"):
        plans.load("khong_co")


def test_layout_accounts_for_every_printed_line(plan):
    assert sum(block.lines for block in plan.layout) == sum(len(page.split("\n")) for page in plan.pages)


def test_text_is_nfc_without_blank_lines_or_look_alikes(plan):
    assert unicodedata.is_normalized("NFC", plan.text)
    assert not set("\u00d0\u0189\u00ad\t\u00a0") & set(plan.text)
    assert all(line.strip() == line and line for page in plan.pages for line in page.split("\n"))


def test_every_gold_text_is_printed(plan):
    gold, text = plan.gold, squeezed(plan.text)
    printed = [item["text"] for item in gold["quotas"] + gold["deadlines"]]
    printed += gold["criteria"] + gold.get("criteria_optional", []) + gold["recipients"]
    printed += [f"“{name}”" for name in gold["names"]] + [gold["document"]["signatory"]["name"]]
    printed += [base["code"] for base in gold["legal_bases"] if base["code"]]
    # a page number stands inside a paragraph that goes on overleaf
    overleaf = squeezed(re.sub(r"\f\d\n", "", plan.text))
    assert [p for p in printed if squeezed(p) not in text and squeezed(p) not in overleaf] == []


def test_header_is_printed(plan):
    document, text = plan.gold["document"], squeezed(plan.text)
    assert re.search(r"Số:?" + re.escape(document["code"]), text)
    issued = date.fromisoformat(document["issued_on"])
    month = f"{issued.month:02d}" if issued.month < 3 else str(issued.month)
    assert squeezed(f"{document['place']}, ngày {issued.day:02d} tháng {month} năm {issued.year}") in text
    assert squeezed(document["title"]) in text
    assert document["code"].startswith(f"{document['number']:02d}")
    assert document["code"].endswith(document["symbol"])


def test_dates_are_real_and_in_order(plan):
    for item in [*plan.gold["deadlines"], plan.gold["period"]]:
        for value in filter(None, (item["start"], item["end"])):
            assert DATES.match(value), value
            if len(value) >= len("2025-01-01"):
                datetime.fromisoformat(value)
        if item["start"] and item["end"]:
            assert item["start"] <= item["end"]


def test_digits_of_quotas_stand_in_their_text(plan):
    words = {"một": 1}
    for quota in plan.gold["quotas"]:
        numbers = [float(n.replace(".", "").replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)*", quota["text"])]
        numbers += [words[w] for w in quota["text"].split() if w in words]
        fractions = [100 * int(a) / int(b) for a, b in re.findall(r"(\d+)/(\d+)", quota["text"])]
        scaled = [n * 1_000_000 for n in numbers]
        assert quota["value"] in [*numbers, *fractions, *scaled] or quota["text"].startswith("Mỗi chi bộ một"), quota
        assert quota.get("value_max") is None or quota["value_max"] in numbers


def test_plans_cover_every_relation_comparator_and_the_broken_code():
    every = [plans.load(name) for name in NAMES]
    relations = {d["relation"] for p in every for d in p.gold["deadlines"] if not d.get("optional")}
    comparators = {q["comparator"] for p in every for q in p.gold["quotas"] if not q.get("optional")}
    assert relations == {"before", "by", "within", "at", "recurring"}
    assert comparators == {"=", ">=", "<=", ">", "<", "between"}
    assert any("106-\nKH/TU" in p.text for p in every)
    assert {p.gold["document"].get("urgency") for p in every} == {None, "KHẨN", "HỎA TỐC"}
    assert any(p.gold["digital_signatures"] for p in every)
    assert any(block.style == "row" for p in every for block in p.layout)


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_gold_scores_full_marks_against_itself(shared, name):
    spec = importlib.util.spec_from_file_location("score", shared / "tools/score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gold = plans.load(name).gold
    answer = {
        "document": {
            **gold["document"],
            "issuer": {"name": gold["document"]["issuer"][0]},
            "recipients": gold["recipients"],
            "digital_signatures": gold["digital_signatures"],
        },
        "legal_bases": gold["legal_bases"],
        "campaign": {
            **{key: gold[key] for key in ("period", "names")},
            "quotas": [{"value": quota, "text": quota["text"]} for quota in gold["quotas"]],
            "deadlines": [{"value": deadline, "text": deadline["text"]} for deadline in gold["deadlines"]],
            "criteria": [{"items": gold["criteria"]}],
            "rewards": [{"form": form} for form in gold["rewards"]],
        },
    }
    result = score.score_fields(gold, answer)
    assert result["header"]["wrong"] == []
    assert result["period"]
    lists = ("legal_bases", "names", "quotas", "deadlines", "criteria", "recipients", "rewards", "digital_signatures")
    assert {key: result[key]["f1"] for key in lists} == dict.fromkeys(lists, 1.0)
