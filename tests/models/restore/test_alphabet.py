"""The alphabet: characters to numbers, edits to tags and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.restore.alphabet import FIRST, KEEP, UNKNOWN, Alphabet

SMALL = Alphabet(("a", "b", "6"), (KEEP, "", "ă", "ố", "bộ"))
labelled = st.lists(st.tuples(st.sampled_from("ab6x"), st.sampled_from(["a", "", "ă", "ố", "bộ", "zz"])), max_size=20)


def test_characters_have_numbers_behind_padding_and_unknown():
    assert SMALL.read("ab6x中").tolist() == [FIRST, FIRST + 1, FIRST + 2, UNKNOWN, UNKNOWN]
    assert SMALL.read("").tolist() == []
    assert SMALL.size == 5


def test_a_character_that_stands_for_itself_is_kept_even_if_unknown():
    assert SMALL.tag("ax", ["a", "x"]).tolist() == [0, 0]


def test_edits_that_the_alphabet_lacks_are_missing():
    assert SMALL.tag("a6b", ["ă", "q", ""]).tolist() == [2, -100, 1]
    assert SMALL.tag("6", ["q"], missing=-1).tolist() == [-1]


def test_there_is_a_label_for_each_character():
    with pytest.raises(ValueError, match="shorter"):
        SMALL.tag("ab", ["a"])


@given(labelled)
def test_tags_write_the_labels_wherever_there_is_such_an_edit(pairs: list[tuple[str, str]]):
    text, labels = "".join(c for c, _ in pairs), [label for _, label in pairs]
    tags = SMALL.tag(text, labels).tolist()
    written = [None if k < 0 else text[i] if SMALL.edits[k] == KEEP else SMALL.edits[k] for i, k in enumerate(tags)]
    assert written == [label if c == label or label in SMALL.edits else None for c, label in pairs]


def test_what_occurs_often_enough_is_collected_the_frequent_edits_first():
    examples = [("do", ["đ", "ộ"]), ("do", ["đ", "o"]), ("x", [""])] * 3 + [("q", ["quý"])]
    found = Alphabet.collect(examples, often=3)
    assert found == Alphabet(("d", "o", "x"), (KEEP, "", "đ", "ộ"))


def test_edits_are_bounded_and_keeping_and_deleting_are_always_there():
    examples = [("a", [c]) for c in "ăâáàả" for _ in range(20)]
    assert len(Alphabet.collect(examples, often=1, most=4).edits) == 4
    assert Alphabet.collect([]).edits == (KEEP, "")


def test_characters_do_not_depend_on_the_order_of_the_examples():
    examples = [("ba", ["b", "a"]), ("c", ["c"])]
    assert Alphabet.collect(examples, often=1) == Alphabet.collect(reversed(examples), often=1)


def test_an_alphabet_saved_is_the_same_loaded(tmp_path):
    SMALL.save(tmp_path / "alphabet.json")
    assert Alphabet.load(tmp_path / "alphabet.json") == SMALL
