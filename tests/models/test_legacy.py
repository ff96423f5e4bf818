"""Legacy encodings to Unicode and back."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.models.legacy import (
    Encoding,
    convert,
    detect,
    drop_invisible,
    encode,
    font_encoding,
    is_capital_font,
    normalise,
)

PLAN = (
    "Kế hoạch phát động phong trào thi đua xây dựng đường làng ngõ xóm sạch đẹp, "
    "từ ngày 05 tháng 3 đến ngày 30 tháng 11; chi bộ trực thuộc báo cáo trước ngày 15 hằng tháng."
)
WORDS = st.lists(
    st.sampled_from(sorted(orthography.syllables())).flatmap(
        lambda word: st.sampled_from([word, word.capitalize(), word.upper()])
    ),
    min_size=1,
    max_size=12,
)


@given(WORDS)
@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_syllable_survives_the_round_trip(encoding, words):
    text = " ".join(words)
    if encoding is Encoding.VIQR:  # before a capital or at the end a dot is a full stop
        text = f"{text.lower()} xong"
    assert convert(encode(text, encoding), encoding) == text


@given(WORDS)
@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_normalising_first_does_no_harm_to_legacy_text(encoding, words):
    text = " ".join(words)
    assert convert(normalise(encode(text, encoding)), encoding) == text


@pytest.mark.parametrize("encoding", list(Encoding))
def test_legacy_plan_is_detected_without_fonts(encoding):
    legacy = encode(PLAN, encoding)
    assert detect(legacy) is encoding
    assert convert(legacy, encoding) == PLAN


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        "Ké hoach phat déng phong trao thi dua xay dung duwong lang ngd x6m sach dep, tir ngay 05 thang 3",
        "The committee shall review the report of the province before the end of the year.",
        strip_marks(PLAN),
        "12/KH-UBND 15.000.000",
        "",
    ],
)
def test_unicode_garbage_english_and_bare_text_are_no_legacy(text):
    assert detect(text) is None


def test_font_name_alone_does_not_make_unicode_text_legacy():
    assert detect(PLAN, ["ABCDEF+.VnTime"]) is None


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        ("ABCDEF+.VnTime", Encoding.TCVN3, False),
        (".VnTimeH", Encoding.TCVN3, True),
        (".VnTimeH,Bold", Encoding.TCVN3, True),
        ("ABCDEF+.VnArialH-Bold", Encoding.TCVN3, True),
        ("VNI-Times", Encoding.VNI, False),
        ("TimesNewRomanPSMT", None, False),
        ("VnExpressSerif", None, False),
    ],
)
def test_font_names(font, encoding, capitals):
    assert font_encoding(font) is encoding
    assert is_capital_font(font) is capitals


def test_tcvn3_capitals_in_their_three_forms():
    assert convert("ñy ban nh©n d©n", Encoding.TCVN3, capitals=True) == "ỦY BAN NHÂN DÂN"
    assert convert("§¶ng bé", Encoding.TCVN3) == "Đảng bộ"
    assert convert("KÕ HO¹CH", Encoding.TCVN3).upper() == "KẾ HOẠCH"


@pytest.mark.parametrize("soft_hyphen", ["\u00ad", "-", "(cid:173)", "\u2011"])
def test_soft_hyphen_of_tcvn3_is_ư_however_the_pdf_reader_writes_it(soft_hyphen):
    assert convert(f"ch{soft_hyphen}¬ng tr×nh", Encoding.TCVN3) == "chương trình"


def test_hyphen_of_a_code_or_range_is_no_ư():
    text = "Sè 106-KH/TU, giai ®o¹n 2021-2030 - tØnh"
    assert convert(text, Encoding.TCVN3) == "Số 106-KH/TU, giai đoạn 2021-2030 - tỉnh"


def test_full_stop_of_viqr_is_no_tone():
    assert convert("Hoa` bi`nh. Chu+o+ng tri`nh ha`nh ddo^.ng?", Encoding.VIQR) == "Hoà bình. Chương trình hành động?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QÐ-UBND", "QĐ-UBND"),
        ("Ɖảng", "Đảng"),
        ("đƣợc", "được"),
        ("ðảng", "đảng"),
        ("ɖảng", "đảng"),
        ("e\u0302\u0301", "ế"),
        ("e\u0301\u0302", "ế"),
        ("½ m²", "½ m²"),
        ("ch\u00ad¬ng", "ch\u00ad¬ng"),
    ],
)
def test_look_alikes_and_composition(text, expected):
    assert normalise(text) == expected


@given(st.text())
def test_normalising_is_done_once_and_gives_nfc(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=st.sampled_from(sorted(orthography.LETTERS | set(" ÐƉƢƣ½²-,.")))))
def test_normalising_nfc_text_keeps_its_length(text):
    assert len(normalise(text)) == len(text)


@given(st.text(), st.sampled_from(list(Encoding)))
def test_nothing_crashes(text, encoding):
    convert(text, encoding)
    detect(text)


def test_invisible_characters_go_once_it_is_not_tcvn3():
    assert drop_invisible("\ufeffkế\u00ad ho\u200bạch") == "kế hoạch"


@pytest.mark.parametrize("filler", [".", "e\u0301\u0301", "1"])
def test_a_text_without_blanks_is_looked_at_in_no_time(filler):
    begun = time.process_time()
    detect(filler * 20_000)
    assert time.process_time() - begun < 1
