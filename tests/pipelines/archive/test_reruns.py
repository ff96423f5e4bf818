"""What a second run makes of a first one that was hurt, of other options, and of sources that overlap."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from zipfile import ZipFile

import pytest
from PIL import Image as Picture
from sqlalchemy import select

from benchmarks import archive_faults as faults
from vanthu.corpora import plans
from vanthu.corpora.errors import DiskFull, OcrTimeout
from vanthu.ingest.ocr.engine import OcrLine
from vanthu.ingest.ocr.null import NullEngine
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive.aside import put_aside, set_free
from vanthu.pipelines.archive.ledger import Ledger
from vanthu.pipelines.archive.load import SERVER_QUARANTINE, Wanted, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.outlook import outlook
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.search import search
from vanthu.pipelines.archive.sources import Original, find
from vanthu.pipelines.archive.sources.finding import LONGEST_URI, storable
from vanthu.pipelines.archive.tables import content, document, file, page, reading, restoration

NAMES = ("cong_van_phat_dong", "huyen_uy_nong_thon_moi")


@dataclass(frozen=True, slots=True)
class SlowEngine:
    """Reads like the engine of the faults, but for pages of the width HANG, on which it gives up."""

    name: str = "slow"
    gives_up: bool = True

    def read(self, image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        if image.shape[1] == faults.HANG:
            if self.gives_up:
                raise OcrTimeout("1 s")
            image = image[:, : faults.GOOD]
            return faults.FaultyEngine().read(image[:, :100], dpi=dpi, mode=mode)
        return faults.FaultyEngine().read(image, dpi=dpi, mode=mode)


@pytest.fixture
def wanted(tmp_path) -> Wanted:
    return Wanted(f"sqlite:///{tmp_path}/archive.db", jobs=0, engine=NullEngine())


def rows(url: str, query) -> list:
    with open_archive(url) as archive, archive.engine.connect() as connection:
        return list(connection.execute(query))


def test_a_page_that_could_not_be_read_is_listed_and_read_when_set_free(wanted, tmp_path):
    folder = tmp_path / "scans"
    faults.picture(folder / "mixed.tif", faults.GOOD, pages=3, odd={2: faults.HANG})
    slow = replace(wanted, engine=SlowEngine())
    tally = load(find([str(folder)]), slow)
    assert (tally.counts["partial"], tally.clean) == (1, False)
    with open_archive(wanted.archive) as archive:
        (case,) = put_aside(archive)
        assert (case.state, case.code, case.message) == ("partial", "ocr_timeout", "page 2: 1 s")
        set_free(archive, [case], Quarantine(tmp_path / "archive.db.quarantine"))
        patient = replace(wanted, engine=SlowEngine(gives_up=False))
        assert outlook(archive, find([str(folder)]), patient.plan.fingerprints) == Counter(pages=1)
    assert load(find([str(folder)]), patient).counts["done"] == 1
    texts = rows(wanted.archive, select(page.c.text).order_by(page.c.number))
    assert all("Phát động" in text for (text,) in texts), "the page that was missing is in the definition as well"
    (definition,) = rows(wanted.archive, select(document.c.definition))[0]
    assert json.loads(definition)["status"] == "complete"


def test_files_that_several_sources_name_are_loaded_once(scans, wanted):
    sources = [str(scans), f"{scans}/*.txt", f"{scans}/{NAMES[0]}.txt", f"{scans}/c*"]
    tally = load(find(sources), wanted)
    assert tally.counts == Counter(looked=2, begun=2, pages=2, done=2)


def test_files_of_one_size_are_told_apart_by_themselves(tmp_path, wanted):
    folder = tmp_path / "same"
    folder.mkdir()
    for letter in "abc":
        (folder / f"{letter}.txt").write_text(f"KẾ HOẠCH {letter}\n", encoding="utf-8")
    assert load([*find([str(folder)])] * 2, wanted).counts["done"] == 3
    assert len(rows(wanted.archive, select(file))) == 3


def test_no_room_to_note_a_file_costs_that_file_only_and_the_next_run_reads_it(scans, wanted, monkeypatch):
    whole, times = Ledger.saw, []

    def saw(self, original, looked):
        times.append(original)
        if len(times) in {1, 2}:
            raise DiskFull("no room")
        return whole(self, original, looked)

    monkeypatch.setattr(Ledger, "saw", saw)
    load(find([str(scans)]), wanted)
    load(find([str(scans)]), wanted)
    assert rows(wanted.archive, select(content.c.state)) == [("done",), ("done",)]


def test_a_load_without_a_finding_aid_leaves_what_one_has_said(scans, wanted, tmp_path):
    aid = tmp_path / "aid.csv"
    aid.write_text("file,phông\n" + "".join(f"{name}.txt,Huyện ủy\n" for name in NAMES), encoding="utf-8")
    load(find([str(scans)], finding_aid=aid), wanted)
    said = rows(wanted.archive, select(file.c.finding_aid))
    (scans / f"{NAMES[0]}.txt").write_text("KẾ HOẠCH khác\n", encoding="utf-8")
    load(find([str(scans)]), wanted)
    assert rows(wanted.archive, select(file.c.finding_aid)) == said
    assert said[0][0]["phông"] == "Huyện ủy"


def test_a_higher_level_of_secrecy_sets_free_what_it_kept_out(tmp_path, wanted):
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "mat.txt").write_text("UBND HUYỆN SÔNG HẬU\nMẬT\nKẾ HOẠCH\nPhát động thi đua\n", encoding="utf-8")
    assert load(find([str(folder)]), wanted).counts["quarantined"] == 1
    allowed = replace(wanted, allowed=Secrecy.MAT)
    assert load(find([str(folder)]), allowed).counts["done"] == 1
    assert not list(tmp_path.rglob("error.json"))


def test_the_folder_for_what_is_put_aside_is_passed_over_on_a_server_too(wanted):
    on_server = replace(wanted, archive="postgresql+psycopg://vanthu@localhost/archive")
    assert SERVER_QUARANTINE in on_server.own


def test_a_name_that_no_index_holds_is_refused_under_one_that_it_does():
    long = Original("zip:///a.zip!/" + "x" * 9000 + ".txt", "x" * 9000 + ".txt", 5, "s")
    other = replace(long, uri=long.uri + "y")
    refused = storable(long)
    assert (refused.code, len(refused.uri.encode()) < LONGEST_URI) == ("name_too_long", True)
    assert refused.uri != storable(other).uri
    short = Original("file:///a.txt", "a.txt", 5, "s")
    assert storable(short) is short


def test_a_lower_level_of_secrecy_takes_out_what_was_stored_and_a_higher_one_reads_it_anew(archive_urls, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    plan = plans.load(NAMES[0]).text
    for name, mark in (("thuong", "Hỏa tốc"), ("mat", "MẬT"), ("tuyet", "TUYỆT MẬT")):
        (folder / f"{name}.txt").write_text(f"{mark}\n{plan}\nTừ riêng bachtuoc{name}\n", encoding="utf-8")
    open_to = Wanted(
        archive_urls, jobs=0, engine=NullEngine(), quarantine=tmp_path / "aside", allowed=Secrecy.TUYET_MAT
    )
    assert load(find([str(folder)]), open_to).counts["done"] == 3
    told = []
    lowered = load(find([str(folder)]), replace(open_to, allowed=Secrecy.MAT), told.append)
    assert (lowered.counts["withdrawn"], lowered.counts["known"], lowered.clean) == (1, 3, False)
    assert [(event.kind, event.code) for event in told if event.kind == "withdrawn"] == [("withdrawn", "secret")]
    assert load(find([str(folder)]), replace(open_to, allowed=None)).counts["withdrawn"] == 1
    assert rows(archive_urls, select(content.c.name).where(content.c.code == "secret").order_by(content.c.name)) == [
        ("mat.txt",),
        ("tuyet.txt",),
    ]
    for table in (page, document, reading, restoration):
        assert len(set(rows(archive_urls, select(table.c.sha256)))) == 1
    with open_archive(archive_urls) as archive:
        assert [bool(search(archive, f"bachtuoc{name}")) for name in ("thuong", "mat", "tuyet")] == [True, False, False]
    assert len(list(tmp_path.rglob("error.json"))) == 2
    disk = [path.read_bytes() for path in tmp_path.glob("archive.db*")]
    assert not any(b"bachtuocmat" in data or b"bachtuoctuyet" in data for data in disk)
    assert load(find([str(folder)]), replace(open_to, allowed=None)).counts == Counter(known=3)
    raised = load(find([str(folder)]), open_to)
    assert (raised.counts["done"], raised.counts["known"], raised.counts["withdrawn"]) == (2, 1, 0)
    assert not list(tmp_path.rglob("error.json"))


def test_a_review_of_secrecy_that_is_cut_off_is_begun_again(tmp_path, wanted, monkeypatch):
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"MẬT\nKẾ HOẠCH\nPhát động thi đua {number}\n", encoding="utf-8")
    load(find([str(folder)]), replace(wanted, allowed=Secrecy.MAT))
    whole, times = Ledger.put_aside, []

    def cut(self, *arguments, **options):
        times.append(1)
        if len(times) == 2:
            raise DiskFull("no room")
        whole(self, *arguments, **options)

    monkeypatch.setattr(Ledger, "put_aside", cut)
    with pytest.raises(DiskFull):
        load(find([str(folder)]), wanted)
    assert len(rows(wanted.archive, select(document))) == 2
    assert load(find([str(folder)]), wanted).counts == Counter(withdrawn=2, known=3)
    assert rows(wanted.archive, select(document)) == []


def test_the_text_of_a_superseded_secret_goes_too_and_nothing_is_put_aside_for_it(tmp_path, wanted):
    folder = tmp_path / "scans"
    folder.mkdir()
    path = folder / "mat.txt"
    path.write_text("MẬT\nKẾ HOẠCH\nPhát động thi đua\n", encoding="utf-8")
    load(find([str(folder)]), replace(wanted, allowed=Secrecy.MAT))
    path.write_text("KẾ HOẠCH\nPhát động thi đua yêu nước\n", encoding="utf-8")
    assert load(find([str(folder)]), replace(wanted, allowed=Secrecy.MAT)).counts["superseded"] == 1
    assert load(find([str(folder)]), wanted).counts["withdrawn"] == 1
    assert len(rows(wanted.archive, select(page))) == 1
    assert sorted(rows(wanted.archive, select(content.c.state))) == [("done",), ("superseded",)]
    assert not list(tmp_path.rglob("error.json"))


def test_a_row_a_file_and_an_archive_leave_quarantine_when_they_are_mended(scans, archive_urls, tmp_path):
    aid, box, broken = tmp_path / "aid.csv", scans / "hộp.zip", scans / "hỏng.pdf"
    aid.write_text(f"file,phông\n{NAMES[0]}.tx,A\nmất.txt,B\n", encoding="utf-8")
    box.write_bytes(b"PK half of it")
    broken.write_bytes(b"%PDF-1.7 broken")
    wanted = Wanted(archive_urls, jobs=0, engine=NullEngine(), quarantine=tmp_path / "aside")

    def aside() -> set[str]:
        load(find([str(scans)], finding_aid=aid), wanted)
        on_disk = {json.loads(path.read_text("utf-8"))["name"] for path in tmp_path.rglob("error.json")}
        with open_archive(archive_urls) as archive:
            assert {case.name for case in put_aside(archive)} == on_disk
        return on_disk

    assert aside() == {f"{NAMES[0]}.tx", "mất.txt", "hộp.zip", "hỏng.pdf"}
    assert len(aside()) == 4, "what is still wrong stays"
    aid.write_text(f"file,phông\n{NAMES[0]}.txt,A\nmất.txt,B\n", encoding="utf-8")
    assert aside() == {"mất.txt", "hộp.zip", "hỏng.pdf"}
    (scans / "mất.txt").write_text("KẾ HOẠCH\nPhát động thi đua\n", encoding="utf-8")
    faults.picture(tmp_path / "good.tif", faults.GOOD)
    Picture.open(tmp_path / "good.tif").save(broken)
    with ZipFile(box, "w") as book:
        book.writestr("trong.txt", "KẾ HOẠCH\nPhát động thi đua trong hộp\n")
        book.writestr("../ra.txt", "leads out")
    assert aside() == {"ra.txt"}
