"""A shelf of many documents for the benchmarks of the archive: scans whose OCR is replayed, and texts; and its dump.

Every document has other bytes. Scans are the project's own shortest plans, read by tesseract once and replayed from
then on: a copy differs in its metadata only, so that its picture is the one recorded. Texts differ in their number.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
from sqlalchemy import select

from vanthu.corpora import plans
from vanthu.corpora.scan import save_pdf, scan
from vanthu.ingest.ocr.replay import RecordingEngine, ReplayEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.tables import content, document, file, page
from vanthu.pipelines.read import read

SHORT = ("cong_van_phat_dong", "huyen_uy_nong_thon_moi", "truong_hoc_tap_tot")
DPI = 150
"""Of the pictures: what is measured here is the archive, not the reading."""


def make_shelf(folder: Path, documents: int, *, scans: float = 0.3) -> ReplayEngine:
    """Write ``documents`` files, the share ``scans`` of them scans; gives the engine that reads them."""
    shelf, recorded = folder / "shelf", folder / "recorded"
    shelf.mkdir(parents=True, exist_ok=True)
    masters = []
    for name in SHORT:
        master = folder / f"{name}.pdf"
        if not master.exists():
            save_pdf(scan(plans.load(name), recipe="clean", dpi=DPI), master)
            read(master, engine=RecordingEngine(recorded, TesseractEngine()))
        masters.append(master)
    number_of_scans = round(documents * scans)
    for index in range(documents):
        target = shelf / f"{index // 100:03d}" / f"{index:05d}.{'pdf' if index < number_of_scans else 'txt'}"
        target.parent.mkdir(exist_ok=True)
        if index < number_of_scans:
            _copy(masters[index % len(masters)], target, index)
        else:
            target.write_text(_text(SHORT[index % len(SHORT)], index), encoding="utf-8")
    return ReplayEngine(recorded, TesseractEngine().name)


def _copy(master: Path, target: Path, index: int) -> None:
    with pikepdf.open(master) as book:
        book.docinfo["/Title"] = f"scan {index}"
        book.save(target, static_id=True)


def _text(name: str, index: int) -> str:
    return re.sub(r"(Số:?\s*)\d+", rf"\g<1>{index + 1}", plans.load(name).text, count=1)


def dump(url: str) -> dict[str, Any]:
    """All that an archive holds, without what differs from run to run: times, hosts, seconds."""
    with open_archive(url) as archive, archive.engine.connect() as connection:
        documents = connection.execute(select(document).order_by(document.c.sha256, document.c.part)).all()
        pages = connection.execute(select(page).order_by(page.c.sha256, page.c.number)).all()
        files = connection.execute(select(file.c.uri, file.c.sha256, file.c.state).order_by(file.c.uri)).all()
        contents = select(content.c.sha256, content.c.uri, content.c.state, content.c.code, content.c.pages)
        states = connection.execute(contents.order_by(content.c.sha256)).all()
    return {
        "documents": [(d.sha256, d.part, _timeless(d.definition)) for d in documents],
        "pages": [(p.sha256, p.number, p.part, p.text, p.data.hex()) for p in pages],
        "files": [tuple(row) for row in files],
        "contents": [tuple(row) for row in states],
    }


def _timeless(definition: str) -> str:
    campaign = json.loads(definition)
    for stage in campaign["source"]["stages"]:
        stage["seconds"] = 0.0
    return json.dumps(campaign, ensure_ascii=False, sort_keys=True)
