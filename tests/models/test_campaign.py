from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta, timezone
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from vanthu.models.campaign import (
    Campaign,
    CampaignFacts,
    DateField,
    Deadline,
    Document,
    Evidence,
    Field,
    Quota,
    Status,
)
from vanthu.models.provenance import Model, PartSource, Source


def source() -> Source:
    part = PartSource(index=1, of=1, first_page=1, last_page=2)
    return Source(name="a.pdf", sha256="0" * 64, media_type="application/pdf", bytes=10, part=part)


def full() -> Campaign:
    evidence = Evidence(page=1, line=3, start=0, end=5, raw="30/10", box=(0.1, 0.2, 0.3, 0.4))
    at_hour = Deadline(relation="before", end=datetime.fromisoformat("2023-10-30T17:00:00+07:00"))
    by_day = Deadline(relation="by", end=date(2023, 10, 30))
    return Campaign(
        source=source(),
        document=Document(issued_on=DateField(partial="2023-10", status=Status.ILLEGIBLE)),
        campaign=CampaignFacts(
            deadlines=tuple(
                Field[Deadline](value=d, status=Status.FOUND, evidence=(evidence,)) for d in (at_hour, by_day)
            ),
            quotas=(Field[Quota](value=Quota(comparator="<=", value=30, unit="%")),),
        ),
    )


def test_a_definition_survives_its_own_json():
    assert Campaign.model_validate_json(full().model_dump_json()) == full()


SCALARS = {
    int: st.integers(1, 10**9), float: st.floats(0, 1), str: st.text(max_size=8), date: st.dates(),
    datetime: st.datetimes(timezones=st.just(timezone(timedelta(hours=7)))),
}  # fmt: skip


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that a definition may hold in a place of this type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple and parts[-1] is ...:
        return st.lists(anything(parts[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(anything, parts))
    if origin in {Union, UnionType}:
        return st.one_of(*map(anything, parts))
    if isinstance(kind, type) and issubclass(kind, Model):
        return st.builds(kind, **{name: anything(key.annotation) for name, key in kind.model_fields.items()})
    return SCALARS[kind] if kind in SCALARS else st.from_type(kind)


@given(st.one_of(anything(Document), anything(Field[Quota]), anything(Field[Deadline]), anything(CampaignFacts)))
def test_any_definition_survives_pickle_and_json(model):
    assert pickle.loads(pickle.dumps(model)) == model  # noqa: S301  our own
    assert type(model).model_validate_json(model.model_dump_json()) == model


def test_days_stay_days_and_hours_keep_their_zone():
    deadlines = full().model_dump(mode="json")["campaign"]["deadlines"]
    assert [d["value"]["end"] for d in deadlines] == ["2023-10-30T17:00:00+07:00", "2023-10-30"]


def test_whole_numbers_stay_whole():
    assert '"value":30,' in full().model_dump_json()


def test_readers_ignore_keys_of_a_later_version():
    later = full().model_dump(mode="json") | {"added_in_1_1": True}
    assert Campaign.model_validate(later) == full()


def test_an_unread_field_is_null_and_says_why():
    assert Document().number.model_dump(mode="json") == {
        "value": None, "text": None, "status": "absent", "confidence": 0.0, "evidence": [],
    }  # fmt: skip


def test_confidence_outside_its_range_is_refused():
    with pytest.raises(ValidationError):
        Field[str](confidence=1.2)
