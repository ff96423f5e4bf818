"""Every value that is read from the project's own plans, at four noise levels, is what it was.

Where a change is meant, ``python benchmarks/goldens.py --write`` lists all that it changes and keeps it.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipelines.golden_plans import readings
from vanthu.corpora import plans
from vanthu.pipelines.goldens import MISSING, Difference, differences, golden, load, save
from vanthu.pipelines.read import read

REPORTED = 40
"""Differences that a failure shows; the command above shows all."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=2), below, max_size=4),
)


@pytest.mark.parametrize("level", plans.LEVELS)
@pytest.mark.parametrize("name", plans.names())
def test_a_plan_is_read_as_its_golden_reading_says(name, level):
    reading = read(plans.text_file(name, level))
    found = list(differences(readings(name)[level], golden(reading.parts, reading.campaigns)))
    assert not found, "\n".join([f"{len(found)} values differ", *map(str, found[:REPORTED])])


def test_there_is_a_golden_reading_of_every_plan_at_every_level():
    assert {name: tuple(readings(name)) for name in plans.names()} == dict.fromkeys(plans.names(), plans.LEVELS)


def test_a_difference_names_the_path_and_both_values():
    before = {"deadlines": [{"end": "2024-04-26", "text": "a"}], "title": "x"}
    after = {"deadlines": [{"end": "2024-04-27", "text": "a"}], "number": 1}
    assert list(differences(before, after)) == [
        Difference("deadlines.0.end", "2024-04-26", "2024-04-27"),
        Difference("title", "x", MISSING),
        Difference("number", MISSING, 1),
    ]
    assert str(Difference("title", "đề", MISSING)) == 'title\n  - "đề"\n  + nothing'


def test_an_item_more_in_a_list_is_one_difference():
    assert list(differences([{"a": 1}, {"a": 2}], [{"a": 0}, {"a": 1}, {"a": 2}])) == [
        Difference("0", MISSING, {"a": 0})
    ]


def test_probabilities_may_differ_in_their_last_digit_and_nothing_else_may():
    assert list(differences({"p": 0.911}, {"p": 0.912})) == []
    assert len(list(differences({"p": 0.911}, {"p": 0.92}))) == 1
    assert len(list(differences({"n": 1}, {"n": True}))) == 1


@given(JSON, JSON)
def test_there_are_differences_exactly_where_two_documents_differ(one, other):
    assert list(differences(one, one)) == []
    assert (not list(differences(one, other))) == (sorted_repr(one) == sorted_repr(other))


def sorted_repr(value):
    """The order of keys says nothing; 1 and True are not the same."""
    if isinstance(value, dict):
        return f"{{{sorted((k, sorted_repr(v)) for k, v in value.items())}}}"
    return repr([sorted_repr(v) for v in value]) if isinstance(value, list) else repr(value)


@given(JSON)
def test_what_is_saved_is_loaded_and_gives_the_same_bytes(tmp_path_factory, value):
    folder = tmp_path_factory.mktemp("golden")
    save(folder / "a", value)
    save(folder / "b", load(folder / "a"))
    assert load(folder / "b") == value
    assert (folder / "a").read_bytes() == (folder / "b").read_bytes()
