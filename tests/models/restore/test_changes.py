from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.models.restore.word_restorer import KNOWN, WordRestorer
from vanthu.models.restore.changes import changed, stretches
from vanthu.models.restore.result import RestoredLine, RestoredWord


def restored(text, **options):
    (line,) = WordRestorer(**options).restore([text])
    return line


def pairs(line, found):
    return [(line.raw[slice(*s.raw)], line.text[slice(*s.text)]) for s in found]


def test_words_that_changed_are_told_one_by_one():
    line = restored("Ké hoach thi đua")
    assert pairs(line, changed(line)) == [("Ké", "Kế"), ("hoach", "hoạch")]


def test_a_word_that_was_two_is_one_stretch():
    line = restored("ở chibộ này")
    assert pairs(line, stretches(line)) == [("ở", "ở"), ("chibộ", "chi bộ"), ("này", "này")]


def test_two_words_that_were_one_are_one_stretch():
    line = RestoredLine("ph át động", "phát động", (0, 1, 3, 4, 5, 6, 7, 8, 9, 10), tuple(words((0, 4), (5, 9))))
    assert pairs(line, stretches(line)) == [("ph át", "phát"), ("động", "động")]


def test_specks_and_words_put_in_belong_to_the_word_before():
    vanished = RestoredLine("a ~ b", "a b", (0, 3, 4, 5), tuple(words((0, 1), (2, 3))))
    assert pairs(vanished, stretches(vanished)) == [("a ~", "a"), ("b", "b")]
    put_in = RestoredLine("a b", "a x b", (0, 1, 1, 1, 2, 3), tuple(words((0, 1), (2, 3), (4, 5))))
    assert pairs(put_in, stretches(put_in)) == [("a", "a x"), ("b", "b")]


def test_a_line_of_which_nothing_is_left_is_one_stretch_nobody_is_sure_of():
    line = RestoredLine(" ~ | ", "", (5,))
    (only,) = stretches(line)
    assert (only.raw, only.text, only.confidence) == ((1, 4), (0, 0), 0.0)


def test_a_stretch_is_as_sure_as_its_least_sure_word_and_flagged_with_any():
    both = (RestoredWord(0, 3, 0.9), RestoredWord(4, 6, 0.4, number_changed=True))
    (only,) = stretches(RestoredLine("chil0", "chi 10", (0, 1, 2, 3, 3, 4, 5), both))
    assert (only.confidence, only.number_changed) == (0.4, True)


def words(*spans):
    return (RestoredWord(start, end, 0.9) for start, end in spans)


@given(st.lists(st.sampled_from([*KNOWN, "thi", "đua", "~", "12/3", "  ", "\u00a0"]), max_size=12))
def test_stretches_cover_every_word_once_and_in_order(tokens):
    line = restored(" ".join(tokens))
    found = stretches(line)
    assert " ".join(line.raw[slice(*s.raw)] for s in found).split() == line.raw.split()
    assert " ".join(line.text[slice(*s.text)] for s in found).split() == line.text.split()
