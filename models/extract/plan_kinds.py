"""Which documents set out a plan: only these have purposes, participants, duties and dossiers of their own."""

from __future__ import annotations

import regex
from spacy.tokens import Doc

from vanthu.models.extract.no_plan import NEVER_PLANS

SETS_OUT = frozenset({"KH", "CTr", "ĐA", "PA", "DA", "CT", "HD", "CĐ", "LKG", "TT"})
"""Plan, programme, scheme, option, project, directive, guidance, telegram, call, circular of the Party
(NĐ 30/2020, Phụ lục III; HD 36-HD/VPTW): they say what shall be done."""
BRINGS = {
    "QĐ": regex.compile(
        r"(?:ban\s+hành|phê\s+duyệt)\s+(?:kế\s+hoạch|chương\s+trình|phương\s+án|đề\s+án|thể\s+lệ|điều\s+lệ\s+(?:hội|cuộc)\s+thi)",
        regex.IGNORECASE,
    ),
    "CV": regex.compile(r"phát\s+động|thi\s+đua|phong\s+trào|cuộc\s+vận\s+động|hội\s+thi|cuộc\s+thi", regex.IGNORECASE),
}
"""Subjects of decisions that bring a plan, and of letters that stand for one."""


def sets_out(doc: Doc) -> bool:
    """A plan by its type or subject, or any other act that itself launches a campaign."""
    kind = doc._.document.type.value
    code = kind.code if kind else ""
    if code in SETS_OUT:
        return True
    brings = BRINGS.get(code)
    launches = bool(doc._.campaign.names) and code not in NEVER_PLANS
    return launches or bool(brings and brings.search(doc._.document.title.value or ""))
