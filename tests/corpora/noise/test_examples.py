"""Training examples: labels write the printed lines, one for each character that was read."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.noise.channel import COMMITTED, Channel
from vanthu.corpora.noise.examples import (
    IN_ONE_STYLE,
    LINE_END,
    Example,
    Examples,
    Mixture,
    align,
    as_printed,
    read_by,
    strip,
)
from vanthu.corpora.noise.passages import Library, Source
from vanthu.corpora.noise.specks import Specks

PARAGRAPHS = [
    "Chi bộ thôn Đông phát động thi đua trồng cây, giữ sạch đường làng.",
    "Hoà giải ở cơ sở: mỗi tổ xử lý xong trước ngày 15/6/2024 ít nhất 03 vụ việc.",
    "Ủy ban nhân dân xã gửi Kế hoạch số 106-KH/TU đến các thôn để thực hiện.",
]
LIBRARY = Library([Source(PARAGRAPHS * 5, 1.0)])
KINDS = ("english", "vietnamese", "bare", "sound", "patchy")
pieces_of_a_line = st.lists(st.tuples(st.sampled_from("aăđơ .19"), st.sampled_from(["", "a", "d", "rn", " ", ". "])))


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  noise, not secrets


@pytest.fixture(scope="module")
def channel() -> Channel:
    return Channel.load(COMMITTED)


def only(kind: str) -> Mixture:
    return Mixture(**{name: float(name == kind) for name in KINDS})


def drawn(channel: Channel, kind: str, n: int = 3, seed: int = 1, length: int = 300) -> list[Example]:
    examples = Examples(LIBRARY, channel, only(kind), seed)
    return [example for _ in range(n) for example in examples.draw(length)]


def labels(*pieces: tuple[str, str]) -> list[tuple[str, str]]:
    example = align([list(pieces)])
    return list(zip(example.read, example.labels, strict=True))[:-1]


def test_a_character_read_as_two_is_written_by_the_like_one():
    assert labels(("ư", "iu")) == [("i", ""), ("u", "ư")]
    assert labels(("m", "rn")) == [("r", "m"), ("n", "")]


def test_a_lost_character_is_written_by_the_one_before_it():
    assert labels(("b", "b"), ("ố", ""), ("n", "n")) == [("b", "bố"), ("n", "n")]


def test_a_lost_character_at_the_start_of_a_line_or_word_is_written_by_the_one_after_it():
    assert labels(("đ", ""), ("i", "i")) == [("i", "đi")]
    assert labels(("a", "a"), (" ", " "), ("đ", ""), ("i", "i")) == [("a", "a"), (" ", " "), ("i", "đi")]


def test_a_lost_blank_is_written_by_the_letter_before_it():
    assert labels(("a", "a"), (" ", ""), ("b", "b")) == [("a", "a "), ("b", "b")]


def test_what_is_lost_together_stays_in_order():
    assert "".join(label for _, label in labels(("x", "x"), (" ", " "), ("ở", ""), (" ", ""), ("y", "y"))) == "x ở y"


def test_dirt_stands_for_nothing():
    assert labels(("", ". "), ("a", "a"), ("", " |")) == [(".", ""), (" ", ""), ("a", "a"), (" ", ""), ("|", "")]


@given(st.lists(pieces_of_a_line, max_size=4))
def test_labels_write_the_printed_lines_and_there_is_one_for_each_character_read(lines):
    example = align(lines)
    assert example.read == "".join("".join(piece for _, piece in line) + LINE_END for line in lines)
    assert len(example.labels) == len(example.read)
    printed = ["".join(c for c, _ in line) if any(piece for _, piece in line) else "" for line in lines]
    assert example.true == "".join(line + LINE_END for line in printed)
    assert all(label == LINE_END for c, label in zip(example.read, example.labels, strict=True) if c == LINE_END)


@given(st.text(max_size=60))
def test_bare_text_writes_its_own_marks_back(line: str):
    line = line.replace(LINE_END, " ")
    assert align([strip(line)]).read in (strip_marks(line) + LINE_END, LINE_END)
    assert align([as_printed(line)]).labels == [*line, LINE_END]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_example_has_a_label_for_each_character_and_whole_lines(channel: Channel, kind: str):
    text = " ".join(PARAGRAPHS * 5) + " HOÀ Hòa"
    known = {strip_marks(word).lower().rstrip(",.:;") for word in text.split()}
    for example in drawn(channel, kind):
        assert len(example.labels) == len(example.read)
        assert example.read.endswith(LINE_END)
        assert example.true.count(LINE_END) == example.read.count(LINE_END)
        words = [word for word in example.true.split() if len(word) > 3 and word.isalpha()]
        assert {strip_marks(word).lower() for word in words} <= known


def test_each_kind_is_damaged_as_its_name_says(channel: Channel):
    def marked(text: str) -> float:
        return sum(c.isalpha() and not c.isascii() for c in text) / len(text)

    share = {kind: [marked(e.read) / marked(e.true) for e in drawn(channel, kind, n=6)] for kind in KINDS}
    assert max(share["bare"]) == 0
    assert set(share["sound"]) == {1.0}
    assert max(share["english"]) < 0.6
    assert min(share["vietnamese"]) > 0.6
    assert len(set(share["patchy"])) > 3


def test_sound_and_vietnamese_text_keep_the_place_of_the_tone_and_bare_text_has_one(channel: Channel):
    assert any("Hoà giải" in e.true for e in drawn(channel, "sound"))
    assert any("Hoà giải" in e.true for e in drawn(channel, "vietnamese"))
    for kind in ("bare", "english"):
        assert not any("oà" in e.true for e in drawn(channel, kind))
        assert any("Hòa giải" in e.true for e in drawn(channel, kind))


def test_the_same_seed_draws_the_same_examples_and_another_seed_others(channel: Channel):
    def some(seed: int) -> list[list[Example]]:
        examples = Examples(LIBRARY, channel, Mixture(), seed)
        return [examples.draw(200) for _ in range(4)]

    assert some(7) == some(7)
    assert some(7) != some(8)


def test_a_draw_has_examples_of_about_the_length_asked_for(channel: Channel):
    found = Examples(LIBRARY, channel, only("sound"), 3).draw(150)
    assert len(found) == IN_ONE_STYLE
    assert max(len(example.true) for example in found) < 400


def test_kinds_come_in_the_shares_of_the_mixture():
    rng = seeded(5)
    names = [Mixture(english=0.7, vietnamese=0.3, bare=0, sound=0, patchy=0).draw(rng) for _ in range(500)]
    assert set(names) == {"english", "vietnamese"}
    assert 0.6 < names.count("english") / 500 < 0.8


def test_a_page_that_is_soiled_writes_its_lines_without_the_dirt(channel: Channel):
    rng = seeded(2)
    page, specks = channel.style("vie", rng), Specks(0.5, 0.5, 0.2)
    example = align(specks.soil(read_by(page, line, rng), rng) for line in PARAGRAPHS)
    assert example.true.splitlines() == PARAGRAPHS


def test_drawing_never_ends(channel: Channel):
    examples = Examples(LIBRARY, channel, Mixture(), 0)
    assert len(list(islice(iter(lambda: examples.draw(50), None), 30))) == 30
