"""Component ``rewards``: forms of commendation that the plan offers, with who gives them, to whom, and how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.awards import award_forms
from vanthu.corpora.gazetteer.folding import fold
from vanthu.models.campaign import Field, Reward
from vanthu.models.extract.cited_documents import mentions
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.quotas import binding
from vanthu.models.extract.source import SourceText

OFFERED = regex.compile(
    r"(?<!\p{L})(?:khen thưởng|tặng|trao|hình thức|xét|đề nghị|công nhận)(?!\p{L})", regex.IGNORECASE
)
OWNER = regex.compile(
    r"\scủa\s(?P<who>(?:các\s)?\p{Lu}[^,;.:()]{2,80}?)(?=\s(?:cho|đối với|và (?:Giấy|Bằng|Huân))\s|[,;.:()]|$)"
)
GIVERS = (
    "Thủ tướng|Chủ tịch|Ban Thường vụ|Ban thường vụ|Ban Chấp hành|Bộ trưởng|Giám đốc|Hiệu trưởng|Thủ trưởng"
    "|Ủy ban nhân dân|UBND"
)
GIVER = regex.compile(
    rf"(?P<who>(?:{GIVERS})(?:\s(?!xem|xét|quyết|tặng|đề)[\p{{L}}-]+){{0,12}}),?\s"
    r"(?:(?:xem xét|xét|quyết định|khen thưởng),?\s)*tặng\s$"
)
GIVEN_TO = regex.compile(
    r"[^;.:]{0,60}?\scho\s(?P<who>(?:các\s|những\s)?\p{Ll}[^;.:()]{2,90}?)"
    r"(?=\s(?:có|đạt|hoàn thành|lập|trong|tiêu biểu|theo)\s|[;.:()]|$)"
)
TITLES = frozenset({"individual_title", "collective_title", "household_title", "state_honorary_title"})
"""Kinds that count only after ``danh hiệu``: their names are common words."""
UNMARKED = frozenset({"commendation_letter", "cash_prize"})
"""``biểu dương`` and ``tiền thưởng`` are verbs and sums as often as awards: only in a list of forms."""
FORM_LIST = regex.compile(r"hình thức (?:khen|thưởng|biểu)", regex.IGNORECASE)
CERTAINTY = 0.85


@Language.component(
    "rewards", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs", "doc._.campaign"]
)
def rewards(doc: Doc) -> Doc:
    """Collect what the plan offers, once for each form and giver."""
    source: SourceText = doc._.source
    found = tuple(_fields(source, doc._.paragraphs))
    doc._.campaign = doc._.campaign.model_copy(update={"rewards": found})
    return doc


@cache
def _forms() -> regex.Pattern[str]:
    """Award forms without their givers, which stand apart as ``authority``."""
    names = sorted({award.name for award in award_forms() if " của " not in award.name}, key=len, reverse=True)
    spelled = "|".join(regex.escape(name).replace(r"\ ", r"\s") for name in names)
    return regex.compile(rf"(?<!\p{{L}})(?:{spelled})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    return {fold(award.name): (award.name, award.kind) for award in award_forms()}


def _fields(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[Field[Reward]]:
    seen: set[tuple[str, str]] = set()
    for paragraph in paragraphs:
        for span, reward in offered(paragraph.text, paragraph.headings):
            anonymous = reward.authority is None and any(form == reward.form for form, _ in seen)
            place = (reward.form, fold(reward.authority or ""))
            if place not in seen and not anonymous:
                seen.add(place)
                yield source.field(Field[Reward], reward, [paragraph.passage.span(*span)], certainty=CERTAINTY)


def offered(text: str, headings: Sequence[str] = ()) -> Iterator[tuple[tuple[int, int], Reward]]:
    """Rewards that a passage offers, with the span that says so; those in titles of cited acts are not offers."""
    cited = [(m.start, m.end) for m in mentions(text)]
    heading = " ".join(headings)
    for found in _forms().finditer(text):
        form, kind = _kinds()[fold(found.group())]
        if any(start <= found.start() < end for start, end in cited):
            continue
        if not _is_offer(text, found, kind, heading):
            continue
        yield _reward(text, found, form)


def _is_offer(text: str, found: regex.Match[str], kind: str, heading: str) -> bool:
    before = text[: found.start()]
    if kind in TITLES and not regex.search(r"danh hiệu\s[“\"]?(?:\p{L}+\s){0,2}$", before, regex.IGNORECASE):
        return False
    listed = FORM_LIST.search(before) or FORM_LIST.search(heading)
    if kind in UNMARKED:
        return bool(listed) and found.group()[0].isupper()
    return bool(listed or OFFERED.search(before) or OFFERED.search(heading))


def _reward(text: str, found: regex.Match[str], form: str) -> tuple[tuple[int, int], Reward]:
    """Read the words around the form; the span covers all that was read."""
    start, end = found.span()
    owner = OWNER.match(text, end)
    giver = None if owner else GIVER.search(text, 0, start)
    named = owner or giver
    end = owner.end() if owner else end
    recipients = GIVEN_TO.match(text, end)
    reach = recipients.end() if recipients else end
    stop = regex.search(r"[;.](?:\s|$)", text[reach:])
    sentence = text[reach : reach + stop.start()] if stop else text[reach:]
    limits = [q for q in binding(sentence) if q.quota.comparator in {"<=", "<", "between"}]
    if limits:
        reach += limits[-1].end
    limit = sentence[limits[0].start : limits[-1].end] if limits else None
    reward = Reward(
        form=form,
        authority=named["who"].strip() if named else None,
        recipients=recipients["who"].strip() if recipients else None,
        limit=limit,
    )
    return (giver.start() if giver else start, reach), reward
