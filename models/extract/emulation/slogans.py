"""Slogans, mottos and themes of a campaign, as printed in quotation marks or listed under ``Khẩu hiệu``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.models.campaign import Field
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

_WORDS = "khau hieu|chu de|thong diep|phuong cham"
_LEAD = regex.compile(rf"(?<!\w)(?<!thuc hien |tot |theo )(?:{_WORDS})(?!\w)(?! sinh hoat)[^“\"„«.;]{{0,60}}$")
"""``thực hiện tốt phương châm “…”`` asks for a way of working, not for a slogan."""
_NUMBERED = r"^\W*(?:(?:\d+|[a-z]|[ivx]+)[.)-]+\s*)*(?:ve |cac )?"
_LABEL = regex.compile(rf"{_NUMBERED}(?:{_WORDS})(?!\w)")
_SLOGAN_LABEL = regex.compile(rf"{_NUMBERED}(?:khau hieu|thong diep)(?!\w)")
_LEADS = regex.compile(r"(?<!\w)(?:khau hieu|thong diep)(?: \w+){0,5}\s?:$")
_OF_CAMPAIGN = regex.compile(
    r"(?<!\w)(?:phong trao|dot thi dua|cuoc (?:van dong|thi)|chien dich|hoi thi|thang (?:cao|hanh)|phat dong)(?!\w)"
)
_QUOTED = regex.compile(r"[“\"„«](?P<name>[^“”\"„«»]{3,250})[”\"»“]")
_AGAIN = regex.compile(r"\s*(?:;|,|va|\.)?\s*$")
_UNQUOTED = regex.compile(r"^[^:]{0,60}:\s*(?P<slogan>[\p{Lu}\d][^“\"]{8,200}?)\s*[.;!]*$")
MOST = 12
"""A list of slogans for banners may be long; more than this is something else."""
CERTAINTY = 0.8
REACH = 300
"""Characters before a quotation in which the words that introduce it stand."""


def slogans(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[Field[str]]:
    """Each slogan once, in order."""
    seen: set[str] = set()
    leads = False
    for paragraph in paragraphs:
        if paragraph.zone is not Zone.BODY:
            continue
        found = list(_spans(paragraph, leads=leads))
        leads = bool(_LEADS.search(bare(paragraph.text))) or (leads and bool(found))
        for start, end in found:
            slogan = paragraph.text[start:end]
            if fold(slogan) not in seen and len(seen) < MOST:
                seen.add(fold(slogan))
                yield source.field(Field[str], slogan, paragraph.passage.spans(start, end), certainty=CERTAINTY)


def _spans(paragraph: Paragraph, *, leads: bool) -> Iterator[tuple[int, int]]:
    key = bare(paragraph.text)
    under = leads or bool(paragraph.headings and _LABEL.match(bare(paragraph.headings[-1])))
    labelled = under or bool(_LABEL.match(key))
    found = False
    last = 0
    for quoted in _QUOTED.finditer(paragraph.text):
        lead = _LEAD.search(key, max(quoted.start() - REACH, 0), quoted.start())
        goes_on = found and _AGAIN.match(key, last, quoted.start())
        told = lead and (
            labelled or _OF_CAMPAIGN.search(key, max(lead.start() - REACH, 0), lead.start()) or not paragraph.path
        )
        if (under and not key[: quoted.start()].strip(" -+*")) or goes_on or told:
            found, last = True, quoted.end()
            yield quoted.span("name")
    if not found and _SLOGAN_LABEL.match(key) and (alone := _UNQUOTED.match(paragraph.text)):
        yield alone.span("slogan")
