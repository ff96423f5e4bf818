"""Component ``no_plan``: a paper that sets out no work gets an empty campaign, and the reason."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import CampaignFacts, Issue
from vanthu.models.extract.plan_kinds import why_no_plan


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
