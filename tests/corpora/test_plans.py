"""The gold plans hold together: text, layout and fields tell of the same paper."""

from __future__ import annotations

import importlib.util
import math
import re
import unicodedata
from datetime import date, datetime
from typing import Literal, get_args, get_origin

import pytest

from vanthu.corpora import plans
from vanthu.corpora.gazetteer.folding import fold
from vanthu.corpora.typeset.styles import STYLES
from vanthu.models.campaign import CampaignFacts, Deadline, Field, Quota

NAMES = plans.names()
DATES = re.compile(r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d\+07:00)?)?)?$")
LEVELS = {"central", "province", "district", "commune", "grassroots"}
UNITS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")

TEN = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
WORDS = {word: i + 1 for i, word in enumerate(TEN)} | {"đôi": 2}
SHARES = {"quá bán": 50, "quá nửa": 50, "một nửa": 50, "toàn bộ": 100, "toàn thể": 100, "tất cả": 100}
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}

LISTS = ("participants", "purposes", "requirements", "slogans", "responsibilities", "rewards_detail")
CAMPAIGN = ("names", "quotas", "deadlines", "criteria", "rewards", "criteria_groups", *LISTS)
KEYS = {
    "gold": {
        *("id", "note", "no_plan", "document", "legal_bases", "period", "recipients", "digital_signatures", "outline"),
        *(
            "criteria_optional",
            "rewards_optional",
            "form",
            "scope",
            "dossier",
            "appendices",
            "not_quota",
            "not_deadline",
            *CAMPAIGN,
        ),
    },
    "document": {
        *("type", "system", "code", "number", "number_suffix", "symbol", "issuer", "place", "issued_on", "title"),
        *("signatory", "urgency", "secrecy", "issuer_level", "issuer_unit", "parent", "capacity"),
    },
    "deadline": {
        *("relation", "start", "end", "recurrence", "approximate", "anchor", "offset", "optional", "text", "note"),
        *("action", "responsible", "milestone", "level", "section", "period"),
    },
    "quota": {
        *("comparator", "value", "value_max", "unit", "optional", "text", "note", "section"),
        *("noun", "subject", "per", "base", "modality", "approximate", "change", "fraction"),
    },
    "dossier": {"items", "copies", "addressee", "via"},
}


def squeezed(text):
    """Without blanks and breaks, so that line ends do not matter."""
    return re.sub(r"\s", "", text)


def flow(plan):
    """The plan without page numbers and stamps, which stand inside a paragraph that goes on overleaf."""
    lines, kept = iter(plan.text.replace(plans.FORM_FEED, "").splitlines()), []
    for block in plan.layout:
        taken = [next(lines) for _ in range(block.lines)]
        style = STYLES.get(block.style.removesuffix("+"))
        kept += [] if style and style.region in ("running", "stamp") else taken
    return "\n".join(kept)


def missing(printed, plan, alike=str):
    """Which of the strings are not on the paper."""
    texts = [squeezed(alike(plan.text)), squeezed(alike(flow(plan)))]
    return [p for p in printed if not any(squeezed(alike(p)) in text for text in texts)]


def allowed(model, field):
    """The values of an enumeration of the campaign definition."""
    annotation = model.model_fields[field].annotation
    if isinstance(annotation, type) and issubclass(annotation, Field):
        annotation = annotation.model_fields["value"].annotation
    literals = [annotation, *get_args(annotation)]
    return {value for literal in literals if get_origin(literal) is Literal for value in get_args(literal)}


def folded(item):
    return squeezed(item).strip(".;:,-+*").casefold()


def marks(plan):
    return set(plan.gold.get("outline", ()))


@pytest.fixture(params=NAMES)
def plan(request):
    return plans.load(request.param)


def every(kind, key=None):
    """All items of one kind that must be found; with a key, the values they have under it."""
    items = [item for name in NAMES for item in plans.load(name).gold[kind] if not item.get("optional")]
    return items if key is None else {item.get(key) for item in items}


def test_there_are_plans_of_the_state_the_party_and_the_union():
    systems = [plans.load(name).gold["document"]["system"] for name in NAMES]
    assert len(NAMES) >= 20
    assert systems.count("state") >= 6
    assert systems.count("party") >= 2
    assert systems.count("union") >= 1


def test_unknown_plan_is_a_key_error():
    with pytest.raises(KeyError, match="khong_co"):
        plans.load("khong_co")


def test_layout_accounts_for_every_printed_line(plan):
    assert sum(block.lines for block in plan.layout) == sum(len(page.split("\n")) for page in plan.pages)


def test_text_is_nfc_without_blank_lines_or_look_alikes(plan):
    assert unicodedata.is_normalized("NFC", plan.text)
    assert not set("\u00d0\u0189\u00ad\t\u00a0") & set(plan.text)
    assert all(line.strip() == line and line for page in plan.pages for line in page.split("\n"))


def test_gold_has_no_key_that_nobody_reads(plan):
    gold = plan.gold
    assert gold["id"] == plan.name
    assert set(gold) <= KEYS["gold"]
    assert set(gold["document"]) <= KEYS["document"]
    assert set(gold.get("dossier") or ()) <= KEYS["dossier"]
    assert {key for item in gold["deadlines"] for key in item} <= KEYS["deadline"]
    assert {key for item in gold["quotas"] for key in item} <= KEYS["quota"]


def test_gold_is_measured_in_depth(plan):
    """Only a document that is no plan may leave these keys out."""
    deep = {*LISTS, "criteria_groups", "dossier", "outline", "appendices"}
    assert plan.gold.get("no_plan") or deep <= set(plan.gold)


def test_every_gold_text_is_printed(plan):
    gold = plan.gold
    printed = [item["text"] for item in gold["quotas"] + gold["deadlines"]]
    printed += gold["criteria"] + gold.get("criteria_optional", []) + gold["recipients"]
    printed += filter(None, [gold["document"]["signatory"]["name"]])
    assert missing(printed, plan) == []
    # a code printed with its type doubled is a misprint: gold holds the one that is meant
    codes = squeezed(plan.text).replace("/NĐ/NĐ-", "/NĐ-")
    assert [b["code"] for b in gold["legal_bases"] if b["code"] and squeezed(b["code"]) not in codes] == []
    quoted = [rf"[“”\"‘«]{re.escape(squeezed(name))}[“”\"’»]" for name in gold["names"]]
    assert all(re.search(name, squeezed(flow(plan))) for name in quoted)


def test_header_is_printed(plan):
    document, text = plan.gold["document"], squeezed(plan.text)
    if document["code"]:
        assert re.search(r"Số:?" + re.escape(document["code"]), text)
        assert re.match(rf"0*{document['number']}{document.get('number_suffix') or ''}\D", document["code"])
        assert document["code"].endswith(document["symbol"])
    assert squeezed(document["title"] or "") in text


def test_place_and_date_are_printed(plan):
    """A day or month under ten with or without its zero; a day that nobody filled in leaves a gap."""
    document = plan.gold["document"]
    if not document["issued_on"]:
        return
    year, month, *day = document["issued_on"].split("-")
    day = f"0?{date.fromisoformat(document['issued_on']).day}" if day else r"[.…]*"
    printed = rf"{re.escape(squeezed(document['place']))},ngày{day}tháng0?{int(month)}năm{year}"
    assert re.search(printed, squeezed(plan.text))


def test_dates_are_real_and_in_order(plan):
    periods = [plan.gold["period"], *(deadline.get("period") for deadline in plan.gold["deadlines"])]
    for item in [*plan.gold["deadlines"], *filter(None, periods)]:
        ends = [value for value in (item["start"], item["end"]) if value]
        for value in ends:
            assert DATES.match(value), value
            if len(value) >= len("2025-01-01"):
                datetime.fromisoformat(value)
        common = min(map(len, ends), default=0)
        assert [value[:common] for value in ends] == sorted(value[:common] for value in ends)


def test_relations_have_the_ends_that_they_name(plan):
    """What is counted from an event, and what may be left out, has none."""
    ends = {"before": (False, True), "by": (False, True), "within": (True, True), "at": (True, True)}
    ends |= {"after": (True, False), "recurring": (False, False)}
    for deadline in plan.gold["deadlines"]:
        printed = (bool(deadline["start"]), bool(deadline["end"]))
        free = deadline.get("anchor") or deadline.get("optional")
        assert printed == ends[deadline["relation"]] or (free and not any(printed)), deadline
        assert deadline["relation"] != "recurring" or deadline.get("recurrence") or free, deadline


def numbers(text):
    """Every number that the words may mean: digits, words, shares, and each of them by the scales printed."""
    text = text.casefold()
    found = [float(n.replace(".", "").replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)*", text)]
    found += [WORDS[word] for word in re.findall(r"\w+", text) if word in WORDS]
    found += [share for words, share in SHARES.items() if words in text]
    found += [100 * int(a) / int(b) for a, b in re.findall(r"(\d+)/(\d+)", text) if int(b)]
    found += [100 * WORDS[a] / WORDS[b] for a, b in re.findall(r"(\w+) phần (\w+)", text) if {a, b} <= set(WORDS)]
    scales = [SCALES[word] for word in re.findall(r"\w+", text) if word in SCALES]
    return found + [n * scale for n in found for scale in scales]


def test_digits_of_quotas_stand_in_their_text(plan):
    for quota in plan.gold["quotas"]:
        stated = numbers(quota["text"])
        assert any(math.isclose(quota["value"], n, rel_tol=0.005) for n in stated), quota
        assert (quota["comparator"] == "between") == (quota.get("value_max") is not None), quota
        if quota.get("value_max") is not None:
            assert any(math.isclose(quota["value_max"], n) for n in stated), quota
        if quota.get("fraction"):
            a, b = quota["fraction"]
            assert math.isclose(quota["value"], a if a == b else 100 * a / b, rel_tol=0.005), quota


def test_enumerations_are_those_of_the_campaign_definition(plan):
    gold = plan.gold
    for key in ("comparator", "unit"):
        assert {quota[key] for quota in gold["quotas"]} <= allowed(Quota, key)
    for key in ("change", "modality"):
        assert {quota.get(key) for quota in gold["quotas"]} <= {None, *allowed(Quota, key)}
    assert {deadline["relation"] for deadline in gold["deadlines"]} <= allowed(Deadline, "relation")
    assert {deadline.get("milestone") for deadline in gold["deadlines"]} <= {None, *allowed(Deadline, "milestone")}
    assert {deadline.get("level") for deadline in gold["deadlines"]} <= {None, *LEVELS}
    assert gold.get("form") in {None, *allowed(CampaignFacts, "form")}
    assert gold.get("scope") in {None, *allowed(CampaignFacts, "scope")}
    assert gold["document"].get("issuer_level") in {None, *LEVELS}


def test_unit_of_the_issuer_is_of_a_kind_and_its_name_is_printed(plan):
    unit = plan.gold["document"].get("issuer_unit")
    if unit:
        kind = next(kind for kind in UNITS if unit.startswith(f"{kind} "))
        assert fold(unit.removeprefix(f"{kind} ")) in fold(plan.text)


def test_what_gold_says_of_the_campaign_is_printed(plan):
    """In the words of the paper; capitals of a heading or of the first word may differ."""
    gold, dossier = plan.gold, plan.gold.get("dossier") or {}
    printed = [item for key in ("participants", "purposes", "requirements", "slogans") for item in gold.get(key, ())]
    printed += [*dossier.get("items", ()), dossier.get("addressee"), dossier.get("via")]
    printed += [words for body in gold.get("responsibilities", ()) for words in (body["who"], *body["tasks"])]
    printed += [words for reward in gold.get("rewards_detail", ()) for words in reward.values()]
    printed += [words for group in gold.get("criteria_groups", ()) for words in (group["audience"], *group["items"])]
    printed += [deadline.get(key) for deadline in gold["deadlines"] for key in ("action", "responsible")]
    printed += [quota.get(key) for quota in gold["quotas"] for key in ("noun", "subject", "per", "base")]
    printed += [*gold.get("appendices", ()), *map(gold["document"].get, ("capacity", "urgency", "secrecy"))]
    assert missing(filter(None, printed), plan, str.casefold) == []


def test_sections_are_those_of_the_outline(plan):
    gold = plan.gold
    sections = {item.get("section") for item in gold["deadlines"] + gold["quotas"] + gold.get("criteria_groups", [])}
    assert sections <= {None, *marks(plan)}


def test_outline_is_a_tree_of_marks_that_are_printed(plan):
    for mark in marks(plan):
        *above, last = mark.split(".")
        assert not above or ".".join(above) in marks(plan), mark
        assert re.search(rf"^(\w+ )?\W*(\w+\.)*{re.escape(last)}\b", flow(plan), re.MULTILINE), mark


def test_groups_of_criteria_hold_the_criteria(plan):
    if "criteria_groups" not in plan.gold:
        return
    may = {folded(item) for item in plan.gold.get("criteria_optional", ())}
    grouped = {folded(item) for group in plan.gold["criteria_groups"] for item in group["items"]}
    assert grouped - may == {folded(item) for item in plan.gold["criteria"]} - may


def test_rewards_in_detail_are_of_the_forms_listed(plan):
    if "rewards_detail" in plan.gold:
        assert {reward["form"] for reward in plan.gold["rewards_detail"]} == set(plan.gold["rewards"])


def test_a_document_that_is_no_plan_holds_no_campaign(plan):
    if plan.gold.get("no_plan"):
        assert not any(plan.gold.get(key) for key in (*CAMPAIGN, "period", "form", "scope", "dossier"))


def test_plans_cover_every_relation_comparator_and_the_broken_code():
    papers = [plans.load(name) for name in NAMES]
    assert every("deadlines", "relation") >= {"before", "by", "within", "at", "recurring"}
    assert every("quotas", "comparator") == allowed(Quota, "comparator")
    assert any("106-\nKH/TU" in p.text for p in papers)
    assert {p.gold["document"].get("urgency") for p in papers} >= {None, "KHẨN", "HỎA TỐC"}
    assert any(p.gold["digital_signatures"] for p in papers)
    assert any(block.style == "row" for p in papers for block in p.layout)


def test_plans_cover_every_unit_and_relation():
    assert every("deadlines", "relation") == allowed(Deadline, "relation")
    assert {quota["unit"] for name in NAMES for quota in plans.load(name).gold["quotas"]} == allowed(Quota, "unit")


@pytest.mark.parametrize("mark", [r"\(1\) ", r"a\) ", r"đ\) ", r"\+ ", r"\* ", r"1\.1\.? ", r"I- ", r"I\. "])
def test_plans_cover_every_style_of_list(mark):
    assert any(re.search(rf"^{mark}", plans.load(name).text, re.MULTILINE) for name in NAMES)


def test_plans_cover_front_copies_appendices_and_assignment_tables():
    papers = [plans.load(name) for name in NAMES]
    assert any(re.search("^SAO Y", p.text, re.MULTILINE) for p in papers)
    assert any("MTTQ" in p.gold["document"]["symbol"] for p in papers if p.gold["document"]["symbol"])
    assert any(p.gold.get("appendices") for p in papers)
    assert sum(any(block.style == "row" for block in p.layout) for p in papers) >= 2


@pytest.mark.parametrize("modality", sorted(allowed(Quota, "modality")))
def test_plans_cover_every_modality(modality):
    assert modality in every("quotas", "modality")


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
            "issuer": {"name": (gold["document"]["issuer"] or [None])[0]},
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
