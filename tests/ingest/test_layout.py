"""Invented papers, word by word, through the whole layout."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.ingest.layout import Layout, carry_on, compose, mark_running
from vanthu.ingest.ocr.engine import OcrLine, OcrWord
from vanthu.models.page import Box, Region, Stamp, StampKind

EM = 40.0
WIDTH, HEIGHT = 2480.0, 3508.0
Text = tuple[float, float, str]


def _line(*texts: Text, confidence: float = 0.95, size: float = EM) -> OcrLine:
    """Words of ``(x, y, text)``, all in one line as an engine that merges columns would give them."""
    words = []
    for left, y, text in texts:
        x = left
        for word in text.split():
            end = x + 0.55 * size * len(word)
            words.append(OcrWord(word, (x, y, end, y + size), confidence))
            x = end + 0.3 * size
    boxes = [w.box for w in words]
    return OcrLine(
        tuple(words),
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)),
    )


def _read(lines: list[OcrLine], *, first_page: bool = True, **known: object) -> Layout:
    return compose(lines, WIDTH, HEIGHT, first_page=first_page, **known)


def _texts(layout: Layout, *regions: Region) -> list[str]:
    return [line.raw for line in layout.lines if line.region in regions]


BODY = "Thực hiện Chương trình công tác năm 2023, Ủy ban nhân dân xã xây dựng kế hoạch thi đua như sau"
STATE = [
    _line((300, 200, "ỦY BAN NHÂN DÂN"), (1000, 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    _line((360, 260, "XÃ ĐỒI SIM"), (1180, 260, "Độc lập - Tự do - Hạnh phúc")),
    _line((320, 360, "Số:"), (440, 360, "/KH-UBND"), (1150, 360, "Đồi Sim, ngày 05 tháng 6 năm 2023")),
]
TITLE = [_line((1100, 480, "KẾ HOẠCH")), _line((700, 540, "Tổ chức phong trào thi đua Dân vận khéo"))]


def test_merged_letterhead_lines_are_cut_left_column_before_right() -> None:
    layout = _read([*STATE, *TITLE, _line((300, 700, BODY))])
    assert [(line.region.value, line.raw) for line in layout.lines] == [
        ("letterhead_left", "ỦY BAN NHÂN DÂN"),
        ("letterhead_left", "XÃ ĐỒI SIM"),
        ("letterhead_left", "Số: /KH-UBND"),
        ("letterhead_right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("letterhead_right", "Độc lập - Tự do - Hạnh phúc"),
        ("letterhead_right", "Đồi Sim, ngày 05 tháng 6 năm 2023"),
        ("body", "KẾ HOẠCH"),
        ("body", "Tổ chức phong trào thi đua Dân vận khéo"),
        ("body", BODY),
    ]


def test_party_letterhead_keeps_its_asterisk_on_the_left() -> None:
    lines = [
        _line((330, 200, "ĐẢNG BỘ HUYỆN SUỐI MƠ"), (1300, 200, "ĐẢNG CỘNG SẢN VIỆT NAM")),
        _line((350, 260, "ĐẢNG ỦY XÃ ĐỒI SIM")),
        _line((560, 310, "*")),
        _line((440, 360, "Số 29-KH/ĐU"), (1250, 340, "Đồi Sim, ngày 12 tháng 5 năm 2022")),
        *TITLE,
    ]
    layout = _read(lines)
    assert _texts(layout, Region.LETTERHEAD_LEFT) == [
        "ĐẢNG BỘ HUYỆN SUỐI MƠ",
        "ĐẢNG ỦY XÃ ĐỒI SIM",
        "*",
        "Số 29-KH/ĐU",
    ]
    assert _texts(layout, Region.LETTERHEAD_RIGHT) == ["ĐẢNG CỘNG SẢN VIỆT NAM", "Đồi Sim, ngày 12 tháng 5 năm 2022"]


def test_subject_of_a_công_văn_stands_under_its_number_and_kính_gửi_does_not() -> None:
    lines = [
        *STATE,
        _line((320, 420, "V/v đăng ký thi đua")),
        _line((360, 480, "năm 2023")),
        _line((800, 580, "Kính gửi: Các chi bộ trực thuộc")),
        _line((300, 700, BODY)),
    ]
    layout = _read(lines)
    assert _texts(layout, Region.LETTERHEAD_LEFT)[-2:] == ["V/v đăng ký thi đua", "năm 2023"]
    assert _texts(layout, Region.BODY) == ["Kính gửi: Các chi bộ trực thuộc", BODY]


def test_title_before_the_subject_keeps_a_decision_about_v_v_in_the_body() -> None:
    lines = [*STATE, _line((1100, 480, "QUYẾT ĐỊNH")), _line((700, 540, "V/v ban hành Quy chế thi đua"))]
    assert _texts(_read(lines), Region.BODY) == ["QUYẾT ĐỊNH", "V/v ban hành Quy chế thi đua"]


def test_handwritten_number_line_is_kept_however_badly_it_is_read() -> None:
    lines = [*STATE[:2], _line((320, 360, "Số: ø07Ó../KH-UBND"), confidence=0.1), STATE[2], *TITLE]
    assert any("ø07Ó" in text for text in _texts(_read(lines), Region.LETTERHEAD_LEFT))


def test_letterhead_without_a_title_on_the_right_is_found_by_number_and_date() -> None:
    lines = [
        _line((250, 200, "HỘI PHỤ NỮ VIỆT NAM HUYỆN SUỐI MƠ")),
        _line((300, 260, "BAN CHẤP HÀNH HỘI PHỤ NỮ XÃ ĐỒI SIM")),
        _line((400, 400, "Số: 08/QĐ-HPN"), (1400, 400, "Đồi Sim, ngày 10 tháng 10 năm 2023")),
        *TITLE,
    ]
    layout = _read(lines)
    assert _texts(layout, Region.LETTERHEAD_LEFT) == [lines[0].text, lines[1].text, "Số: 08/QĐ-HPN"]
    assert _texts(layout, Region.LETTERHEAD_RIGHT) == ["Đồi Sim, ngày 10 tháng 10 năm 2023"]


def test_second_letterhead_in_an_appendix_is_found_by_its_title_only() -> None:
    layout = _read([_line((1100, 120, "Phụ lục I")), *STATE[:2], *TITLE], first_page=False)
    assert [line.region for line in layout.lines][:3] == [Region.BODY, Region.LETTERHEAD_LEFT, Region.LETTERHEAD_LEFT]
    assert not _texts(_read([_line((300, 200, "Số: 12/KH-UBND"))], first_page=False), Region.LETTERHEAD_LEFT)


RECIPIENTS = [(320, "Nơi nhận:"), (320, "- Thường trực Đảng ủy;"), (320, "- Các thôn;"), (320, "- Lưu: VT.")]
SIGNATURE = [(1500, "TM. ỦY BAN NHÂN DÂN"), (1650, "CHỦ TỊCH"), (1580, "Lò Văn Mẫu")]


@pytest.mark.parametrize(("left_top", "right_top"), [(2000, 2000), (2000, 1940), (1940, 2000), (2000, 1860)])
def test_recipients_and_signature_are_told_apart(left_top: float, right_top: float) -> None:
    words = [(x, left_top + 60 * i, text) for i, (x, text) in enumerate(RECIPIENTS)]
    words += [(x, right_top + (60 * i if i < 2 else 400), text) for i, (x, text) in enumerate(SIGNATURE)]
    heights = sorted({y for _, y, _ in words})
    merged = [_line(*sorted(t for t in words if t[1] == y)) for y in heights]
    layout = _read([_line((300, 1700, BODY)), *merged], first_page=False)
    assert _texts(layout, Region.RECIPIENTS) == [text for _, text in RECIPIENTS]
    assert _texts(layout, Region.SIGNATURE) == [text for _, text in SIGNATURE]
    assert _texts(layout, Region.BODY) == [BODY]


def test_list_whose_label_is_not_legible_is_known_by_its_last_item() -> None:
    words = [(x, 2000 + 60 * i, text) for i, (x, text) in enumerate(RECIPIENTS)][1:]
    layout = _read([_line((300, 1700, BODY)), _line((1500, 2000, "KT. CHỦ TỊCH")), *map(_line, words)])
    assert _texts(layout, Region.RECIPIENTS) == ["- Thường trực Đảng ủy;", "- Các thôn;", "- Lưu: VT."]
    assert _texts(layout, Region.SIGNATURE) == ["KT. CHỦ TỊCH"]


def test_body_line_that_begins_like_nơi_nhận_is_no_list() -> None:
    layout = _read([_line((300, 700, "người thân ở tất cả các điểm thi, bảo đảm vệ sinh và phòng dịch"))])
    assert not _texts(layout, Region.RECIPIENTS)


def _rulings(xs: list[float], ys: list[float]) -> list[tuple[float, float, float, float]]:
    level = [(xs[0], y, xs[-1], y) for y in ys]
    return level + [(x, ys[0], x, ys[-1]) for x in xs]


def test_ruled_table_is_read_cell_by_cell_with_its_spanning_head() -> None:
    rulings = [
        *[(300.0, y, 2200.0, y) for y in (1000.0, 1080.0, 1160.0, 1300.0)],
        *[(x, 1000.0, x, 1300.0) for x in (300.0, 2200.0)],
        *[(x, 1080.0, x, 1300.0) for x in (500.0, 1500.0)],
    ]
    lines = [
        _line((300, 900, "Chỉ tiêu như sau:")),
        _line((900, 1020, "CHỈ TIÊU THI ĐUA")),
        _line((330, 1100, "TT"), (700, 1100, "Nội dung"), (1600, 1100, "Số lượng")),
        _line((330, 1180, "1"), (520, 1180, "Mô hình"), (1600, 1180, "02")),
        _line((520, 1240, "Dân vận khéo")),
        _line((300, 1400, BODY)),
    ]
    layout = _read(lines, first_page=False, rulings=rulings)
    assert [(t.rows, t.columns, t.continues) for t in layout.tables] == [(3, 3, False)]
    cells = [(line.cell.row, line.cell.column, line.raw) for line in layout.lines if line.cell]
    assert cells == [
        (0, 0, "CHỈ TIÊU THI ĐUA"),
        (1, 0, "TT"),
        (1, 1, "Nội dung"),
        (1, 2, "Số lượng"),
        (2, 0, "1"),
        (2, 1, "Mô hình"),
        (2, 1, "Dân vận khéo"),
        (2, 2, "02"),
    ]
    assert (layout.lines[0].raw, layout.lines[-1].raw) == ("Chỉ tiêu như sau:", BODY)


def test_frame_and_letterhead_rules_are_no_table() -> None:
    frame = _rulings([300, 2200], [600, 3000])
    assert _read(STATE, rulings=[*frame, (400, 320, 600, 320)]).tables == ()


def test_column_rules_read_as_bars_are_no_text_of_a_cell() -> None:
    lines = [_line((330, 1020, "1"), (460, 1020, "|"), (520, 1020, "Chi bộ"))]
    layout = _read(lines, first_page=False, rulings=_rulings([300, 480, 2200], [1000, 1080, 1160]))
    assert [line.raw for line in layout.lines] == ["1", "Chi bộ", "|"]
    assert layout.lines[-1].region is Region.STAMP


def _table_page(top: float, xs: list[float], *before: OcrLine) -> Layout:
    lines = [*before, _line((xs[0] + 20, top + 20, "1"), (xs[1] + 20, top + 20, "Chi bộ thôn Đồi"))]
    return _read(lines, first_page=False, rulings=_rulings(xs, [top, top + 80, top + 160]))


def test_table_runs_on_only_with_the_same_columns_at_the_very_top() -> None:
    above = _table_page(3000, [300, 500, 2200])
    assert carry_on(above, _table_page(200, [310, 510, 2210])).tables[0].continues
    assert not carry_on(above, _table_page(200, [300, 900, 2200])).tables[0].continues
    assert not carry_on(above, _table_page(300, [300, 500, 2200], _line((300, 200, BODY)))).tables[0].continues


def test_page_number_alone_is_running_and_comes_last() -> None:
    layout = _read([_line((1230, 150, "2")), _line((300, 300, BODY))], first_page=False)
    assert [(line.raw, line.region) for line in layout.lines] == [(BODY, Region.BODY), ("2", Region.RUNNING)]


def test_feet_that_come_back_are_running() -> None:
    pages = [
        _read(
            [_line((300, 300, f"{BODY} {n}")), _line((300, 3400, f"Kế hoạch thi đua xã Đồi Sim {n}"))], first_page=False
        )
        for n in range(1, 4)
    ]
    assert [[line.region for line in page.lines] for page in mark_running(pages)] == [[Region.BODY, Region.RUNNING]] * 3
    assert mark_running(pages[:2]) == pages[:2]


def test_digital_signature_block_is_set_apart_whole() -> None:
    block = ["Người ký: Ủy ban nhân dân", "xã Đồi Sim", "Email: doisim@example.vn", "Thời gian ký: 05.06.2023"]
    small = [_line((1800, 40 + 30 * i, text), size=24) for i, text in enumerate(block)]
    layout = _read([*small, *STATE, *TITLE, _line((300, 700, BODY))])
    assert _texts(layout, Region.STAMP) == block
    assert len(_texts(layout, Region.LETTERHEAD_RIGHT)) == 3


@pytest.mark.parametrize("kind", [StampKind.INCOMING, StampKind.SEAL])
def test_words_of_an_incoming_stamp_leave_the_lines_that_they_were_merged_with(kind: StampKind) -> None:
    stamp = Stamp(kind, Box(0.1, 0.165, 0.4, 0.2))
    merged = _line((300, 600, "Ngày: 18/6"), (1050, 600, "ỦY BAN NHÂN DÂN XÃ ĐỒI SIM"))
    layout = _read([*STATE, *TITLE, merged], stamps=[stamp])
    assert _texts(layout, Region.STAMP) == ["Ngày: 18/6"]
    assert _texts(layout, Region.BODY)[-1] == "ỦY BAN NHÂN DÂN XÃ ĐỒI SIM"


def test_words_under_the_seal_of_a_signature_stay_text() -> None:
    seal = Stamp(StampKind.SEAL, Box(0.55, 0.55, 0.75, 0.7))
    layout = _read([_line((1500, 2000, "KT. CHỦ TỊCH")), _line((1580, 2300, "Lò Văn Mẫu"))], stamps=[seal])
    assert _texts(layout, Region.SIGNATURE) == ["KT. CHỦ TỊCH", "Lò Văn Mẫu"]


def test_print_under_a_faded_incoming_stamp_stays_text() -> None:
    stamp = Stamp(StampKind.SEAL, Box(0.1, 0.165, 0.4, 0.3))
    lines = [
        _line((300, 600, "ỦY BAN NHÂN DÂN XÃ ĐỒI SIM"), (1900, 600, "Trang")),
        _line((300, 800, "Số: 12/KH-UBND")),
        _line((300, 900, "Chuyển: ông Mẫu")),
    ]
    layout = _read([*STATE, *TITLE, *lines, _line((300, 1200, BODY))], stamps=[stamp])
    stamped = _texts(layout, Region.STAMP)
    assert "Chuyển: ông Mẫu" in stamped
    assert not any("UBND" in text or "NHÂN DÂN" in text for text in stamped)


def test_marks_read_as_letters_of_their_own_are_set_apart() -> None:
    name = _line((1580, 2300, "Đặng Văn Mẫu"))
    mark = OcrLine((OcrWord("x", (1600, 2302, 1615, 2312), 0.85),), (1600, 2302, 1615, 2312))
    layout = _read([_line((300, 700, BODY)), _line((1500, 2000, "KT. CHỦ TỊCH")), name, mark])
    assert _texts(layout, Region.SIGNATURE) == ["KT. CHỦ TỊCH", "Đặng Văn Mẫu"]
    assert _texts(layout, Region.STAMP) == ["x"]


def test_incoming_stamp_is_known_by_its_words_without_a_box() -> None:
    words = [(320, 560, "ĐẾN"), (460, 540, "Số: 734"), (460, 590, "Ngày: 18/6")]
    layout = _read([*STATE, *TITLE, *map(_line, words), _line((300, 800, BODY))])
    assert sorted(_texts(layout, Region.STAMP)) == ["Ngày: 18/6", "Số: 734", "ĐẾN"]
    assert _texts(layout, Region.LETTERHEAD_LEFT)[-1] == "Số: /KH-UBND"


def test_lines_given_aside_are_stamps_as_they_are() -> None:
    layout = _read([_line((300, 700, BODY))], aside=[_line((100, 100, "Ký bởi: Trạm thử"))])
    assert [(line.raw, line.region) for line in layout.lines][-1] == ("Ký bởi: Trạm thử", Region.STAMP)


def test_scribble_is_kept_apart_from_the_text() -> None:
    layout = _read([_line((300, 700, BODY)), _line((1500, 800, "XƯ stuc"), confidence=0.1), _line((300, 900, BODY))])
    assert [line.region for line in layout.lines] == [Region.BODY, Region.BODY, Region.STAMP]


def test_scribble_over_a_line_does_not_come_between_its_words() -> None:
    layout = _read([_line((300, 700, BODY)), _line((500, 705, "xứ ..  h"), confidence=0.1)], first_page=False)
    assert _texts(layout, Region.BODY) == [BODY]


def test_two_columns_of_body_text_are_read_one_after_the_other() -> None:
    left = [f"cột trái của trang báo in {i}" for i in range(7)]
    right = [f"cột phải của trang báo in {i}" for i in range(7)]
    rows = [_line((300, 600 + 60 * i, left[i]), (1350, 600 + 60 * i, right[i])) for i in range(7)]
    assert _texts(_read(rows, first_page=False), Region.BODY) == left + right


def test_offsets_and_boxes_lead_back_to_the_words() -> None:
    line = _read([_line((248, 350.8, "Chi bộ bốn tốt"))], first_page=False).lines[0]
    assert [line.raw[w.start : w.end] for w in line.words] == ["Chi", "bộ", "bốn", "tốt"]
    assert line.words[0].box is not None
    assert line.words[0].box.as_list()[:2] == [0.1, 0.1]


def test_boxes_go_through_the_mapping_given() -> None:
    layout = _read([_line((300, 700, BODY))], to_box=lambda box: Box(0.0, 0.0, box[2] / 10000, 1.0))
    assert layout.lines[0].box == Box(0.0, 0.0, layout.lines[0].box.x1, 1.0)


def test_empty_page_is_an_empty_layout() -> None:
    assert _read([]) == Layout(lines=())


PHRASES = [
    "Số:",
    "Nơi",
    "nhận:",
    "CHỦ",
    "TỊCH",
    "ĐẾN",
    "Ngày:",
    "|",
    "*",
    "-",
    "2",
    "Lưu:",
    "KT.",
    "CỘNG",
    "HÒA",
    "tỉnh./.",
]
words_of_chaos = st.builds(
    lambda text, x, y, w, h, c: OcrWord(text, (x, y, x + w, y + h), c),
    st.sampled_from(PHRASES)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=6),
    st.floats(0, WIDTH),
    st.floats(0, HEIGHT),
    st.floats(0, 600),
    st.floats(0, 90),
    st.floats(0, 1),
)
lines_of_chaos = st.lists(words_of_chaos, min_size=1, max_size=6).map(lambda ws: OcrLine(tuple(ws), (0, 0, 1, 1)))
rulings_of_chaos = st.lists(st.tuples(*[st.floats(0, 3500)] * 4), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(lines_of_chaos, max_size=12), rulings_of_chaos, st.booleans())
def test_no_word_is_lost_or_doubled(
    lines: list[OcrLine],
    rulings: list[tuple[float, float, float, float]],
    first_page: bool,  # noqa: FBT001  hypothesis draws it
) -> None:
    grid = _rulings([200, 900, 2300], [900, 1500, 2500])
    stamp = Stamp(StampKind.INCOMING, Box(0.1, 0.1, 0.3, 0.2))
    layout = _read(lines, first_page=first_page, rulings=[*rulings, *grid], stamps=[stamp], aside=lines[:1])
    given_words = Counter(_nfc(w.text) for line in [*lines, *lines[:1]] for w in line.words if w.text.strip())
    found = Counter(line.raw[w.start : w.end] for line in layout.lines for w in line.words)
    assert found == given_words
    tail = [line.region in (Region.RUNNING, Region.STAMP) for line in layout.lines]
    assert tail == sorted(tail)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
