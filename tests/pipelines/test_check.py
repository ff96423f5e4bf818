"""What is wrong with a campaign definition is found, with its path; what is right is left alone."""

from __future__ import annotations

import copy
import json

import pytest
from typer.testing import CliRunner

from vanthu.corpora import plans
from vanthu.corpora.errors import FileMissing
from vanthu.pipelines.check import EXIT_WRONG, LAUNCH, check, check_json
from vanthu.pipelines.cli import app
from vanthu.pipelines.output import campaign_json
from vanthu.pipelines.read import read

NAME = "tinh_xanh_sach_dep"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / f"{NAME}.txt"
    path.write_text(plans.load(NAME).text, encoding="utf-8")
    return json.loads(campaign_json(read(path).campaigns[0]))


@pytest.fixture
def content(sound):
    return copy.deepcopy(sound)


def codes(content, severity=None):
    return {(f.code, f.path) for f in check_json(content) if severity in (None, f.severity)}


def test_what_vanthu_read_from_its_own_plan_has_no_error(content):
    assert codes(content, "error") == set()


def test_faults_of_the_schema_have_the_path_of_the_json(content):
    content["campaign"]["deadlines"][0]["value"]["end"] = "hôm qua"
    content["document"]["number"]["confidence"] = 7
    del content["source"]["sha256"]
    assert codes(content) == {
        ("schema", "campaign.deadlines.0.value.end"),
        ("schema", "document.number.confidence"),
        ("schema", "source.sha256"),
    }
    assert {f.code for f in check_json([])} == {f.code for f in check_json("x")} == {"schema"}


def test_both_versions_of_the_schema_are_taken_and_no_other(content):
    content["schema"] = "vanthu.campaign/1.0"
    assert codes(content, "error") == set()
    content["schema"] = "vanthu.campaign/9.9"
    assert codes(content) == {("schema", "schema")}


def set_deadline(content, index, **value):
    content["campaign"]["deadlines"][index]["value"].update(value)
    return f"campaign.deadlines.{index}.value"


def test_what_ends_before_it_begins_is_an_error(content):
    path = set_deadline(content, 0, start="2026-05-02", end="2026-05-01")
    content["campaign"]["period"]["value"] = {"start": "2027-01-01", "end": "2026-01-01"}
    assert {("date_order", path), ("date_order", "campaign.period.value")} <= codes(content, "error")


def test_what_is_due_before_the_document_was_issued_is_told(content):
    path = set_deadline(content, 0, start=None, end="2020-01-01")
    assert ("before_issue", f"{path}.end") in codes(content, "warning")


def test_nomination_papers_due_after_the_end_are_told(content):
    content["campaign"]["period"]["value"] = {"start": "2025-10-01", "end": "2027-09-30"}
    path = set_deadline(content, 0, milestone="dossier", end="2027-10-01", start=None)
    assert ("dossier_late", f"{path}.end") in codes(content, "warning")
    set_deadline(content, 0, end="2027-09-30")
    assert ("dossier_late", f"{path}.end") not in codes(content)


def test_milestones_that_do_not_fit_the_period_are_told(content):
    content["campaign"]["period"]["value"] = {"start": "2025-10-01", "end": "2027-09-30"}
    path = set_deadline(content, 0, milestone="launch", start=None, end="2028-01-01")
    assert ("milestone_order", f"{path}.milestone") in codes(content, "warning")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"comparator": "between", "value": 5, "value_max": 3, "unit": "count"}, "quota_bounds"),
        ({"comparator": "between", "value": 5, "value_max": None, "unit": "count"}, "quota_bounds"),
        ({"comparator": "=", "value": -1, "unit": "count"}, "quota_range"),
        ({"comparator": ">=", "value": 140, "unit": "%", "base": None, "change": None}, "quota_range"),
        ({"comparator": ">=", "value": 140, "unit": "%", "change": "increase"}, None),
        ({"comparator": ">=", "value": 140, "unit": "%", "base": "so với năm trước"}, None),
        ({"comparator": "<=", "value": 100, "unit": "%"}, None),
    ],
)
def test_numbers_that_cannot_be_are_errors(content, value, code):
    content["campaign"]["quotas"][0]["value"].update(value)
    found = {c for c, path in codes(content, "error") if path.startswith("campaign.quotas.0")}
    assert found == ({code} if code else set())


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Chọn 10 tập thể, gồm 4 tập thể cấp tỉnh và 5 tập thể cấp xã", True),
        ("Chọn 10 tập thể, gồm 4 tập thể cấp tỉnh và 6 tập thể cấp xã", False),
        ("Chọn 10 tập thể, trong đó 7 tập thể cấp tỉnh và 6 tập thể cấp xã", True),
        ("Chọn 10 tập thể, trong đó 2 tập thể cấp tỉnh và 3 tập thể cấp xã", False),
        ("Chọn 10 tập thể, trong đó 12 tập thể là của xã", False),
    ],
)
def test_parts_add_up_to_the_total_beside_them(content, sentence, wrong):
    content["campaign"]["criteria"][0]["items"][0]["value"] = sentence
    path = "campaign.criteria.0.items.0"
    assert (("quota_sum", path) in codes(content)) is wrong


def test_points_of_criteria_add_up_to_their_heading_and_to_a_hundred(content):
    group = content["campaign"]["criteria"][0]
    group["heading"]["value"] = "1. Công tác tuyên truyền (40 điểm)"
    first = {**group["items"][0], "value": "Có kế hoạch (20 điểm)"}
    group["items"] = [first, {**first, "value": "Có báo cáo (25 điểm)"}]
    content["campaign"]["criteria"] = [group]
    assert {("score_sum", "campaign.criteria.0"), ("score_sum", "campaign.criteria")} <= codes(content, "warning")
    group["heading"]["value"] = "1. Công tác tuyên truyền (100 điểm)"
    group["items"][1]["value"] = "Có báo cáo (80 điểm)"
    assert "score_sum" not in {code for code, _ in codes(content)}


def test_evidence_outside_the_document_is_an_error(content):
    quotas = content["campaign"]["quotas"]
    quotas[0]["evidence"][0]["page"] = 99
    quotas[1]["evidence"][0]["box"] = [0.2, 0.2, 0.1, 1.4]
    quotas[2]["evidence"][0]["end"] = quotas[2]["evidence"][0]["start"]
    wanted = {("evidence", f"campaign.quotas.{i}.evidence.0") for i in range(3)}
    assert codes(content, "error") == wanted


def test_a_status_that_denies_the_value_is_an_error(content):
    content["document"]["title"]["value"] = None
    content["document"]["place"]["status"] = "absent"
    assert {("status", "document.title.status"), ("status", "document.place.status")} == codes(content, "error")


def test_positions_and_issues_point_at_something(content):
    content["campaign"]["criteria"][0]["quotas"] = [0, 99]
    content["issues"] = [{"code": "absent", "severity": "info", "path": "campaign.khong_co", "message": ""}]
    assert ("position", "campaign.criteria.0.quotas.1") in codes(content, "error")
    assert ("issue_path", "issues.0.path") in codes(content, "warning")


def test_what_a_launch_misses_is_looked_at_anew(content):
    content["campaign"]["names"] = []
    found = codes(content)
    assert ("not_ready", "campaign.readiness.name") in found
    assert ("readiness", "campaign.readiness") in found
    content["campaign"] = {}
    missing = {path.rsplit(".", 1)[1] for code, path in codes(content) if code == "not_ready"}
    assert missing >= set(LAUNCH) - {"legal_bases"}


def test_a_file_that_is_no_json_and_json_lines(tmp_path, content):
    bad, lines = tmp_path / "bad.json", tmp_path / "two.jsonl"
    bad.write_text("{", encoding="utf-8")
    assert [f.code for f in check(bad)] == ["not_json"]
    bad.write_bytes(b"\xff\xfe\xff")
    assert [f.code for f in check(bad)] == ["not_json"]
    content["campaign"]["quotas"][0]["value"]["value"] = -1
    one = json.dumps(content, ensure_ascii=False)
    lines.write_text(f"{one}\n{one}\n", encoding="utf-8")
    errors = [f.path for f in check(lines) if f.severity == "error"]
    assert errors == ["1:campaign.quotas.0.value.value", "2:campaign.quotas.0.value.value"]
    with pytest.raises(FileMissing):
        check(tmp_path / "khong_co.json")


def test_the_command_tells_by_its_exit_code(tmp_path, content):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(content), encoding="utf-8")
    content["campaign"]["quotas"][0]["value"]["value"] = -1
    bad.write_text(json.dumps(content), encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(good)]).exit_code == 0
    told = CliRunner().invoke(app, ["check", str(good), str(bad), "--json"])
    assert told.exit_code == EXIT_WRONG
    assert [len([f for f in one["findings"] if f["severity"] == "error"]) for one in json.loads(told.stdout)] == [0, 1]


def test_every_code_is_documented(root):
    source = (root / "pipelines/check.py").read_text(encoding="utf-8")
    import re

    documented = (root / "docs/errors.md").read_text(encoding="utf-8")
    used = set(re.findall(r"Finding\(\s*\"(\w+)\", \"(\w+)\"", source))
    assert len(used) >= 17
    assert [u for u in used if f"| `{u[0]}` | {u[1]} |" not in documented] == []
