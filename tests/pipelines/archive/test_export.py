from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update
from typer.testing import CliRunner

from vanthu.corpora.errors import BadOption, ExtraMissing, Unwritable
from vanthu.models.campaign import Campaign
from vanthu.pipelines.archive.commands import outward
from vanthu.pipelines.archive.selection import Selection, selected, unknown
from vanthu.pipelines.archive.tables import content, document
from vanthu.pipelines.export import json_folder, jsonl, parquet, spreadsheet
from vanthu.pipelines.export.choice import Format, export
from vanthu.pipelines.export.columns import COLUMNS
from vanthu.pipelines.output import campaign_json

AID = {"phông": "UBND tỉnh", "hồ sơ": "=HYPERLINK(1)"}


def chosen(shelf, **filters):
    with shelf.archive.engine.connect() as connection:
        return [row.code for row in selected(connection, Selection(**filters))]


@pytest.fixture
def full(shelf):
    """Three plans, one of them lying in two places."""
    shelf.add("xa_dan_van_kheo", uri="sftp://srv/b.pdf", finding_aid=AID)
    shelf.duplicate("xa_dan_van_kheo", "s3://bucket/a.pdf")
    shelf.add("huyen_uy_dan_van_kheo")
    shelf.add("truong_hoc_tap_tot")
    return shelf


def lines_of(path: Path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_filters_choose_documents(full):
    every = set(chosen(full))
    assert len(every) == 3
    assert chosen(full, issuer="xã suối ngàn") == ["05/KH-UBND"]
    assert chosen(full, issuer="XA SUOI NGAN") == ["05/KH-UBND"]
    assert chosen(full, issuer="xã suôi ngàn") == []
    assert set(chosen(full, type="kh")) == every
    assert chosen(full, type="QĐ") == []
    assert set(chosen(full, state="complete")) == every
    assert chosen(full, state="partial") == []
    day = date(2023, 1, 17)
    assert chosen(full, issued_from=day, issued_to=day) == ["05/KH-UBND"]
    assert "05/KH-UBND" not in chosen(full, issued_from=date(2023, 1, 18))
    assert set(chosen(full, confidence=0.0)) == every
    assert chosen(full, confidence=1.0) == []


def test_a_document_that_lacks_what_a_filter_asks_for_is_counted(full):
    full.add("tinh_xanh_sach_dep")
    with full.archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE document SET issued_on = NULL WHERE code = '05/KH-UBND'")
        assert unknown(connection, Selection(issued_from=date(1990, 1, 1))) == 1
        assert unknown(connection, Selection(state="complete")) == 0
    assert "05/KH-UBND" not in chosen(full, issued_from=date(1990, 1, 1))


def test_the_order_is_that_of_the_hashes_whatever_was_loaded_first(full):
    with full.archive.engine.connect() as connection:
        hashes = [row.sha256 for row in selected(connection, Selection())]
    assert hashes == sorted(hashes)


def test_jsonl_gives_definitions_with_the_files_that_hold_them(full, tmp_path):
    out = tmp_path / "all.jsonl"
    assert export(full.archive, Selection(), Format.JSONL, out).documents == 3
    lines = lines_of(out)
    (plan,) = [line for line in lines if line["document"]["code"]["value"] == "05/KH-UBND"]
    assert plan["archive"]["files"] == [
        {"uri": "sftp://srv/b.pdf", "name": "b.pdf", "finding_aid": AID, "gone": False},
        {"uri": "s3://bucket/a.pdf", "name": "a.pdf", "finding_aid": {}, "gone": False},
    ]
    assert all(Campaign.model_validate(line).document.code.value for line in lines)


def test_of_files_sighted_by_one_run_the_one_that_the_content_goes_by_comes_first(full, tmp_path):
    full.duplicate("truong_hoc_tap_tot", "sftp://aaa.pdf")
    export(full.archive, Selection(issuer="trường"), Format.JSONL, tmp_path / "a")
    (line,) = lines_of(tmp_path / "a")
    assert [item["uri"] for item in line["archive"]["files"]] == [
        "sftp://srv/truong_hoc_tap_tot.txt",
        "sftp://aaa.pdf",
    ]


def test_csv_has_a_row_a_document_and_the_documented_columns(full, tmp_path):
    out = tmp_path / "all.csv"
    export(full.archive, Selection(), Format.CSV, out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    assert list(rows[0]) == [column.name for column in COLUMNS]
    (row,) = [row for row in rows if row["code"] == "05/KH-UBND"]
    assert (row["issued_on"], row["type"], row["state"]) == ("2023-01-17", "KH", "complete")
    assert row["uris"].splitlines() == ["sftp://srv/b.pdf", "s3://bucket/a.pdf"]
    assert json.loads(row["finding_aid"]) == [
        {"uri": "sftp://srv/b.pdf", "name": "b.pdf", "finding_aid": AID, "gone": False}
    ]
    assert int(row["deadlines"]) > 0


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠A",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b＝1",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(text):
    assert spreadsheet.inert(text) == f"'{text}"
    assert spreadsheet.cell([text, "x"]) == f"'{text}\nx"


@pytest.mark.parametrize("text", ["180-KH/TU", "", "'=1", "a=1", "Kế hoạch", "“Dân vận khéo”"])
def test_other_cells_are_as_they_are(text):
    assert spreadsheet.inert(text) == text


@given(st.text())
def test_no_cell_begins_as_a_formula(text):
    assert not spreadsheet.inert(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert spreadsheet.inert(text).endswith(text)


def test_formulas_on_the_page_are_neutralised_in_the_file(local_shelf, tmp_path):
    reading = local_shelf.add("truong_hoc_tap_tot")
    campaign = reading.campaigns[0]
    title = campaign.document.title.model_copy(update={"value": "=cmd|' /C calc'!A0"})
    told = campaign.document.model_copy(update={"title": title})
    source = campaign.source.model_copy(update={"sha256": "f" * 64})
    changed = campaign.model_copy(update={"document": told, "source": source})
    moved = type(reading)(reading.files, reading.parts, (changed,))
    local_shelf.put([campaign_json(changed, indent=None)], moved, "file:///x", {})
    export(local_shelf.archive, Selection(), Format.CSV, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as source:
        assert "'=cmd|' /C calc'!A0" in [row["title"] for row in csv.DictReader(source)]


def test_parquet_columns_are_typed(full, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "all.parquet"
    assert export(full.archive, Selection(), Format.PARQUET, out).documents == 3
    table = pq.read_table(out)
    assert table.schema.equals(parquet.schema())
    (row,) = [row for row in table.to_pylist() if row["code"] == "05/KH-UBND"]
    assert row["issued_on"] == date(2023, 1, 17)
    assert row["uris"] == ["sftp://srv/b.pdf", "s3://bucket/a.pdf"]
    assert len(row["deadline_list"]) == row["deadlines"] > 0
    assert {"relation", "start", "end", "page", "confidence"} <= row["deadline_list"][0].keys()
    assert Campaign.model_validate_json(row["definition"]).document.code.value == "05/KH-UBND"


def test_an_empty_selection_gives_an_empty_file_of_each_format(local_shelf, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    for wanted in Format:
        export(local_shelf.archive, Selection(), wanted, tmp_path / wanted)
    assert (tmp_path / "jsonl").read_bytes() == b""
    assert (tmp_path / "csv").read_text(encoding="utf-8-sig").splitlines() == [",".join(c.name for c in COLUMNS)]
    assert pq.read_table(tmp_path / "parquet").num_rows == 0
    assert list((tmp_path / "json-dir").iterdir()) == []


def test_parquet_without_its_extra_says_so(local_shelf, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraMissing, match=re.escape("vanthu[parquet]")):
        export(local_shelf.archive, Selection(), Format.PARQUET, tmp_path / "all.parquet")
    assert not (tmp_path / "all.parquet").exists()


def test_json_dir_has_a_file_a_document_with_safe_names(full, tmp_path):
    export(full.archive, Selection(), Format.JSON_DIR, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 3
    assert all(re.fullmatch(r"[a-z0-9-]+\.[0-9a-f]{64}\.1\.json", name) for name in names)
    assert any(name.startswith("05-kh-ubnd.") for name in names)
    assert all(Campaign.model_validate_json((tmp_path / "out" / name).read_bytes()) for name in names)


@given(code=st.text(max_size=200), part=st.integers(1, 99))
def test_json_names_are_safe_whatever_the_code_holds(code, part):
    from vanthu.pipelines.archive.selection import Selected

    row = Selected("a" * 64, part, 1, 1, 1, "complete", code, None, None, None, None, "{}", ())
    name = json_folder.name(row)
    assert re.fullmatch(r"([a-z0-9-]+\.)?[0-9a-f]{64}\.\d+\.json", name)
    assert len(name.encode()) < 200


def test_a_folder_that_holds_something_is_left_alone(local_shelf, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    with pytest.raises(Unwritable, match="not empty"):
        export(local_shelf.archive, Selection(), Format.JSON_DIR, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


@pytest.mark.parametrize("wanted", [Format.JSONL, Format.CSV, Format.JSON_DIR, Format.PARQUET, Format.ICS])
def test_an_export_that_fails_midway_leaves_nothing(full, tmp_path, wanted):
    with full.archive.engine.begin() as connection:
        last = max(row.sha256 for row in selected(connection, Selection()))
        connection.execute(update(document).where(document.c.sha256 == last).values(definition="broken"))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ValueError, match=r"JSON|json|Expecting"):
        export(full.archive, Selection(), wanted, tmp_path / "out")
    assert sorted(tmp_path.iterdir()) == before


def test_the_archive_and_originals_are_never_written_over(local_shelf, tmp_path):
    original = tmp_path / "bản gốc.txt"
    original.write_text("x")
    local_shelf.add("truong_hoc_tap_tot", uri=original.as_uri())
    with local_shelf.archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE file SET name = 'bản gốc.txt'")
    for out in (original, local_shelf.archive.path):
        with pytest.raises(Unwritable):
            export(local_shelf.archive, Selection(), Format.JSONL, out)
    assert original.read_text() == "x"


@pytest.mark.parametrize("wanted", [Format.PARQUET, Format.JSON_DIR])
def test_some_formats_need_a_place(local_shelf, wanted):
    with pytest.raises(BadOption, match="-o"):
        export(local_shelf.archive, Selection(), wanted, None)


def test_memory_does_not_grow_with_the_archive(local_shelf, tmp_path):
    """Definitions of 200 kB: three hundred of them take no more than sixty."""
    reading = local_shelf.add("truong_hoc_tap_tot")
    definition = campaign_json(reading.campaigns[0], indent=None) + " " * 200_000
    row = {"part": 1, "of": 1, "first_page": 1, "last_page": 1, "status": "complete", "definition": definition}
    peaks = []
    for first, last in ((0, 60), (60, 300)):
        with local_shelf.archive.engine.begin() as connection:
            rows = [{**row, "sha256": f"{number:064d}"} for number in range(first, last)]
            facts = {"uri": "u", "name": "n", "bytes": 1, "state": "done"}
            connection.execute(insert(content), [{**facts, "sha256": row["sha256"]} for row in rows])
            connection.execute(insert(document), rows)
        tracemalloc.start()
        with local_shelf.archive.engine.connect() as connection:
            jsonl.write(selected(connection, Selection()), tmp_path / "out")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


class TestCommand:
    run = CliRunner().invoke

    def test_data_goes_to_stdout_and_counts_to_stderr(self, full):
        result = self.run(outward.app, ["export", "--format", "jsonl", "--archive", full.url, "--issuer", "xã suối"])
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["document"]["code"]["value"] == "05/KH-UBND"
        assert "1 document" in result.stderr

    def test_csv_on_stdout_is_whole(self, full):
        result = self.run(outward.app, ["export", "--format", "CSV", "--archive", full.url])
        rows = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
        assert len(rows) == 4

    def test_options_that_make_no_sense_are_refused(self, full):
        base = ["export", "--archive", full.url]
        for options in (["--format", "xlsx"], ["--format", "csv", "--from", "2024-01-02", "--to", "2024-01-01"]):
            assert isinstance(self.run(outward.app, base + options).exception, BadOption)
        assert self.run(outward.app, [*base, "--format", "csv", "--from", "gestern"]).exit_code == 2

    def test_an_unwritable_place_is_told(self, full, tmp_path):
        (tmp_path / "file").write_text("x")
        result = self.run(
            outward.app, ["export", "--format", "csv", "--archive", full.url, "-o", str(tmp_path / "file" / "a.csv")]
        )
        assert isinstance(result.exception, Unwritable)


PROGRAM = "from vanthu.pipelines.archive.commands.outward import app; app()"


@pytest.mark.parametrize("wanted", ["jsonl", "csv", "ics"])
def test_a_reader_that_has_seen_enough_is_no_error(local_shelf, root, wanted):
    local_shelf.add("truong_hoc_tap_tot")
    command = [sys.executable, "-c", PROGRAM, "export", "--format", wanted, "--archive", local_shelf.url]
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, cwd=root, check=False)
    os.close(write_end)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_every_column_is_documented_in_order(root):
    documented = (root / "docs/archive-export.md").read_text(encoding="utf-8")
    rows = [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in COLUMNS]
    assert "\n".join(rows) in documented
