"""Every value has a confidence that was fitted, and what casts doubt on a value lowers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.campaign import CampaignFacts, Document, Field, Quota
from vanthu.models.extract.confidence import LEAST, MOST, graded, likelihood, weights
from vanthu.models.extract.doubts.sight import Sight
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Line, Page, Trail, Verdict, Word

DOUBTS = (
    "rule in doubt",
    "word in doubt",
    "derived",
    "torn",
    "bracket open",
    "no name",
    "quotas: not round",
    "strokes",
    "misspelt",
    "sentences",
    "garbled beside",
    "quotas: words left out",
    "responsibilities.tasks: no verb",
    "criteria: below a lead",
)


def page(*lines, verdict=Verdict.TEXT):
    return Page(1, tuple(lines), Trail(verdict))


def quota(source, text, value, certainty=0.9):
    start = source.text.index(text)
    found = Quota(comparator="=", value=value, unit="count", noun="mô hình")
    return source.field(Field[Quota], found, [(start, start + len(text))], certainty=certainty)


def judged(source, field):
    sight = Sight(source, Document(), CampaignFacts(quotas=(field,)))
    return sight.signals("campaign.quotas.0", field)


def test_rule_and_reading_are_told_apart():
    line = Line("có 30 mô hình", "có 30 mô hình", words=(Word(3, 5, confidence=0.5),))
    source = SourceText([page(line)])
    signals = judged(source, quota(source, "30 mô hình", 30))
    sure = judged(SourceText([page(Line.plain(line.text))]), quota(SourceText([page(Line.plain(line.text))]), "30", 30))
    assert signals["word in doubt"] == pytest.approx(0.5)
    assert signals["rule in doubt"] == pytest.approx(sure["rule in doubt"], abs=1e-2)


def test_a_number_that_was_counted_is_doubted_more_than_one_that_was_set():
    source = SourceText(
        [page(Line.plain("Phấn đấu xây dựng 1.718 mô hình"), Line.plain("Phấn đấu xây dựng 1.700 mô hình"))]
    )
    counted, target = quota(source, "1.718 mô hình", 1718), quota(source, "1.700 mô hình", 1700)
    assert likelihood(judged(source, counted)) < likelihood(judged(source, target))


def test_digits_that_restoration_changed_are_seen():
    line = Line("c6 3O hộ", "có 30 hộ", offsets=tuple(range(9)), words=(Word(3, 5, confidence=0.95),))
    source = SourceText([page(line, verdict=Verdict.RESTORE)])
    signals = judged(source, quota(source, "30 hộ", 30))
    assert (signals["number changed"], signals["page restore"]) == (1.0, 1.0)


@pytest.mark.parametrize("doubt", DOUBTS)
def test_no_doubt_speaks_for_a_value(doubt):
    assert weights()[doubt] <= 0


@given(st.dictionaries(st.sampled_from(sorted(weights())), st.floats(-5, 5)))
def test_confidence_is_never_certain_and_never_nothing(signals):
    assert LEAST <= likelihood(signals) <= MOST


def test_values_that_are_not_there_keep_a_confidence_of_nothing_and_the_rest_stays():
    facts = CampaignFacts(names=(Field(value="Dân vận khéo", text="Dân vận khéo"), Field()))
    new = graded(facts, "campaign", lambda _path, _field: 0.5)
    assert [f.confidence for f in new.names] == [0.5, 0.0]
    assert new.names[0].value == "Dân vận khéo"
    assert new.dossier is facts.dossier
