"""Component ``readiness``: what a system that launches campaigns would still miss, and why lists are empty."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import CampaignFacts, Issue, LegalBasis, Readiness

LEAST_CRITERIA, LEAST_BASES = 3, 2
LISTS = (
    "names",
    "slogans",
    "participants",
    "purposes",
    "requirements",
    "criteria",
    "quotas",
    "deadlines",
    "rewards",
    "responsibilities",
)
"""Empty means that the plan has none that could be found."""


@Language.component(
    "readiness", assigns=["doc._.campaign", "doc._.issues"], requires=["doc._.campaign", "doc._.legal_bases"]
)
def readiness(doc: Doc) -> Doc:
    """Say what is missing, and note every empty list."""
    campaign: CampaignFacts = doc._.campaign
    bases = [field.value for field in doc._.legal_bases if field.value]
    missing = tuple(missing_parts(campaign, bases))
    doc._.campaign = campaign.model_copy(update={"readiness": Readiness(complete=not missing, missing=missing)})
    doc._.issues = (*doc._.issues, *_empty(campaign, found_bases=bool(bases)))
    return doc


def missing_parts(campaign: CampaignFacts, bases: list[LegalBasis]) -> Iterator[str]:
    """Keys of what a launch asks for and the plan does not give, in the order of the schema."""
    period = campaign.period.value
    items = sum(len(group.items) for group in campaign.criteria)
    has = {
        "name": bool(campaign.names),
        "objective": bool(campaign.purposes),
        "participants": bool(campaign.participants),
        "criteria": items >= LEAST_CRITERIA,
        "period": bool(period and period.start and period.end),
        "dossier_deadline": any(d.value and d.value.milestone == "dossier" for d in campaign.deadlines),
        "rewards": bool(campaign.rewards),
        "legal_bases": len(bases) >= LEAST_BASES,
    }
    return (key for key, present in has.items() if not present)


def _empty(campaign: CampaignFacts, *, found_bases: bool) -> Iterator[Issue]:
    empty = [name for name in LISTS if not getattr(campaign, name)]
    if not campaign.dossier.items:
        empty.append("dossier")
    for name in empty:
        yield _issue(f"campaign.{name}")
    if not found_bases:
        yield _issue("legal_bases")


def _issue(path: str) -> Issue:
    return Issue(code="absent", severity="info", path=path, message="none found in the document")
