"""What a person expects of each signal, and the few numbers that the fit is given."""

from __future__ import annotations

from typing import Final

RIDGE = 4000.0
"""Penalty on the square of what a weight, in units of its signal's spread, differs from PRIOR by. Chosen on all
documents for the share of wrong values seen; twice as much has a slightly better likelihood on documents left out and
finds 92 of the 106 wrong values where this finds 96."""
EARLIER = 1.0
"""What a value of an earlier extractor counts, of one of today's."""
DOUBTED = 0.245
"""Share of the right values that may lie under 0.9."""
BEFORE_FIGURES: Final = {
    "rule in doubt": -1.0,
    "word in doubt": -3.0,
    "words in doubt": -1.0,
    "words changed": -1.0,
    "number changed": -1.0,
    "foreign words": -1.0,
    "derived": -1.0,
    "word twice": -2.0,
    "bracket open": -1.0,
    "torn": -2.0,
    "not as printed": -2.0,
    "no name": -3.0,
    "short": -0.5,
    "long": -0.3,
    "alone": -1.0,
    "said twice": -0.5,
    "without words": -2.0,
    "page ocr": -0.5,
    "page restore": -0.5,
    "quotas: bare count": -1.0,
    "quotas: not round": -2.0,
    "quotas: reported": -1.0,
    "deadlines: reported": -0.5,
    "criteria: unnamed": -1.0,
    "place: of issuer": 1.0,
}
"""Nats that a person would give each signal before looking at any figures: a rule is taken at its word, and every doubt
counts against a value. Wrong values are few; where they say nothing a doubt must not come to speak for a value, so that
what is expected below nothing stays there."""
DOUBT: Final = -2.0
SEEN: Final = (
    "among bases",
    "criteria: below a lead",
    "criteria: below others",
    "criteria: levels mixed",
    "criteria: no end",
    "deadlines: bare date",
    "deadlines: cue before",
    "deadlines: no action",
    "deadlines: shared words",
    "dirt beside",
    "dossier: comma",
    "garbled beside",
    "issuer: several lines",
    "legal_bases: code unlike issuer",
    "legal_bases: code unlike type",
    "legal_bases: letter twice",
    "legal_bases: no type",
    "legal_bases: shared words",
    "legal_bases: small letters",
    "legal_bases: title cites",
    "misspelt",
    "negated",
    "period: several lines",
    "period: whole year",
    "quotas: copies",
    "quotas: moves on",
    "quotas: noun unknown",
    "quotas: one digit",
    "quotas: words left out",
    "recipients: after a bracket",
    "recipients: several lines",
    "responsibilities.tasks: no end",
    "responsibilities.tasks: no verb",
    "responsibilities.who: said once",
    "responsibilities.who: several lines",
    "responsibilities.who: whole lines",
    "sentences",
    "strokes",
)
"""Doubts that were thought of while looking at wrong values, so that figures of those values flatter them. None has
a prior of its own: each is expected to weigh DOUBT, chosen by the share of wrong values seen (of -1, -2, -3)."""
PRIOR: Final = {**BEFORE_FIGURES, **dict.fromkeys(SEEN, DOUBT)}
