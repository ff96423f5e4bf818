"""Which documents set out a plan: only these have purposes, participants, duties and dossiers of their own."""

from __future__ import annotations

from spacy.tokens import Doc

SETS_OUT = frozenset({"KH", "CTr", "ĐA", "PA", "DA", "CT", "HD", "CĐ", "LKG", "TT"})
"""Plan, programme, scheme, option, project, directive, guidance, telegram, call, circular of the Party
(NĐ 30/2020, Phụ lục III; HD 36-HD/VPTW): they say what shall be done."""
REPORTS = frozenset({"BC", "TTr", "BB", "GM", "GGT", "GUQ", "HĐ"})
"""They tell, ask, invite or agree: what they quote of a campaign is not their own."""


def sets_out(doc: Doc) -> bool:
    """A plan by its type, or any other act (decision, letter) that itself launches a campaign."""
    kind = doc._.document.type.value
    code = kind.code if kind else None
    return code in SETS_OUT or (bool(doc._.campaign.names) and code not in REPORTS)
