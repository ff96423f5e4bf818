"""The guard: what the model may do to lines of each condition."""

from __future__ import annotations

import pytest

from tests.models.restore.told import KNOWN
from vanthu.models.restore.condition import Condition, Finding
from vanthu.models.restore.guard import BARE, GARBLED, MARKED_TEXT, NAME, SOUND, Licence, guarded, held, licences
from vanthu.models.restore.spellings import Slot, Spelling

FREE = [False] * 20


def slot(raw: str, *texts: str) -> Slot:
    """A slot whose spellings have as many characters as were read."""
    return Slot(0, len(raw), tuple(Spelling(tuple(text), -0.1 * i) for i, text in enumerate(texts)))


def left(
    raw: str, *texts: str, licence: Licence = GARBLED, shield: str = "", as_read: float = -5.0
) -> dict[str, float]:
    """What the guard leaves of the spellings; ``shield`` has an x for each character that stays."""
    shielded = [c == "x" for c in shield.ljust(len(raw))]
    found = guarded(raw, slot(raw, *texts), shielded, as_read, licence)
    assert (found.start, found.end) == (0, len(raw))
    return {spelling.text: spelling.score for spelling in found.spellings}


def conditions(*pairs: tuple[str, Condition]) -> list[Licence | None]:
    return licences([line for line, _ in pairs], [Finding(condition, 5, 0) for _, condition in pairs])


def test_each_condition_has_its_licence_and_foreign_typed_and_empty_lines_have_none():
    assert conditions(
        ("Chi bộ phát động thi đua", Condition.SOUND),
        ("The plan is sent to all", Condition.FOREIGN),
        ("Chi bo phat dong thi dua", Condition.BARE),
        ("Chi bo65 phat1 d9o6ng5", Condition.TYPED),
        (" \t", Condition.SOUND),
    ) == [SOUND, None, BARE, None, None]


def test_damaged_text_with_marks_around_it_is_treated_with_more_caution():
    marked, garbled = "Chi bộ thôn phát động phong trào thl đua", "Chi bé thén phét déng phong trdo thi dua"
    assert conditions((garbled, Condition.DAMAGED)) == [GARBLED]
    assert conditions((marked, Condition.DAMAGED)) == [MARKED_TEXT]
    assert conditions((marked * 3, Condition.DAMAGED), (garbled, Condition.DAMAGED)) == [MARKED_TEXT, MARKED_TEXT]
    assert MARKED_TEXT.caution > GARBLED.caution


def test_what_is_shielded_is_held_and_unknown_characters_are_where_the_text_has_its_marks():
    line = "gửi vanthu@tinh.example.vn 中"
    shield = {c for c, stays in zip(line, held(line, KNOWN, GARBLED), strict=True) if stays}
    assert "@" in shield
    assert not shield & {"g", "ử", "中", " "}
    assert held(line, KNOWN, SOUND)[-1]


def test_what_says_how_much_and_what_parts_columns_and_pages_is_held_in_text_that_lost_its_marks_too():
    line = "±0,5 ‰ va 1½ m²\f2\u2003a"
    known = set(KNOWN) - {"\f"}
    assert [c for c, stays in zip(line, held(line, known, GARBLED), strict=True) if stays] == list("±‰½²\f\u2003")


def test_a_word_that_may_be_a_name_stays_more_often():
    for licence in (SOUND, MARKED_TEXT):
        common, name = left("pó", "đó", "pó", licence=licence), left("Pó", "Đó", "Pó", licence=licence)
        assert name["Pó"] - common["pó"] == NAME
        assert left("(Pó,", "(Đó,", "(Pó,", licence=licence)["(Pó,"] == name["Pó"]


def test_spellings_that_touch_what_is_shielded_go():
    assert set(left("6-KH", "0-KH", "6-NH", shield="xx  ")) == {"6-NH", "6-KH"}
    assert set(left("6-KH", "0-KH", "6-KH", shield="xx  ")) == {"6-KH"}
    assert set(left("Lắk", "Lác", "Lạc", shield="xxx")) == {"Lắk"}


def test_a_forbidden_spelling_does_not_come_back_where_only_the_word_as_read_is_left():
    assert list(left("3b", "8b", "3b", shield="x ", licence=SOUND)) == ["3b"]


@pytest.mark.parametrize("licence", [SOUND, MARKED_TEXT, GARBLED])
def test_a_legal_word_as_read_may_always_stand(licence: Licence):
    assert left("thi", "thì", "thí", licence=licence)["thi"] == -5.0 + licence.caution


def test_an_illegal_word_may_stand_in_text_with_marks_only():
    assert set(left("xuét", "xuất", licence=GARBLED)) == {"xuất"}
    assert set(left("xuét", "xuất", licence=SOUND)) == {"xuất", "xuét"}


def test_a_word_without_any_permitted_spelling_stays_as_read():
    assert set(left("3x", "8x", "9x", shield="x ")) == {"3x"}


def test_in_bare_text_other_letters_cost_more_than_other_marks():
    scores = left("thi", "thì", "the", licence=BARE)
    assert scores["thì"] > scores["the"] + 5


@pytest.mark.parametrize("name", ["M'Drik", "K’Huong", "(H'Vi"])
def test_a_name_with_an_apostrophe_may_stay_even_in_garbled_text(name):
    other = name[:-1] + "ê"
    assert name in left(name, other)
    assert "xdy" not in left("xdy", "xây")


def test_older_spellings_are_not_modernised_where_text_has_its_marks():
    for licence in (SOUND, MARKED_TEXT):
        assert set(left("kĩ", "kỹ", "kị", "kĩ", licence=licence)) == {"kị", "kĩ"}
    assert "kỹ" in left("ki", "kỹ", "ki", licence=GARBLED)
