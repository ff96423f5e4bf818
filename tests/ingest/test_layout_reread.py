"""A second reading replaces what was doubtful and nothing else. The engine here answers with prepared lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from vanthu.ingest.layout.reread import reread
from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord

PAGE: Image = np.full((3508, 2480), 255, dtype=np.uint8)


def _line(left: float, y: float, text: str, confidence: float = 0.95) -> OcrLine:
    words = []
    x = left
    for word in text.split():
        words.append(OcrWord(word, (x, y, x + 22 * len(word), y + 40), confidence))
        x += 22 * len(word) + 12
    return OcrLine(tuple(words), (left, y, x, y + 40))


@dataclass
class Prepared:
    """Answers each call with the next list of lines, moved to the crop's corner by the test."""

    answers: list[list[OcrLine]]
    modes: list[str] = field(default_factory=list)
    name: str = "prepared"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:  # noqa: ARG002  the protocol
        self.modes.append(mode)
        return self.answers.pop(0)


def _head(number: str, issuer: float = 0.95) -> list[OcrLine]:
    return [
        _line(300, 200, "ỦY BAN NHÂN DÂN", issuer),
        _line(1000, 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        _line(1180, 260, "Độc lập - Tự do - Hạnh phúc"),
        _line(320, 360, number, 0.4),
        _line(1150, 360, "Đồi Sim, ngày 05 tháng 6 năm 2023"),
    ]


TOP = 200 - 32  # of the crop: four fifths of a text height above the letterhead


def _texts(lines: list[OcrLine]) -> list[str]:
    return [line.text for line in lines]


def test_legible_letterhead_is_not_read_again() -> None:
    lines = _head("Số: ø7 /KH-UBND")
    engine = Prepared([])
    assert reread(PAGE, 300, lines, engine, first_page=True) == lines
    assert engine.modes == []


def test_symbol_that_becomes_legible_replaces_the_number_line() -> None:
    lines = _head("Số: 2/J “€TI-UB")
    engine = Prepared([[_line(320, 360 - TOP, "Số: ZJ /KH-UBND", 0.5)]])
    found = _texts(reread(PAGE, 300, lines, engine, first_page=True))
    assert "Số: ZJ /KH-UBND" in found
    assert "Số: 2/J “€TI-UB" not in found
    assert engine.modes == ["block"]


def test_second_guess_at_handwritten_digits_changes_nothing() -> None:
    lines = _head("Số: ø7 /KH-UBND", issuer=0.6)
    engine = Prepared([[_line(320, 360 - TOP, "Số: 91 /KH-UBND", 0.9)]])
    assert reread(PAGE, 300, lines, engine, first_page=True) == lines


def test_issuer_read_more_surely_is_taken() -> None:
    lines = _head("Số: ø7 /KH-UBND", issuer=0.6)
    better = _line(300, 200 - TOP, "ỦY BAN NHÂN DÂN", 0.96)
    found = reread(PAGE, 300, lines, Prepared([[better]]), first_page=True)
    assert [(line.text, round(line.confidence, 2)) for line in found if "BAN" in line.text] == [
        ("ỦY BAN NHÂN DÂN", 0.96)
    ]
    assert found[-1].words[0].box == (300, 200, 344, 240)


FOOT = [
    _line(300, 2000, "Nơi nhận:"),
    _line(300, 2060, "- Lưu: VT."),
    _line(1600, 2000, "KT. CHỦ TỊCH"),
    _line(1600, 2300, "Lò x Văn y Mẫu", 0.7),
]
LEFT = 0.38 * 2480 + 8  # of the crop


def test_name_under_a_seal_is_replaced_by_a_surer_reading() -> None:
    engine = Prepared([[_line(1600 - LEFT, 2300 - 1980, "Lò Văn Mẫu", 0.96)]])
    found = _texts(reread(PAGE, 300, FOOT, engine, first_page=False))
    assert found == ["Nơi nhận:", "- Lưu: VT.", "KT. CHỦ TỊCH", "Lò Văn Mẫu"]


def test_name_that_was_not_seen_at_all_is_added_but_scribble_is_not() -> None:
    seen = [_line(1600 - LEFT, 320, "Lò Văn Mẫu", 0.9), _line(1600 - LEFT, 200, "xư stuc", 0.2)]
    found = _texts(reread(PAGE, 300, FOOT[:3], Prepared([seen]), first_page=False))
    assert found == ["Nơi nhận:", "- Lưu: VT.", "KT. CHỦ TỊCH", "Lò Văn Mẫu"]


def test_page_without_letterhead_and_signature_costs_nothing() -> None:
    engine = Prepared([])
    lines = [_line(300, 700, "Thực hiện phong trào thi đua")]
    assert reread(PAGE, 300, lines, engine, first_page=True) == lines
