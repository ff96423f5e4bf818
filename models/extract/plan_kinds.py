"""Which papers set out work: what a paper may hold follows from its type, for some types from its subject.

One table answers two questions. ``sets_out``: does the paper have purposes, participants, duties and a dossier of its
own? ``why_no_plan``: is it so surely no plan that its numbers and dates bind nobody? Between them lie papers that may
set targets without being a plan (a resolution, a notice).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import Document
from vanthu.models.extract.structure.paragraphs import Paragraph

SETS_OUT = frozenset({"KH", "CTr", "ĐA", "PA", "DA", "CT", "HD", "CĐ", "LKG", "TT", "TL"})
"""Plan, programme, scheme, option, project, directive, guidance, telegram, call, circular of the Party, rules of a
contest (NĐ 30/2020, Phụ lục III; HD 36-HD/VPTW): they say what shall be done."""
NEVER = frozenset(
    {"BB", "BC", "TTr", "HĐ", "GM", "GGT", "GNP", "GUQ", "PG", "PC", "PB", "BGN", "BTT", "TCg", "SY", "TrS", "SL"}
)
"""Minutes, reports, requests, contracts, invitations, slips, copies, letters of courtesy (NĐ 30/2020, Phụ lục III)."""
REGULATES = r"(?:quy che|quy dinh)\b.*(?:thi dua|khen thuong|xet tang|danh hieu|giai thuong|hoi thi|cuoc thi)"
BY_SUBJECT = {
    "QĐ": regex.compile(
        r"(?:ban hanh|phe duyet) (?:ke hoach|chuong trinh|phuong an|de an|the le|dieu le (?:hoi|cuoc) thi)"
        rf"|ban hanh {REGULATES}"
    ),
    "QC": regex.compile(r"thi dua|khen thuong|xet tang|danh hieu|giai thuong|hoi thi|cuoc thi"),
    "CV": regex.compile(r"phat dong|thi dua|phong trao|cuoc van dong|hoi thi|cuoc thi"),
}
"""Subjects, on bare text, of decisions that bring a plan or rules of awards, and of letters that stand for one."""
DECIDES_WORK = regex.compile(
    r"\W*(?:v\s?/\s?v\s|\w{1,2} viec\s)?"
    r"(?:ban hanh|phe duyet|phat dong|trien khai|to chuc|giao chi tieu|giao nhiem vu|quy dinh|sua doi)(?!\w)"
)
"""Subjects of decisions that set out work or rules, on bare text: others appoint, award, recognise, announce, allot."""
SETS_OUT_WORK = regex.compile(
    r"(?<!\w)(?:ke hoach|to chuc thuc hien|muc dich|thi dua|phong trao|tien do|trien khai)(?!\w)"
)
"""Words of headings and first paragraphs of a plan whose letterhead is lost, on bare text."""
OPENING = 6
"""Paragraphs at the start of a paper without header that may say what it is."""


def sets_out(doc: Doc) -> bool:
    """A plan by its type or subject, or any other act that itself launches a campaign."""
    kind = doc._.document.type.value
    code = kind.code if kind else ""
    if code in SETS_OUT:
        return True
    subject = BY_SUBJECT.get(code)
    launches = bool(doc._.campaign.names) and code not in NEVER
    return launches or bool(subject and subject.search(bare(doc._.document.title.value or "")))


def why_no_plan(document: Document, paragraphs: Sequence[Paragraph]) -> str | None:
    """Why the paper sets out no work, None where it does or may."""
    kind = document.type.value
    if kind and kind.code in NEVER:
        return f"a {kind.name} sets out no work"
    if kind and kind.code == "QĐ" and kind.name == "Quyết định":
        subject = bare(document.title.value or "")
        return None if not subject or DECIDES_WORK.match(subject) else "a decision that attaches no plan"
    headless = not (kind or document.code.text or document.issuer.value or document.recipients)
    if headless and not SETS_OUT_WORK.search(bare(_opening(paragraphs))):
        return "neither a letterhead nor words of a plan were found"
    return None


def _opening(paragraphs: Sequence[Paragraph]) -> str:
    """First paragraphs and all headings."""
    told = [p.text for index, p in enumerate(paragraphs) if index < OPENING or p.heading]
    return "\n".join(told)
