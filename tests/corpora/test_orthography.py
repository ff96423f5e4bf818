"""How Vietnamese is spelled."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer import folding

SYLLABLES = st.sampled_from(sorted(orthography.syllables()))


@pytest.mark.parametrize(
    "word",
    [
        "Nguyễn",
        "quốc",
        "được",
        "giếng",
        "gì",
        "khuỷu",
        "hoà",
        "hòa",
        "uỷ",
        "ủy",
        "quý",
        "thuở",
        "xoong",
        "đường",
        "Đắk",
        "sỹ",
        "sĩ",
        "nghiêng",
        "gìn",
        "kế",
        "hoạch",
    ],
)
def test_word_is_a_syllable(word):
    assert orthography.is_syllable(word)


@pytest.mark.parametrize("word", ["xuét", "ủỷ", "hòan", "trién", "cac", "UBND", "of", "ngê", "kắt", "đảngg", ""])
def test_word_is_no_syllable(word):
    assert not orthography.is_syllable(word)


@pytest.mark.parametrize("stop", ["c", "ch", "p", "t"])
def test_stops_take_only_sắc_and_nặng(stop):
    tones = {
        mark
        for syllable in orthography.syllables()
        if syllable.endswith(stop)
        for mark in folding.TONE_MARKS.values()
        if mark in unicodedata.normalize("NFD", syllable)
    }
    assert tones == {folding.TONE_MARKS["sắc"], folding.TONE_MARKS["nặng"]}


def test_tone_place_folds_to_the_first_vowel_of_open_rimes_only():
    assert folding.fold_tone_place("HOÀ thuý uỷ Khoẻ quý hoàn toàn toà, quỳ") == (
        "HÒA thúy ủy Khỏe quý hoàn toàn tòa, quỳ"
    )


@given(st.lists(SYLLABLES))
def test_folding_keeps_length_legality_and_is_done_once(found):
    text = " ".join(found)
    folded = folding.fold_tone_place(text)
    assert len(folded) == len(text)
    assert folding.fold_tone_place(folded) == folded
    assert all(map(orthography.is_syllable, folded.split()))


@given(SYLLABLES)
def test_every_syllable_is_nfc_lower_case_and_has_a_bare_key_of_its_length(syllable):
    assert syllable == unicodedata.normalize("NFC", syllable).lower()
    assert set(syllable) <= orthography.LETTERS
    assert len(folding.bare(syllable)) == len(syllable)
    assert folding.bare(syllable).isascii()


def test_keys_forget_tone_then_shape():
    assert folding.bare("ĐẢNG bộ") == "dang bo"
    assert folding.strip_marks("Đắk Lắk") == "Dak Lak"


def test_shares_tell_vietnamese_from_english_ocr_of_it():
    good = "Kế hoạch phát động phong trào thi đua xây dựng chi bộ vững mạnh"
    read_by_english_engine = "Ké hoach phat déng phong trao thi dua xay dung chi b6 vitng manh"
    assert orthography.vietnamese_share(good) == 0.18  # 9 of 50 letters
    assert orthography.vietnamese_share(read_by_english_engine) == 0
    assert orthography.syllable_share(good) == 1
    assert orthography.syllable_share(read_by_english_engine) < 0.8
    assert orthography.marked_share(good) > 0.6 > orthography.marked_share(read_by_english_engine)


def test_codes_do_not_count_against_a_text():
    assert orthography.syllable_share("UBND tỉnh, HĐND huyện, BTCTU") == 1


def test_shares_of_nothing_are_zero():
    assert (orthography.vietnamese_share("12/3"), orthography.syllable_share("12/3"), orthography.marked_share("")) == (
        0,
        0,
        0,
    )
