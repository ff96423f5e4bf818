"""Archives as a release of vanthu writes them, kept so that every later one can be tried on them.

    python tests/pipelines/archive/released/make.py RELEASE [POSTGRESQL_URL]

To be run once, at a release, with that release's code and tesseract: writes ``RELEASE/`` beside this script with

``shelf.zip``
    The originals as they lie at the end: plans of the project as text, a scan as PDF, page images to be joined, a zip
    archive with one member, a finding aid, a broken file, one stamped secret.
``sqlite.xz``
    The database after two loads. Between them a file was renamed, one replaced by other bytes, and one vanished while
    the first load was under way.
``postgresql.xz``
    The same loads into PostgreSQL (an empty database), as ``pg_dump --inserts`` writes it.

Every file has the same time, and the shelf always lies at ``PLACE``, which those who try the archives replace.
"""

from __future__ import annotations

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image
from sqlalchemy import make_url

from vanthu.corpora import plans
from vanthu.corpora.typeset import typeset
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.sources import find

HERE = Path(__file__).parent
PLACE = Path(tempfile.gettempdir()) / "vanthu-released"
TIME_NS = 1_795_000_000_000_000_000
JOIN = r"(?P<doc>.+)_(?P<page>\d+)\.tif"
AID = "tệp,phông,hồ sơ\nhộp 1/ke-hoach.txt,UBND huyện,135\nbox.zip/trong-hop.txt,Tỉnh đoàn,17\n"
SECRET = "MẬT\n\n" + plans.load("cong_van_phat_dong").text


def main() -> None:
    """Make the shelf, load it twice into each database, and pack all."""
    target = HERE / sys.argv[1]
    target.mkdir()
    shutil.rmtree(PLACE, ignore_errors=True)
    shelf, first = PLACE / "shelf", PLACE / "first"
    _lay_out(first)
    for url in (f"sqlite:///{PLACE}/archive.db", *sys.argv[2:]):
        shutil.rmtree(shelf, ignore_errors=True)
        shutil.copytree(first, shelf)  # with its times
        _load(shelf, url, vanishing=shelf / "gone.txt")
        _alter(shelf)
        _load(shelf, url)
        _pack_database(url, target)
    _pack_shelf(shelf, target / "shelf.zip")


def _lay_out(shelf: Path) -> None:
    (shelf / "hộp 1").mkdir(parents=True)
    _text(shelf / "hộp 1/ke-hoach.txt", plans.load("xa_dan_van_kheo").text)
    _text(shelf / "hộp 1/ban-sao.txt", plans.load("xa_dan_van_kheo").text)
    _text(shelf / "old-name.txt", plans.load("huyen_60_ngay_dem").text)
    _text(shelf / "replaced.txt", plans.load("huyen_uy_nong_thon_moi").text)
    _text(shelf / "gone.txt", "Kế hoạch\n")
    _text(shelf / "secret.txt", SECRET)
    _text(shelf / "broken.pdf", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    _text(PLACE / "aid.csv", AID)
    scan = _pictures("cong_van_phat_dong")
    scan[0].save(shelf / "scan.pdf", save_all=True, append_images=scan[1:], resolution=200)
    for number, image in enumerate(_pictures("huyen_uy_nong_thon_moi"), 1):
        image.save(shelf / f"nong-thon_{number}.tif", compression="group4", dpi=(200, 200))
    with ZipFile(shelf / "box.zip", "w", ZIP_DEFLATED) as book:
        book.writestr("trong-hop.txt", plans.load("tinh_doan_cong_trinh").text)
    _same_time(shelf)


def _pictures(name: str) -> list[Image.Image]:
    sheets = typeset(plans.load(name), dpi=200)
    return [Image.fromarray(sheet.image).convert("1", dither=Image.Dither.NONE) for sheet in sheets]


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _same_time(shelf: Path) -> None:
    for path in shelf.rglob("*"):
        os.utime(path, ns=(TIME_NS, TIME_NS))


def _alter(shelf: Path) -> None:
    (shelf / "old-name.txt").rename(shelf / "moved.txt")
    _text(shelf / "replaced.txt", plans.load("huyen_uy_nong_thon_moi").text.replace("nông thôn", "đô thị"))
    _same_time(shelf)


def _load(shelf: Path, url: str, vanishing: Path | None = None) -> None:
    wanted = Wanted(url, jobs=2, quarantine=PLACE / "quarantine")
    found = list(find([str(shelf)], finding_aid=PLACE / "aid.csv", join=JOIN, own=wanted.own))
    if vanishing:
        vanishing.unlink()
    print(load(found, wanted))  # noqa: T201  a script says what it did


def _pack_database(url: str, target: Path) -> None:
    if url.startswith("sqlite"):
        with sqlite3.connect(PLACE / "archive.db") as database:
            database.execute("VACUUM INTO ?", (str(PLACE / "packed.db"),))
        (target / "sqlite.xz").write_bytes(lzma.compress((PLACE / "packed.db").read_bytes()))
    else:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", plain]  # found on the PATH
        dump = subprocess.run(command, capture_output=True, check=True).stdout
        (target / "postgresql.xz").write_bytes(lzma.compress(dump))


def _pack_shelf(shelf: Path, target: Path) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as book:
        for path in sorted(shelf.rglob("*")):
            if path.is_file():
                book.write(path, path.relative_to(shelf).as_posix())


if __name__ == "__main__":
    main()
