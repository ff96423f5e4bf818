"""Component ``no_plan``: a paper that sets out no work gets an empty campaign, and the reason."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import CampaignFacts, Document, Issue
from vanthu.models.extract.paragraphs import Paragraph

NEVER_PLANS = frozenset(
    {"BB", "BC", "TTr", "HĐ", "GM", "GGT", "GNP", "GUQ", "PG", "PC", "PB", "BGN", "BTT", "TCg", "SY", "TrS", "SL"}
)
"""Minutes, reports, requests, contracts, invitations, slips, copies, letters of courtesy (NĐ 30/2020, Phụ lục III)."""
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


@Language.component(
    "no_plan", assigns=["doc._.campaign", "doc._.issues"], requires=["doc._.document", "doc._.campaign"]
)
def no_plan(doc: Doc) -> Doc:
    """Empty the campaign of what is no plan: its numbers and dates bind nobody."""
    reason = None if doc._.campaign.names else why_no_plan(doc._.document, doc._.paragraphs)
    if reason:
        doc._.campaign = CampaignFacts()
        kept = (issue for issue in doc._.issues if not issue.path.startswith("campaign"))
        doc._.issues = (*kept, Issue(code="no_plan", severity="info", path="campaign", message=reason))
    return doc


def why_no_plan(document: Document, paragraphs: Sequence[Paragraph]) -> str | None:
    """Why the paper sets out no work, None where it does or may."""
    kind = document.type.value
    if kind and kind.code in NEVER_PLANS:
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
