from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.pipelines.archive.search_words import parse
from vanthu.pipelines.archive.snippet import WIDTH, snippet

FAR = " ".join(f"từ{number}" for number in range(200))


def marked(found):
    return [found.text[start:end] for start, end in found.marks]


def test_the_stretch_with_most_of_the_query_is_shown():
    found = snippet(f"thi {FAR} phong\ntrào thi đua {FAR} đua", parse("phong trào thi đua"))
    assert marked(found) == ["phong trào thi đua"]
    assert "phong trào thi đua" in found.text
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")


def test_a_short_page_is_shown_whole():
    found = snippet("Kế hoạch\n“Dân vận khéo”.", parse("dan van"))
    assert found.text == "Kế hoạch “Dân vận khéo”."
    assert marked(found) == ["Dân vận"]


def test_matches_apart_are_marked_apart_and_overlapping_ones_once():
    assert marked(snippet("thi, đua", parse("thi đua"))) == ["thi", "đua"]
    assert marked(snippet("dân vận khéo", parse('"dân vận" "vận khéo"'))) == ["dân vận khéo"]


def test_only_whole_phrases_are_marked():
    assert marked(snippet("dân vận khéo, vận dân, dân", parse('"dân vận"'))) == ["dân vận"]


def test_marks_fit_text_that_came_decomposed():
    page = unicodedata.normalize("NFD", "Phong trào thi đua yêu nước")
    assert marked(snippet(page, parse("thi đua"))) == ["thi đua"]


def test_a_page_without_the_words_shows_its_beginning():
    found = snippet(FAR, parse("thi đua"))
    assert found.text.startswith("từ0 từ1")
    assert found.marks == ()


@pytest.mark.parametrize("page", ["", " \n ", "— …"])
def test_a_page_without_words_has_no_snippet(page):
    assert snippet(page, parse("thi")).text == ""


@given(page=st.text(alphabet="ab đòó.\n\f\u0300", max_size=300), query=st.text(alphabet='ab đòó"', max_size=10))
def test_marks_hold_words_of_the_query_on_one_line(page, query):
    asked = parse(query)
    if not asked.phrases:
        return
    found = snippet(page, asked)
    assert "\n" not in found.text
    assert len(found.text.split()) <= 3 * WIDTH + 200
    for words in marked(found):
        keys = {key for phrase in parse(words, accents=asked.accents).keys for key in phrase}
        assert keys
        assert keys <= {key for phrase in asked.keys for key in phrase}
