from __future__ import annotations

import json

import pytest
from sqlalchemy import insert, update
from typer.testing import CliRunner

from vanthu.corpora.errors import ArchiveMissing, NotInArchive
from vanthu.models.campaign import Campaign
from vanthu.pipelines.archive.commands import outward
from vanthu.pipelines.archive.lookup import look_up
from vanthu.pipelines.archive.tables import content, document
from vanthu.pipelines.output import campaign_json


def rescan(shelf, name, uri):
    """The same paper scanned again: other bytes, the same header."""
    reading = shelf.add(name)
    campaign = reading.campaigns[0]
    changed = campaign.model_copy(update={"source": campaign.source.model_copy(update={"sha256": "e" * 64})})
    moved = type(reading)(reading.files, reading.parts, (changed,))
    shelf.put([campaign_json(changed, indent=None)], moved, uri, {})
    return reading


@pytest.mark.parametrize("name", ["05/KH-UBND", "05/kh-ubnd", " 05 / KH-UBND ", "xa_dan_van", "XA_DAN_VAN_KHEO.TXT"])
def test_a_document_is_found_by_code_or_part_of_its_file_name(shelf, name):
    shelf.add("xa_dan_van_kheo")
    shelf.add("truong_hoc_tap_tot")
    found, count = look_up(shelf.archive, name)
    assert [known.name for known in found] == ["xa_dan_van_kheo.txt"]
    assert count == 1
    assert found[0].documents[0].code == "05/KH-UBND"


@pytest.mark.parametrize("name", ["753/TTr-STP", "753/ttr-stp", "753/TTR-STP", "05/QĐ-TTg", "05/qđ-ttg", "05/QĐ-TTG"])
def test_codes_with_small_letters_are_found_in_any_case(shelf, name):
    shelf.add("xa_dan_van_kheo")
    written = "753/TTr-STP" if name.startswith("753") else "05/QĐ-TTg"
    with shelf.archive.engine.begin() as connection:
        connection.execute(update(document).values(code=written))
    assert look_up(shelf.archive, name)[1] == 1


def test_a_document_is_found_by_the_beginning_of_its_hash(shelf):
    sha256 = shelf.add("xa_dan_van_kheo").campaigns[0].source.sha256
    assert look_up(shelf.archive, sha256[:8].upper())[0][0].sha256 == sha256
    assert look_up(shelf.archive, sha256)[0][0].sha256 == sha256


@pytest.mark.parametrize("name", ["1/QĐ-UBND", "", "deadbeef", "%", "_"])
def test_what_is_not_there_is_an_error(shelf, name):
    shelf.add("truong_hoc_tap_tot", uri="file:///a.pdf")
    with pytest.raises(NotInArchive):
        look_up(shelf.archive, name)


def test_duplicates_and_rescans_are_named(shelf):
    rescan(shelf, "xa_dan_van_kheo", "sftp://srv/again.pdf")
    shelf.duplicate("xa_dan_van_kheo", "s3://bucket/copy.txt")
    shelf.add("truong_hoc_tap_tot")
    known = {item.sha256: item for item in look_up(shelf.archive, "05/KH-UBND")[0]}
    (first,) = [item for item in known.values() if item.sha256 != "e" * 64]
    assert [original.uri for original in first.originals] == ["sftp://srv/xa_dan_van_kheo.txt", "s3://bucket/copy.txt"]
    assert first.rescans == (("e" * 64, 1),)
    assert known["e" * 64].rescans == ((first.sha256, 1),)
    assert look_up(shelf.archive, "truong_hoc")[0][0].rescans == ()


def test_a_duplicate_is_found_by_its_own_name(shelf):
    sha256 = shelf.add("xa_dan_van_kheo").campaigns[0].source.sha256
    shelf.duplicate("xa_dan_van_kheo", "s3://bucket/bản sao.txt")
    assert [known.sha256 for known in look_up(shelf.archive, "BẢN SAO")[0]] == [sha256]


def test_a_file_in_quarantine_is_shown_with_its_reason(shelf):
    facts = {"sha256": "c" * 64, "uri": "file:///x.pdf", "name": "x.pdf", "bytes": 1}
    with shelf.archive.engine.begin() as connection:
        connection.execute(
            insert(content), [{**facts, "state": "quarantined", "code": "encrypted", "message": "locked"}]
        )
    (known,), _ = look_up(shelf.archive, "cccccc")
    assert (known.state, known.code, known.documents) == ("quarantined", "encrypted", ())
    shown = CliRunner().invoke(outward.app, ["show", "cccccc", "--archive", shelf.url])
    assert "state: quarantined (encrypted: locked)" in shown.stdout


def test_show_prints_where_the_original_lies_and_a_card(shelf):
    rescan(shelf, "xa_dan_van_kheo", "sftp://srv/again.pdf")
    shelf.duplicate("xa_dan_van_kheo", "s3://bucket/copy.txt")
    result = CliRunner().invoke(outward.app, ["show", "xa_dan_van", "--archive", shelf.url])
    head, _, card = result.stdout.partition("\n\n")
    assert "file: sftp://srv/xa_dan_van_kheo.txt" in head
    assert "state: done" in head
    assert "pages: 2" in head
    assert "duplicate: s3://bucket/copy.txt" in head
    assert f"re-scan: {'e' * 64} part 1" in head
    assert "Kế hoạch 05/KH-UBND" in card
    assert "who does what" in card


def test_show_json_holds_the_whole_definition(shelf):
    shelf.add("xa_dan_van_kheo", finding_aid={"hồ sơ": "12"})
    result = CliRunner().invoke(outward.app, ["show", "05/KH-UBND", "--json", "--archive", shelf.url])
    told = json.loads(result.stdout)
    assert told["files"][0]["finding_aid"] == {"hồ sơ": "12"}
    assert Campaign.model_validate(told["documents"][0]).document.number.evidence


def test_more_files_than_the_limit_are_counted(shelf):
    rescan(shelf, "xa_dan_van_kheo", "sftp://srv/again.pdf")
    result = CliRunner().invoke(outward.app, ["show", "05/KH-UBND", "--limit", "1", "--archive", shelf.url])
    assert "1 file more" in result.stderr


def test_search_prints_matches_marked(shelf):
    shelf.add("xa_dan_van_kheo")
    result = CliRunner().invoke(outward.app, ["search", '"nội bộ đoàn kết"', "--archive", shelf.url])
    assert "05/KH-UBND 2023-01-17" in result.stdout
    assert "/srv/xa_dan_van_kheo.txt page 1" in result.stdout
    assert "»nội bộ đoàn kết«" in result.stdout
    assert "1 document" in result.stderr


def test_search_json_gives_an_object_a_hit(shelf):
    shelf.add("xa_dan_van_kheo")
    result = CliRunner().invoke(outward.app, ["search", "noi bo", "--json", "--no-accents", "--archive", shelf.url])
    hit = json.loads(result.stdout)
    assert {hit["snippet"][start:end] for start, end in hit["marks"]} >= {"nội bộ"}


def test_reading_makes_no_archive(tmp_path):
    result = CliRunner().invoke(outward.app, ["search", "x", "--archive", f"sqlite:///{tmp_path}/none.db"])
    assert isinstance(result.exception, ArchiveMissing)
    assert list(tmp_path.iterdir()) == []
