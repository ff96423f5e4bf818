"""Printed text beside what was read of it: nothing that was read is lost, and each letter finds its own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.noise.align import pieces

texts = st.text("aăáắđĐ ơợuil16.-\u0301", max_size=30).map(lambda text: unicodedata.normalize("NFC", text))


def shown(true: str, read: str) -> str:
    return "|".join(pieces(true, read))


@pytest.mark.parametrize(
    ("true", "read", "aligned"),
    [
        ("bốn tốt", "bén tét", "b|é|n| |t|é|t"),
        ("lối sống", "16i séng", "1|6|i| |s|é|n|g"),
        ("xây dựng", "xdy dyng", "x|d|y| |d|y|n|g"),
        ("Đảng", "Đảng", "Đ|ả|n|g"),
    ],
)
def test_letters_stand_beside_their_misreadings(true: str, read: str, aligned: str):
    assert shown(true, read) == aligned


def test_marks_alone_are_no_difference_so_the_neighbours_are_not_shifted():
    assert shown("đắt đỏ", "dat do") == "d|a|t| |d|o"


def test_lost_characters_have_an_empty_piece():
    assert shown("thi đua", "thi ua") == "t|h|i| ||u|a"
    assert pieces("nước", "") == ["", "", "", ""]


def test_letters_read_too_many_go_to_the_one_that_was_misread_beside_them():
    assert shown("tư tưởng", "tir tuong") == "t|ir| |t|u|o|n|g"


def test_letters_read_too_many_where_nothing_was_misread_go_to_the_one_before():
    assert shown("an ninh", "an. ninh") == "a|n.| |n|i|n|h"


def test_dirt_before_the_line_goes_to_its_first_character():
    assert shown("Chi bộ", ". Chi bo") == ". C|h|i| |b|o"


def test_where_nothing_was_printed_nothing_is_aligned():
    assert pieces("", "dirt") == []


@given(texts.filter(bool), texts)
def test_the_pieces_join_to_what_was_read_one_for_each_printed_character(true: str, read: str):
    found = pieces(true, read)
    assert "".join(found) == read
    assert len(found) == len(true)


@given(texts)
def test_text_read_right_is_aligned_with_itself(text: str):
    assert pieces(text, text) == list(text)
