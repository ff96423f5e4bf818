"""What is read is measured as the yardstick measures it; one document that goes wrong never stops the rest."""

from __future__ import annotations

import importlib.util
import json
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from vanthu.corpora import plans
from vanthu.corpora.errors import FileMissing, GoldBroken, NoGold, NoInput
from vanthu.models.campaign import Campaign
from vanthu.pipelines.cli import app
from vanthu.pipelines.evaluate import evaluate, load_gold, score
from vanthu.pipelines.evaluate.answer import Answer, Item
from vanthu.pipelines.evaluate.cases import cases, gold_files
from vanthu.pipelines.evaluate.comparing import alike, day, key, rule
from vanthu.pipelines.evaluate.gold import Gold
from vanthu.pipelines.evaluate.matching import Measure, match
from vanthu.pipelines.evaluate.page import page
from vanthu.pipelines.evaluate.reliability import reliability
from vanthu.pipelines.evaluate.soundness import examine
from vanthu.pipelines.output import campaign_json
from vanthu.pipelines.read import read

NAME, OTHER = "xa_dan_van_kheo", "cong_van_phat_dong"


@pytest.fixture
def folder(tmp_path):
    """Gold and correct text of two plans."""
    for name in (NAME, OTHER):
        (tmp_path / f"{name}.txt").write_text(plans.load(name).text, encoding="utf-8")
        (tmp_path / f"{name}.json").write_text(json.dumps(plans.load(name).gold), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / f"{NAME}.txt"
    path.write_text(plans.load(NAME).text, encoding="utf-8")
    return read(path).campaigns[0]


def gold_of(name, **changes):
    return Gold.model_validate({**plans.load(name).gold, **changes})


def by_field(document):
    return {s.field: s for s in document.scored}


def shared_documents(shared, root):
    plans_of_others = [(shared / "plans" / f"{g.stem}.txt", g) for g in sorted((shared / "plans/gold").glob("*.json"))]
    layers = [
        (g.with_suffix(f".{kind}.txt"), g) for g in sorted((shared / "gold").glob("*.json")) for kind in ("gold", "ocr")
    ]
    return [
        *plans_of_others,
        *layers,
        *((g.with_suffix(".txt"), g) for g in sorted((root / "corpora/plans").glob("*.json"))),
    ]


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_are_those_of_the_yardstick_on_every_document(shared, root):
    spec = importlib.util.spec_from_file_location("score", shared / "tools/score.py")
    yardstick = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(yardstick)
    for text, gold in shared_documents(shared, root):
        reading = read(text)
        theirs = yardstick.score_fields(
            json.loads(gold.read_text(encoding="utf-8")), json.loads(campaign_json(reading.campaigns[0]))
        )
        ours = score(load_gold(gold), reading.campaigns[0]).yardstick()
        assert ours == {name: theirs[name] for name in ours}, text.name  # depth.py measures the rest in its own way


def test_tone_placement_quotes_dashes_and_abbreviations_of_bodies_do_not_matter():
    assert key("UBND  xã “Hoà – Bình”.") == key('Ủy ban nhân dân xã "Hòa - Bình"')
    assert key("quý") != key("quy")
    assert alike("Bằng khen của Chủ tịch UBND tỉnh", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")
    assert not alike("Cờ thi đua", "Giấy khen")


def test_partial_dates_are_widened_and_an_interval_of_one_says_nothing():
    assert (day("2024-02"), day("2024-02", last=True), day("2023", last=True)) == (
        "2024-02-01",
        "2024-02-29",
        "2023-12-31",
    )
    assert day("2025-03-01T14:00:00+07:00") == "2025-03-01"
    assert rule("RRULE:FREQ=MONTHLY;INTERVAL=1") == rule("FREQ=MONTHLY") != rule("FREQ=MONTHLY;INTERVAL=3")


def test_optional_gold_costs_nothing_whether_found_or_not():
    gold = gold_of(NAME, quotas=[{"comparator": "=", "value": 1, "unit": "count", "optional": True}]).quotas
    found = match(gold, [Item("0", 1)], lambda g, x: g.value == x.value)
    assert found.measure == match(gold, [], lambda _g, _x: False).measure == Measure(0, 0, 0)
    assert match(gold, [Item("0", 2)], lambda g, x: g.value == x.value).measure == Measure(0, 0, 1)


def test_one_answer_stands_for_one_gold_item_only():
    found = match(["a", "a"], [Item("0", "a")], lambda g, x: g == x.value)
    assert (found.measure, found.missed) == (Measure(1, 2, 1), ("a",))


def test_keys_that_the_gold_leaves_out_are_not_measured_and_empty_ones_are(campaign):
    whole = plans.load(NAME).gold
    without = Gold.model_validate({k: v for k, v in whole.items() if k not in {"quotas", "participants"}})
    assert not {"quotas", "participants"} & by_field(score(without, campaign)).keys()
    empty = by_field(score(gold_of(NAME, quotas=[]), campaign))["quotas"]
    assert empty.measure.gold == 0 < empty.measure.got
    assert {e.kind for e in empty.errors} == {"invented"}


def test_a_missed_item_is_shown_beside_the_answer_in_its_place(campaign):
    wanted = [{**q, "value": q["value"] + 1} for q in plans.load(NAME).gold["quotas"][:1]]
    errors = by_field(score(gold_of(NAME, quotas=wanted), campaign))["quotas"].errors
    assert errors[0].kind == "wrong"
    assert errors[0].answer.text in " ".join(plans.load(NAME).text.split())


def test_parts_are_measured_among_matched_values_only(campaign):
    deadline = {**plans.load(NAME).gold["deadlines"][0], "responsible": "Một cơ quan khác hẳn", "action": None}
    missed = {"relation": "by", "start": None, "end": "1999-01-01", "action": "việc không có", "text": "x"}
    scored = by_field(score(gold_of(NAME, deadlines=[deadline, missed]), campaign))
    assert scored["deadlines"].measure.right == 1
    assert (scored["deadlines.responsible"].measure.right, scored["deadlines.responsible"].measure.gold) == (0, 1)
    assert scored["deadlines.action"].measure.gold == 0


def test_a_document_that_is_no_plan_must_have_an_empty_campaign(campaign):
    scored = by_field(score(gold_of(NAME, no_plan=True), campaign))["no_plan"]
    assert scored.measure.right == 0
    assert {e.answer.path for e in scored.errors} >= {"campaign.quotas", "campaign.deadlines"}
    nothing = campaign.model_copy(update={"campaign": type(campaign.campaign)()})
    assert by_field(score(gold_of(NAME, no_plan=True), nothing))["no_plan"].measure.right == 1


def test_evidence_that_does_not_carry_its_value_is_found(campaign):
    facts = campaign.campaign
    first = facts.quotas[0]
    forged = first.model_copy(update={"value": first.value.model_copy(update={"value": 4711})})
    bent = campaign.model_copy(update={"campaign": facts.model_copy(update={"quotas": (forged, *facts.quotas[1:])})})
    before, after = examine(Answer(campaign), None), examine(Answer(bent), None)
    assert after.measures["quotas"].right == before.measures["quotas"].right - 1
    assert "campaign.quotas.0" in [u.path for u in after.unsound]


def test_slices_that_are_not_the_text_are_found(folder):
    reading = read(folder / f"{NAME}.txt")
    campaign, pages = reading.campaigns[0], reading.parts[0].pages
    whole = examine(Answer(campaign), pages).measures["rejoined"]
    assert whole.right == whole.gold > 20
    title = campaign.document.title.model_copy(update={"text": "chữ khác"})
    bent = campaign.model_copy(update={"document": campaign.document.model_copy(update={"title": title})})
    assert examine(Answer(bent), pages).measures["rejoined"].right == whole.right - 1


def test_reliability_counts_wrong_values_that_warn_and_right_ones_that_cry_wolf():
    known = reliability([(0.95, True), (0.85, True), (0.95, False), (0.2, False), (1.0, True)])
    assert (known.wrong, known.wrong_under, known.right, known.right_under) == (2, 1, 3, 1)
    assert [(b.low, b.count, b.right) for b in known.bins if b.count] == [
        (0.0, 1, 0), (0.8, 1, 1), (0.95, 2, 1), (0.98, 1, 1),
    ]  # fmt: skip
    assert reliability([]).error is None


def test_inputs_are_told_by_their_names(tmp_path):
    for name in (
        "a.json",
        "a.txt",
        "a.clean.PDF",
        "a.hard.jpg",
        "a.old.campaign.json",
        "a.b.json",
        "a.notes.docx",
        "c.txt",
    ):
        (tmp_path / name).write_text("{}")
    (tmp_path / "a.phone").mkdir()
    for page_name in ("2.png", "1.png", "list.csv"):
        (tmp_path / "a.phone" / page_name).touch()
    found = cases(gold_files(tmp_path))
    assert [(c.level, c.kind) for c in found["a"]] == [
        ("text", "file"), ("clean", "file"), ("hard", "file"), ("old", "extracted"), ("phone", "pages"),
    ]  # fmt: skip
    assert [p.name for p in found["a"][-1].files] == ["1.png", "2.png"]
    assert list(found) == ["a"]  # a.b.json is beside a.json, c.txt has no gold


def test_a_campaign_definition_extracted_before_is_measured_like_a_reading(folder, campaign):
    (folder / f"{NAME}.before.campaign.json").write_text(campaign_json(campaign), encoding="utf-8")
    read_now, before = evaluate(folder, only=[NAME]).documents
    assert (before.level, before.yardstick()) == ("before", read_now.yardstick())


def test_a_document_that_fails_is_listed_and_the_others_are_measured(folder):
    (folder / "hong.json").write_text('{"document": {"number": "mười"}}', encoding="utf-8")
    (folder / "hong.txt").write_text("x", encoding="utf-8")
    (folder / "le_loi.json").write_text('{"document": {}}', encoding="utf-8")
    (folder / f"{OTHER}.pdf").write_bytes(b"%PDF-1.7 no")
    (folder / f"{NAME}.old.campaign.json").write_text("{}", encoding="utf-8")
    done = evaluate(folder)
    assert {(d.name, d.level) for d in done.documents} == {(NAME, "text"), (OTHER, "text")} - {(OTHER, "text")} | {
        (OTHER, "text")
    }
    assert {f.code for f in done.failures} == {"no_input", "gold_broken", "broken_file", "campaign_broken"}
    assert "document.number" in next(f.message for f in done.failures if f.code == "gold_broken")


def test_a_folder_without_gold_or_input_is_an_error(tmp_path, folder):
    with pytest.raises(FileMissing):
        evaluate(tmp_path / "khong_co")
    bare = tmp_path / "bare"
    bare.mkdir()
    with pytest.raises(NoGold):
        evaluate(bare)
    with pytest.raises(NoInput, match="khong_co"):
        evaluate(folder, only=["khong_co"])
    with pytest.raises(NoInput, match="fax"):
        evaluate(folder, levels=["fax"])


def test_gold_that_is_no_json_names_the_file(tmp_path):
    (tmp_path / "x.json").write_text("[1,", encoding="utf-8")
    with pytest.raises(GoldBroken, match=r"x\.json"):
        load_gold(tmp_path / "x.json")


@pytest.mark.slow
def test_two_processes_say_what_one_says(folder):
    one, two = evaluate(folder), evaluate(folder, jobs=2)
    assert [d.yardstick() for d in one.documents] == [d.yardstick() for d in two.documents]


class Links(HTMLParser):
    """What a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [tag for name, _ in attrs if name in {"src", "href", "srcset", "data"}]
        self.found += [tag] if tag in {"script", "link", "iframe", "img"} else []


def test_the_page_stands_alone_and_escapes_what_it_shows(folder):
    gold = plans.load(NAME).gold | {"names": ["<script>alert(1)</script>"]}
    (folder / f"{NAME}.json").write_text(json.dumps(gold), encoding="utf-8")
    html = page(evaluate(folder), "<b>thử</b>")
    parser = Links()
    parser.feed(html)
    assert parser.found == []
    assert "&lt;script&gt;alert(1)" in html
    assert "url(" not in html
    assert "@import" not in html


def test_the_command_prints_the_table_writes_json_and_page_and_tells_failures(folder):
    (folder / "le_loi.json").write_text('{"document": {}}', encoding="utf-8")
    options = ["--json", str(folder / "out/e.txt"), "--html", str(folder / "out/e.html")]
    done = CliRunner().invoke(app, ["evaluate", str(folder), *options])
    assert done.exit_code == 1
    assert "11.00 of 11" in done.stdout
    assert "le_loi" in done.stdout
    figures = json.loads((folder / "out/e.txt").read_text(encoding="utf-8"))
    assert figures["levels"]["text"]["documents"] == 2
    assert {f["code"] for f in figures["failures"]} == {"no_input"}
    assert (folder / "out/e.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_was_extracted_from_nothing_scores_nothing_and_does_not_fail():
    empty = Campaign.model_validate(
        {
            "schema": "vanthu.campaign/1.0",
            "source": {
                "name": "",
                "sha256": "",
                "media_type": "",
                "bytes": 0,
                "part": {"index": 1, "of": 1, "first_page": 1, "last_page": 1},
            },
        }
    )
    document = score(gold_of(NAME), empty)
    assert document.yardstick()["header"]["correct"] == 0
    assert document.judged == []
