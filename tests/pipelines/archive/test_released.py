"""Archives that earlier releases wrote are opened, searched, exported, upgraded and gone on with."""

from __future__ import annotations

import importlib.util
import json
import lzma
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest
from sqlalchemy import create_engine, func, select, text

from vanthu.corpora import plans
from vanthu.corpora.errors import NotInArchive
from vanthu.pipelines.archive import load as loading
from vanthu.pipelines.archive import tasks
from vanthu.pipelines.archive.fingerprint import Fingerprints
from vanthu.pipelines.archive.forget import clear, forget, kept_of
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.lookup import look_up
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.search import search
from vanthu.pipelines.archive.selection import Selection
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.standing import standing
from vanthu.pipelines.archive.tables import content, file, work
from vanthu.pipelines.archive.verify import verify
from vanthu.pipelines.export.choice import Format, export

RELEASED = Path(__file__).parent / "released"
RELEASES = sorted(path.name for path in RELEASED.iterdir() if path.is_dir() and path.name[0].isdigit())
_SPEC = importlib.util.spec_from_file_location("make_released", RELEASED / "make.py")
make = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(make)


class Old:
    """An archive as a release left it, its shelf laid out again."""

    def __init__(self, release: str, url: str, place: Path) -> None:
        self.url = url
        self.shelf = place / "shelf"
        self.aid = place / "aid.csv"
        with ZipFile(RELEASED / release / "shelf.zip") as book:
            book.extractall(self.shelf)
        self.aid.write_text(make.AID, encoding="utf-8")
        for path in self.shelf.rglob("*"):
            os.utime(path, ns=(make.TIME_NS, make.TIME_NS))
        self._restore(release, place)
        self._lies_at(place)
        engine = create_engine(url)
        with engine.connect() as connection:
            rows = connection.execute(select(work.c.stage, work.c.fingerprint).where(work.c.state == "done")).all()
            refused = select(content.c.fingerprint).where(content.c.state == "quarantined")
            facts = {row.stage: row.fingerprint for row in rows} | {"refuse": connection.scalar(refused)}
        engine.dispose()
        self.prints = Fingerprints(**{name: facts[name] for name in ("pages", "restore", "extract", "refuse")})

    def _restore(self, release: str, place: Path) -> None:
        if self.url.startswith("sqlite"):
            (place / "archive.db").write_bytes(lzma.decompress((RELEASED / release / "sqlite.xz").read_bytes()))
            return
        dump = lzma.decompress((RELEASED / release / "postgresql.xz").read_bytes()).decode()
        statements = "\n".join(line for line in dump.split("\n") if not line.startswith("\\"))  # psql's own
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            connection.execute(statements)

    def _lies_at(self, place: Path) -> None:
        """Another folder than the one it was made in: the same originals."""
        engine = create_engine(self.url)
        with engine.begin() as connection:
            for table in ("file", "content", "failure"):
                moved = f"UPDATE {table} SET uri = replace(uri, :old, :new)"  # noqa: S608  names from the line above
                connection.execute(text(moved), {"old": str(make.PLACE), "new": str(place)})
        engine.dispose()

    def go_on(self) -> Counter[str]:
        wanted = Wanted(self.url, jobs=0, quarantine=self.shelf.parent / "quarantine")
        return load(find([str(self.shelf)], finding_aid=self.aid, join=make.JOIN, own=wanted.own), wanted).counts


@pytest.fixture(params=RELEASES)
def old(request, archive_urls, tmp_path) -> Old:
    return Old(request.param, archive_urls, tmp_path)


def as_configured(monkeypatch, prints: Fingerprints) -> None:
    """As though code, weights and tesseract were those of the release, or differed from them in some stage."""
    for module in (loading, tasks):
        monkeypatch.setattr(module, "fingerprints", lambda *_: prints)


def test_an_old_archive_is_read_before_it_is_upgraded_and_after(old, tmp_path):
    for create in (False, True):
        with open_archive(old.url, create=create) as archive:
            facts = standing(archive)
            assert facts.files == {"done": 6, "duplicate": 2, "failed": 1, "quarantined": 2}
            assert facts.documents == 6
            assert facts.codes == {"broken_file": 1, "not_found": 1, "secret": 1}
            (hit,) = search(archive, '"nội bộ đoàn kết"')
            assert (hit.code, hit.issued_on) == ("05/KH-UBND", "2023-01-17")
            (known,), _ = look_up(archive, "05/KH-UBND")
            assert {original.name for original in known.originals} == {"ke-hoach.txt", "ban-sao.txt"}
            assert known.documents[0].campaign.document.code.value == "05/KH-UBND"
            export(archive, Selection(), Format.JSONL, tmp_path / f"{create}.jsonl")
    before, after = ((tmp_path / f"{create}.jsonl").read_text("utf-8") for create in (False, True))
    assert before == after
    aids = [item["finding_aid"] for line in after.splitlines() for item in json.loads(line)["archive"]["files"]]
    assert {"phông": "Tỉnh đoàn", "hồ sơ": "17"} in aids


def test_originals_of_an_old_archive_are_verified_before_it_is_upgraded_and_after(old, monkeypatch):
    for create in (False, True):
        with open_archive(old.url, create=create) as archive:
            report = verify(archive)
        assert {(one.name, one.verdict.value) for one in report.wrong} == {
            ("old-name.txt", "missing"),
            ("nong-thon", "unreadable"),
        }
    as_configured(monkeypatch, old.prints)
    old.go_on()
    with open_archive(old.url) as archive:
        assert [one.name for one in verify(archive).wrong] == ["old-name.txt"]


def test_a_document_of_an_old_archive_is_forgotten_and_not_loaded_again(old, monkeypatch):
    with open_archive(old.url) as archive:
        with pytest.raises(NotInArchive):
            look_up(archive, "nothing of the kind")
        kept = kept_of(archive, "05/KH-UBND")
    with open_archive(old.url, upgrade=True) as archive:
        forget(archive, kept.sha256)
        assert clear(archive, Quarantine(old.shelf)) == 1
        assert search(archive, '"nội bộ đoàn kết"') == []
    as_configured(monkeypatch, old.prints)
    assert old.go_on() == Counter(known=7, forgotten=2, looked=2)


def test_a_load_under_the_same_configuration_takes_in_what_is_new_and_does_nothing_twice(old, monkeypatch):
    as_configured(monkeypatch, old.prints)
    (old.shelf / "new.txt").write_text(plans.load("tinh_uy_chi_bo_kieu_mau").text, encoding="utf-8")
    told = old.go_on()
    assert told == Counter(known=9, looked=1, begun=1, pages=1, done=1)
    with open_archive(old.url) as archive:
        assert search(archive, '"chi bộ kiểu mẫu"')
        assert standing(archive).documents == 7


def test_what_was_read_is_extracted_anew_without_being_read_again(old, monkeypatch):
    as_configured(monkeypatch, replace(old.prints, extract="another"))
    told = old.go_on()
    assert (told["pages"], told["looked"], told["failed"], told["partial"]) == (0, 0, 0, 0)
    assert told["done"] == 6
    with open_archive(old.url) as archive:
        (hit,) = search(archive, '"nội bộ đoàn kết"')
        assert hit.code == "05/KH-UBND"


def test_this_version_ends_with_every_file_accounted_for_whatever_it_has_to_do_again(old):
    told = old.go_on()
    assert sum(told[end] for end in ("known", "duplicate", "done", "quarantined")) == 9
    assert told["failed"] + told["unseen"] + told["partial"] == 0
    again = old.go_on()
    assert again == Counter(known=9)
    with open_archive(old.url) as archive, archive.engine.connect() as connection:
        states = connection.execute(select(content.c.state, func.count()).group_by(content.c.state)).all()
        assert dict(map(tuple, states)) == {"done": 6, "quarantined": 2, "superseded": 1}
        assert connection.scalar(select(func.count()).select_from(file)) == 11
