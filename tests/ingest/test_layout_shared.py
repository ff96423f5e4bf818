"""Text layers of real papers: order and regions. Needs ../shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanthu.ingest.layout import Layout, carry_on, compose
from vanthu.ingest.layout.vector_rulings import vector_rulings
from vanthu.ingest.ocr.engine import OcrLine, OcrWord
from vanthu.models.page import Region

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "scans" / "born_digital"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared is not here"),
]


def _pages(name: str, *numbers: int) -> list[Layout]:
    import pdfplumber

    layouts = []
    with pdfplumber.open(FOLDER / name) as pdf:
        for number in numbers:
            page = pdf.pages[number - 1]
            lines: dict[int, list[OcrWord]] = {}
            for word in page.extract_words(x_tolerance=1.5):
                box = (word["x0"], word["top"], word["x1"], word["bottom"])
                lines.setdefault(round(word["bottom"] / 3), []).append(OcrWord(word["text"], box, 1.0))
            read = [OcrLine(tuple(words), words[0].box) for _, words in sorted(lines.items())]
            size = float(page.width), float(page.height)
            layouts.append(compose(read, *size, vector_rulings(page), first_page=number == 1))
            page.close()
    return layouts


def _texts(layout: Layout, region: Region) -> list[str]:
    return [line.raw for line in layout.lines if line.region is region]


def test_party_letterhead_of_invisible_tables() -> None:
    (page,) = _pages("dang_hd21_huyhieudang_2025.pdf", 1)
    assert _texts(page, Region.LETTERHEAD_LEFT)[1:3] == ["BAN TỔ CHỨC", "*"]
    assert _texts(page, Region.LETTERHEAD_RIGHT)[0] == "ĐẢNG CỘNG SẢN VIỆT NAM"


def test_recipients_and_signature_of_a_layer() -> None:
    (page,) = _pages("qn_tb534_2024.pdf", 4)
    recipients = _texts(page, Region.RECIPIENTS)
    assert (recipients[0], len(recipients)) == ("Nơi nhận:", 20)
    assert _texts(page, Region.SIGNATURE)[:3] == ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
    assert page.tables == ()  # shading behind words is no table


def test_table_over_five_pages_carries_on() -> None:
    pages = _pages("hgi_qd_2025.pdf", 3, 4, 5)
    for i in range(1, len(pages)):
        pages[i] = carry_on(pages[i - 1], pages[i])
    assert [[(t.columns, t.continues) for t in page.tables] for page in pages] == [
        [(7, False)],
        [(7, True)],
        [(7, True)],
    ]
