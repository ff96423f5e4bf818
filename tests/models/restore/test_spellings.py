"""Spellings of a word: what the tagger thinks it stands for, the legal ones only, each aligned with what was read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.restore.told import Word, told, wild
from vanthu.models.restore.spellings import LONGEST, MOST, Slot, Spelling, is_abbreviation, is_legal, slots
from vanthu.models.restore.tagger import Tagger

lines = st.text("abcdghinotuéểộđ .,-/019MDĐ%", max_size=40)


def slots_of(line: str, words: dict[str, Word] | None = None) -> list[Slot]:
    tagger = told(words)
    return slots(line, tagger.tag(line), 0, tagger)


def spelled(word: str, characters: Word) -> list[str]:
    (slot,) = slots_of(word, {word: characters})
    return [spelling.text for spelling in slot.spellings]


@pytest.mark.parametrize(
    "text",
    [
        *("dân", "Dân", "DÂN", "“đẹp”,", "hoà", "hòa", "ỦY", "nhân-dân", "thi đua", "(bốn tốt)", "a", "Đ"),
        *("106-KH/TU", "15/6/2024", "12,5%", "XIV", "2023-2028", "8h30", "03"),
        *("UBND", "TTg", "HĐND", "IoT", "K'Hương", "K’Hương", "internet", "bê-tông", "", "…", "½", "-"),
    ],
)
def test_syllables_names_numbers_codes_and_signs_are_legal(text: str):
    assert is_legal(text)


@pytest.mark.parametrize("text", ["xuét", "dÂn", "MỘt", "x4y", "thi xuét", "nhirc", "thirc-hien", "dugc", "kho6ng"])
def test_what_no_printer_sets_is_illegal(text: str):
    assert not is_legal(text)


@pytest.mark.parametrize(
    ("text", "is_one"), [("UBND", True), ("TTg", True), ("ỦY", False), ("A", False), ("Dân", False)]
)
def test_letters_said_one_by_one_are_abbreviations(text: str, *, is_one: bool):
    assert is_abbreviation(text) is is_one


def test_a_legal_word_that_the_tagger_is_sure_of_has_one_spelling():
    (slot,) = slots_of("thirc", {"thirc": ["t", "h", "ứ", "", "c"]})
    assert slot == Slot(0, 5, (Spelling(("t", "h", "ứ", "", "c"), 0.0),))


def test_spellings_come_best_first_with_the_log_probability_of_their_edits():
    (slot,) = slots_of("bon", {"bon": ["b", {"ố": 0.6, "ô": 0.3, "ồ": 0.1}, "n"]})
    assert [spelling.text for spelling in slot.spellings] == ["bốn", "bôn", "bồn"]
    assert [math.exp(spelling.score) for spelling in slot.spellings] == pytest.approx([0.6, 0.3, 0.1], abs=0.001)


def test_only_legal_spellings_are_left_where_there_is_one():
    assert spelled("xuet", ["x", "u", {"é": 0.9, "ấ": 0.1}, "t"]) == ["xuất"]


def test_a_rarer_edit_is_tried_where_no_likely_one_is_legal():
    assert spelled("xuet", ["x", "u", {"é": 0.9994, "ấ": 0.0006}, "t"]) == ["xuất"]


def test_a_word_without_a_legal_spelling_stays_as_it_was_read_and_is_not_trusted():
    (slot,) = slots_of("zqxz", {"zqxz": [{"z": 0.6, "á": 0.4}, "q", "x", "z"]})
    assert [spelling.parts for spelling in slot.spellings] == [("z", "q", "x", "z")]
    assert math.exp(slot.spellings[0].score) < 0.1


def test_capitals_are_not_mixed_into_a_word():
    assert spelled("dAn", ["d", {"Â": 0.7, "â": 0.3}, "n"]) == ["dân"]


def test_two_ways_to_the_same_spelling_count_once():
    assert spelled("rn", [{"m": 0.5, "": 0.4}, {"": 0.6, "m": 0.4}]).count("m") == 1


def test_a_blank_that_the_tagger_is_sure_of_parts_words():
    assert [(slot.start, slot.end) for slot in slots_of("  chi  bộ ")] == [(2, 5), (7, 9)]
    assert slots_of(" \t ") == []
    assert slots_of("") == []


def test_a_blank_that_may_not_be_one_is_spelled_with_the_words_beside_it():
    (slot,) = slots_of("tổ ng", {"tổ ng": ["t", "ổ", {" ": 0.5, "": 0.5}, "n", "g"]})
    assert slot.spellings[0].text == "tổng"
    assert (slot.start, slot.end) == (0, 5)


def test_a_blank_that_is_dirt_for_sure_joins_what_it_parted():
    assert spelled("tổ ng", ["t", "ổ", "", "n", "g"]) == ["tổng"]


def test_a_lost_blank_is_found_inside_a_word():
    assert spelled("chibo", ["c", "h", "i ", "b", {"ộ": 0.9, "o": 0.1}])[0] == "chi bộ"


def test_the_tags_of_a_line_begin_at_its_place_in_the_document():
    tagger = told({"bon": ["b", "ố", "n"]})
    (slot,) = slots("bon", tagger.tag("chi bo\nbon"), 7, tagger)
    assert slot.spellings[0].text == "bốn"


def test_what_is_too_long_for_a_word_is_not_spelled_out():
    """Letters without a blank as long as a page took minutes: the square of their length."""
    word = "thiduaxaydung" * 2000
    characters = [{"ư": 0.5, "u": 0.5} if c == "u" else {"ấ": 0.5, "a": 0.5} if c == "a" else c for c in word]
    (slot,) = slots_of(word, {word: characters})
    assert [spelling.text for spelling in slot.spellings] == [word]


def test_a_dotted_leader_leaves_the_word_before_it_to_be_restored():
    leader = "tén" + "." * LONGEST
    assert spelled(leader, ["t", "ê", "n", *"." * LONGEST]) == ["tên" + "." * LONGEST]


def check(line: str, tagger: Tagger) -> None:
    found = slots(line, tagger.tag(line), 0, tagger)
    covered = [False] * len(line)
    for slot in found:
        assert slot.start < slot.end
        assert not any(covered[slot.start : slot.end])
        covered[slot.start : slot.end] = [True] * (slot.end - slot.start)
        assert 1 <= len(slot.spellings) <= MOST
        scores = [spelling.score for spelling in slot.spellings]
        assert scores == sorted(scores, reverse=True)
        texts = [spelling.text for spelling in slot.spellings]
        assert len(set(texts)) == len(texts)
        assert all(len(spelling.parts) == slot.end - slot.start for spelling in slot.spellings)
        assert all(map(is_legal, texts)) or texts == [line[slot.start : slot.end]]
    assert all(covered[i] or c.isspace() for i, c in enumerate(line))


@given(lines, st.integers(0, 999))
@settings(max_examples=40)
def test_whatever_the_tagger_says_slots_cover_all_words_with_legal_spellings_or_what_was_read(line: str, seed: int):
    check(line, wild(seed))


@given(lines)
@settings(max_examples=40)
def test_what_the_tagger_keeps_stays(line: str):
    check(line, told())
    for slot in slots_of(line):
        assert [spelling.text for spelling in slot.spellings] == [line[slot.start : slot.end]]
