"""The extraction pipeline: a blank spaCy language, our tokenizer, and one component for each kind of field.

Components read ``doc._.source`` (the way back to the page) and what earlier components found, and write their fields
into the ``doc._`` extensions below; ``assigns`` and ``requires`` of each say which.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import CampaignFacts, Document
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Page

PIPELINE = {
    "zones": "vanthu.models.extract.structure.zoning",
    "outline": "vanthu.models.extract.structure.outline",
    "letterhead": "vanthu.models.extract.header.letterhead",
    "title": "vanthu.models.extract.header.title",
    "signatory": "vanthu.models.extract.header.signatory",
    "recipients": "vanthu.models.extract.header.recipients",
    "draft": "vanthu.models.extract.header.draft",
    "stamps": "vanthu.models.extract.header.stamps",
    "votes": "vanthu.models.extract.header.votes",
    "citations": "vanthu.models.extract.citing.citations",
    "names": "vanthu.models.extract.emulation.names",
    "period": "vanthu.models.extract.timing.period",
    "deadlines": "vanthu.models.extract.timing.deadlines",
    "date_doubts": "vanthu.models.extract.timing.date_doubts",
    "quotas": "vanthu.models.extract.quantity.quotas",
    "rewards": "vanthu.models.extract.emulation.rewards",
    "criteria": "vanthu.models.extract.emulation.criteria",
    "purposes": "vanthu.models.extract.emulation.purposes",
    "participants": "vanthu.models.extract.emulation.participants",
    "dossier": "vanthu.models.extract.emulation.dossier",
    "responsibilities": "vanthu.models.extract.assignment.responsibilities",
    "no_plan": "vanthu.models.extract.no_plan",
    "readiness": "vanthu.models.extract.readiness",
    "legibility": "vanthu.models.extract.legibility",
    "confidence": "vanthu.models.extract.confidence",
    "links": "vanthu.models.extract.links",
}
"""Component name → the module that registers it with ``@Language.component``, in order of running."""

EXTENSIONS: dict[str, object] = {
    "source": None,  # SourceText
    "zones": (),  # tuple[Zone, ...], one for each line of the source
    "paragraphs": (),  # tuple[Paragraph, ...]
    "outline": (),  # tuple[OutlineNode, ...]
    "appendices": (),  # tuple[Appendix, ...]
    "document": Document(),
    "ceilings": {},  # dict[str, float]: path of a value → the most that it is worth
    "legal_bases": (),  # tuple[Field[LegalBasis], ...]
    "campaign": CampaignFacts(),
    "issues": (),  # tuple[Issue, ...]
}


LONGEST = 50_000_000
"""Characters of one document. spaCy's own limit of a million guards parsers, of which there are none here; what is too
long is refused by intake."""


def register_extensions() -> None:
    """Declare the ``doc._`` attributes; calling it again changes nothing."""
    for name, default in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


@cache
def build(only: tuple[str, ...] = tuple(PIPELINE)) -> Language:
    """The pipeline, made once; ``only`` names the components to run, for tests of a few."""
    from vanthu.models.extract.tokenizer import VietnameseTokenizer  # noqa: PLC0415  spaCy objects are made on demand

    register_extensions()
    nlp = spacy.blank("xx")
    nlp.tokenizer = VietnameseTokenizer(nlp.vocab)
    nlp.max_length = LONGEST
    for name, module in PIPELINE.items():
        if name in only:
            importlib.import_module(module)
            nlp.add_pipe(name)
    return nlp


def annotate(pages: Sequence[Page], only: tuple[str, ...] = tuple(PIPELINE)) -> Doc:
    """Run the pipeline over the pages of one document and return the annotated Doc."""
    nlp = build(only)
    source = SourceText(pages)
    doc = nlp.make_doc(source.text)
    doc._.source = source
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
