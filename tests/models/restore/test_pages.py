from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.restore.word_restorer import KNOWN, WordRestorer
from vanthu.corpora.errors import WeightsMissing
from vanthu.models.page import Box, Line, Page, Region, Trail, Verdict, Word
from vanthu.models.restore.pages import CHANGED, is_asked, restore_pages
from vanthu.models.restore.pieces import pieces

SURE, UNSURE = 0.99, 0.5


def line(*words, region=Region.BODY, box=True):
    """Words as ``text`` or ``(text, confidence)``."""
    pairs = [word if isinstance(word, tuple) else (word, SURE) for word in words]
    found, start = [], 0
    for text, confidence in pairs:
        place = Box(start / 100, 0.1, (start + len(text)) / 100, 0.2) if box else None
        found.append(Word(start, start + len(text), place, confidence))
        start += len(text) + 1
    raw = " ".join(text for text, _ in pairs)
    return Line(raw, raw, words=tuple(found), region=region, confidence=min(c for _, c in pairs))


def page(*lines, verdict=Verdict.OCR, number=1):
    return Page(number, tuple(lines), Trail(verdict))


def plain(*texts, verdict=Verdict.TEXT, number=1):
    return page(*(Line.plain(text) for text in texts), verdict=verdict, number=number)


def texts(pages):
    return [line.text for page in pages for line in page.lines]


def test_foreign_text_is_restored_with_its_alignment_and_every_change_is_told():
    garbled = plain("Ké hoach thi đua", "theo 16i mới", verdict=Verdict.RESTORE)
    (restored,), changes = restore_pages([garbled], WordRestorer())
    assert restored.text == "Kế hoạch thi đua\ntheo lối mới"
    assert [line.raw for line in restored.lines] == ["Ké hoach thi đua", "theo 16i mới"]
    assert restored.lines[0].raw_span(3, 7) == (3, 7)
    assert [(c.page, c.line, c.raw, c.text, c.number) for c in changes] == [
        (1, 1, "Ké", "Kế", False),
        (1, 1, "hoach", "hoạch", False),
        (1, 2, "16i", "lối", True),
    ]


def test_foreign_text_is_as_sure_as_the_restorer_is_word_by_word():
    garbled = page(line(("Ké", 0.6), ("hoach", 0.6)), verdict=Verdict.RESTORE)
    (restored,), _ = restore_pages([garbled], WordRestorer(confidence=0.8))
    (only,) = restored.lines
    assert [w.confidence for w in only.words] == [0.8, 0.8]
    assert only.confidence == 0.8
    assert only.slice_box(0, 2) == garbled.lines[0].words[0].box


def test_text_that_is_right_stays_the_very_same():
    right = plain("Kế hoạch phát động thi đua", "Điều 1")
    assert restore_pages([right], WordRestorer()) == ([right], [])


@pytest.mark.parametrize("verdict", [Verdict.TEXT_LAYER, Verdict.CONVERTED, Verdict.BLANK, Verdict.FAILED])
def test_trusted_layers_never_reach_the_restorer(verdict):
    restorer = WordRestorer()
    trusted = plain("Ké hoach", verdict=verdict)
    assert restore_pages([trusted], restorer) == ([trusted], [])
    assert (restorer.seen, is_asked([trusted])) == ([], False)


def test_words_change_that_ocr_was_sure_of_and_say_so():
    read = page(line("phát", ("dong", UNSURE), "chibộ", ("dyng", 0.96)))
    (restored,), changes = restore_pages([read], WordRestorer())
    assert restored.text == "phát động chi bộ dựng"
    assert [(c.raw, c.text) for c in changes] == [("dong", "động"), ("chibộ", "chi bộ"), ("dyng", "dựng")]
    assert [w.confidence for w in restored.lines[0].words] == [SURE, (UNSURE + 0.97) / 2, CHANGED, CHANGED]


@pytest.mark.parametrize(("seen", "restorer", "text"), [(0.9, 0.49, "dong"), (0.9, 0.51, "động"), (0.3, 0.4, "động")])
def test_a_word_gives_way_to_more_than_an_even_chance_or_to_more_than_ocr_gave_it(seen, restorer, text):
    (restored,), _ = restore_pages([page(line("phát", ("dong", seen)))], WordRestorer(confidence=restorer))
    assert restored.text == f"phát {text}"


@pytest.mark.parametrize("word", ["16i", "l5", "AS"])
def test_no_number_of_a_page_that_was_read_is_touched(word):
    read = page(line("ngày", (word, 0.2), "tháng"))
    assert restore_pages([read], WordRestorer()) == ([read], [])


@pytest.mark.parametrize("blank", ["......", "…", "___"])
def test_blanks_to_be_filled_in_stay_blank(blank):
    read = page(line("mức", (blank, 0.2), "đồng"))
    assert restore_pages([read], WordRestorer(words={blank: "mười"})) == ([read], [])


def test_lines_of_the_letterhead_that_are_filled_in_by_hand_stay_as_they_were_read():
    read = page(
        line("Số", ("dong", 0.2), "-KH/TU", region=Region.LETTERHEAD_LEFT),
        line("Mẫu,", "ngày", ("tét", 0.2), "tháng", "5", "năm", "2024", region=Region.LETTERHEAD_RIGHT),
        line("ĐẢNG", ("bén", 0.2), region=Region.LETTERHEAD_LEFT),
    )
    (restored,), _ = restore_pages([read], WordRestorer())
    assert restored.text == "Số dong -KH/TU\nMẫu, ngày tét tháng 5 năm 2024\nĐẢNG bốn"


def test_no_number_of_foreign_text_is_made_of_letters_where_numbers_are_written_by_hand():
    garbled = plain("Số AS -KH/TU", "ngày l5 tháng 5 năm 2024", "có AS chi bộ", verdict=Verdict.RESTORE)
    (restored,), changes = restore_pages([garbled], WordRestorer())
    assert restored.text == "Số AS -KH/TU\nngày 15 tháng 5 năm 2024\ncó 45 chi bộ"
    assert [(c.line, c.number) for c in changes] == [(2, True), (3, True)]
    assert restored.lines[0].slice_confidence(3, 5) == pytest.approx(0.03)


@pytest.mark.parametrize("region", [Region.STAMP, Region.RUNNING])
@pytest.mark.parametrize("verdict", [Verdict.RESTORE, Verdict.OCR])
def test_stamps_and_running_heads_stay_as_found_and_part_no_text(region, verdict):
    restorer = WordRestorer()
    first = page(line(("Ké", UNSURE)), line(("hoach", UNSURE), region=region), verdict=verdict)
    second = page(line(("tét", UNSURE)), verdict=verdict, number=2)
    restored, _ = restore_pages([first, second], restorer)
    assert texts(restored) == ["Kế", "hoach", "tốt"]
    assert restorer.seen == [["Ké", "tét"]]


def test_running_text_goes_through_as_one_across_pages():
    restorer = WordRestorer()
    first, second = page(line("dòng một"), line("dòng hai")), page(line("trang hai"), line(("bén", SURE)), number=2)
    restored, _ = restore_pages([first, second], restorer)
    assert restorer.seen == [["dòng một", "dòng hai", "trang hai", "bén"]]
    assert restored[1].lines[1].text == "bốn"


def test_lines_that_do_not_belong_together_are_parted_by_an_empty_one():
    restorer = WordRestorer()
    lines = [
        line("trái", region=Region.LETTERHEAD_LEFT),
        line("phải", region=Region.LETTERHEAD_RIGHT),
        line("thân"),
        line("thân"),
    ]
    restore_pages([page(*lines, verdict=Verdict.RESTORE)], restorer)
    assert restorer.seen == [["trái", "", "phải", "", "thân", "thân"]]


def test_a_word_that_was_two_keeps_its_box_and_its_place():
    garbled = page(line("ở", "chibộ", "này"), verdict=Verdict.RESTORE)
    (restored,), _ = restore_pages([garbled], WordRestorer())
    (only,) = restored.lines
    assert only.text == "ở chi bộ này"
    assert only.slice_box(2, 8) == garbled.lines[0].words[1].box
    assert only.raw[slice(*only.raw_span(2, 8))] == "chibộ"


def test_a_line_given_back_for_another_stays_as_read_and_is_named():
    class Shuffled(WordRestorer):
        def restore(self, lines, /):
            return super().restore(lines)[::-1]

    page = plain("một", "hai")
    (restored,), changes = restore_pages([page], Shuffled())
    assert restored == page
    assert [(change.line, change.kept) for change in changes] == [(1, False), (2, False)]


def test_lines_that_are_lost_are_an_error():
    class Lossy(WordRestorer):
        def restore(self, lines, /):
            return super().restore(lines)[:-1]

    with pytest.raises(ValueError, match="shorter"):
        restore_pages([plain("một", "hai")], Lossy())


def test_missing_weights_are_the_callers_to_tell():
    with pytest.raises(WeightsMissing):
        restore_pages([plain("Ké")], WordRestorer(failure=WeightsMissing("tagger.onnx")))


def test_a_long_document_goes_through_in_pieces(monkeypatch):
    monkeypatch.setattr("vanthu.models.restore.pieces.PIECE", 50)
    restorer = WordRestorer()
    (restored,), _ = restore_pages([plain(*["Ké hoach"] * 40, verdict=Verdict.RESTORE)], restorer)
    assert len(restorer.seen) > 2
    assert texts([restored]) == ["Kế hoạch"] * 40


tokens = st.lists(
    st.tuples(st.sampled_from([*KNOWN, "thi", "đua,", "12/3", "~"]), st.floats(0, 1)), min_size=1, max_size=6
)


@given(st.lists(tokens, max_size=6), st.sampled_from(Verdict), st.sampled_from(Region), st.floats(0, 1))
def test_restoring_keeps_raw_lines_boxes_and_a_sound_alignment(lines, verdict, region, confidence):
    given_page = page(*(line(*words, region=region) for words in lines), verdict=verdict)
    (restored,), changes = restore_pages([given_page], WordRestorer(confidence=confidence))
    assert [old.raw for old in given_page.lines] == [new.raw for new in restored.lines]
    for old, new in zip(given_page.lines, restored.lines, strict=True):
        assert [replace(w, confidence=None) for w in new.words] == [replace(w, confidence=None) for w in old.words]
        assert all(w.confidence is None or 0 <= w.confidence <= 1 for w in new.words)
        assert_aligned(new)
    assert {c.line for c in changes} == {
        n for n, (old, new) in enumerate(zip(given_page.lines, restored.lines, strict=True), 1) if old.text != new.text
    }


def assert_aligned(line):
    if not line.offsets:
        assert line.text == line.raw
        return
    assert len(line.offsets) == len(line.text) + 1
    assert list(line.offsets) == sorted(line.offsets)
    assert (line.offsets[0], line.offsets[-1]) == (0, len(line.raw))


@given(st.lists(st.text(alphabet="ab \f", max_size=30), max_size=60), st.integers(1, 40))
def test_pieces_are_all_lines_in_order_and_bounded(lines, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vanthu.models.restore.pieces.PIECE", size)
        cut = list(pieces(lines, str))
    assert [text for piece in cut for text in piece] == lines
    assert all(len(piece) == 1 or sum(map(len, piece)) <= 2 * size for piece in cut)
