"""Component ``rewards``: forms of commendation that the plan offers, with who gives them, to whom, and how many.

A form counts where it is offered (``tặng``, ``đề nghị``, under ``Khen thưởng``), not where a cited act, a paper of the
dossier, a criterion or the past names it. Prizes (``Giải Nhất``) count in contests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.awards import award_forms
from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.models.campaign import Field, Reward
from vanthu.models.extract.citing.cited_documents import mentions
from vanthu.models.extract.emulation.criteria_labels import Kind, kind_of
from vanthu.models.extract.emulation.reward_terms import Span, terms_of
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

OFFERED = regex.compile(
    r"(?<!\p{L})(?:khen thưởng|tặng|trao|hình thức|xét|đề nghị|công nhận|được cấp|cấp cho|nhận|giải thưởng"
    r"|thưởng)(?!\p{L})",
    regex.IGNORECASE,
)
PAPER = regex.compile(
    r"^\W*(?:[a-zđ]\)|\d+(?:\.\d+)*[-.)])?\W*(?:Tờ trình|Báo cáo|Biên bản|Danh sách|Hồ sơ|Bản sao|Quyết định|Mẫu"
    r"|Công văn)(?!\p{L})"
)
"""A sentence on a paper of the dossier."""
GROUND = regex.compile(
    r"(?<!\p{L})(?:là|làm)\s(?:một trong (?:những|các)\s)?(?:căn cứ|cơ sở|điều kiện|tiêu chí)(?!\p{L})",
    regex.IGNORECASE,
)
"""``là căn cứ để xét …``: awards of another procedure are only mentioned."""
DONE = regex.compile(r"(?<!\p{L})(?:đã|từng)\s(?:được\s)?(?:[^,;.]{0,30}\s)?$", regex.IGNORECASE)
TITLED = regex.compile(
    r"(?:tặng|công nhận|phong|xét|đề nghị)[^;.]{0,40}danh hiệu\s[“\"]?(?:\p{L}+\s){0,2}$", regex.IGNORECASE
)
TITLES = frozenset({"individual_title", "collective_title", "household_title", "state_honorary_title"})
"""Kinds that count only after ``danh hiệu``: their names are common words."""
LETTER = "commendation_letter"
"""``biểu dương`` is a verb as often as an award: only in a list of forms."""
CASH = regex.compile(r"\s(?:\p{L}+\s){0,4}(?:\d|bằng \d)")
"""``tiền thưởng`` with a sum is offered; without one it is a budget line."""
PRIZES = regex.compile(r"giải thưởng|cơ cấu giải|hội thi|cuộc thi|liên hoan", regex.IGNORECASE)
FORM_LIST = regex.compile(r"hình thức (?:khen|thưởng|biểu)", regex.IGNORECASE)
CERTAINTY = 0.85
REACH = 1500
"""Characters before a form in which the words that offer it stand."""


@Language.component(
    "rewards", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs", "doc._.campaign"]
)
def rewards(doc: Doc) -> Doc:
    """Collect what the plan offers, once for each form, giver and kind of recipients."""
    source: SourceText = doc._.source
    contest = doc._.campaign.form.value == "contest"
    found = tuple(_fields(source, doc._.paragraphs, contest=contest))
    doc._.campaign = doc._.campaign.model_copy(update={"rewards": found})
    return doc


@cache
def _forms() -> regex.Pattern[str]:
    """Award forms without their givers, which stand apart as ``authority``, and diplomas with a name of their own."""
    names = sorted({award.name for award in award_forms() if " của " not in award.name}, key=len, reverse=True)
    spelled = "|".join(regex.escape(name).replace(r"\ ", r"\s") for name in names)
    return regex.compile(
        rf"(?<!\p{{L}})(?:(?-i:Bằng|Bảng vàng|Cúp)\s“[^”]{{3,60}}”|(?:{spelled})(?!\p{{L}}))", regex.IGNORECASE
    )


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    return {fold(award.name): (award.name, award.kind) for award in award_forms()}


def _fields(source: SourceText, paragraphs: Sequence[Paragraph], *, contest: bool) -> Iterator[Field[Reward]]:
    seen: dict[tuple[str, str], set[str]] = {}
    for paragraph in paragraphs:
        if paragraph.zone is Zone.APPENDIX and paragraph.cell is None and not paragraph.headings:
            continue
        for span, reward in offered(paragraph.text, paragraph.headings, contest=contest):
            anonymous = reward.authority is None and any(form == reward.form for form, _ in seen)
            place = (reward.form, fold(reward.authority or ""))
            whom = fold(reward.recipients or "")
            others = seen.get(place, set())
            if (place not in seen and not anonymous) or (whom and others and "" not in others and whom not in others):
                seen.setdefault(place, set()).add(whom)
                placed = reward.model_copy(update={"section": ".".join(paragraph.path) or None})
                yield source.field(Field[Reward], placed, paragraph.passage.spans(*span), certainty=CERTAINTY)


def offered(text: str, headings: Sequence[str] = (), *, contest: bool = False) -> Iterator[tuple[Span, Reward]]:
    """Rewards that a passage offers, with the span that says so.

    Args:
        text: the passage.
        headings: of the sections above it, outermost first.
        contest: the plan holds a contest, so that prizes are rewards.
    """
    if _elsewhere(headings):
        return
    cited = [(m.start, m.end) for m in mentions(text)]
    heading = " ".join(headings)
    previous: tuple[int, Span | None] | None = None
    for found in _forms().finditer(text):
        form, kind = _kinds().get(fold(found.group()), (found.group(), "diploma"))
        if any(start <= found.start() < end for start, end in cited):
            continue
        if not _is_offer(text, found, kind, heading, contest=contest):
            continue
        said = terms_of(text, found.start(), found.end(), previous)
        previous = found.end(), said.authority
        yield said.reach(*found.span()), _reward(text, form, said.authority, said.recipients, said.limit)


def _reward(text: str, form: str, *spans: Span | None) -> Reward:
    authority, recipients, limit = (text[slice(*span)].strip(" ,") if span else None for span in spans)
    return Reward(form=form, authority=authority, recipients=recipients, limit=limit)


def _elsewhere(headings: Sequence[str]) -> bool:
    """Under criteria, or under dossiers, a form is a condition or a paper, not an offer."""
    inner = bare(headings[-1]) if headings else ""
    dossier = "ho so" in inner and "hinh thuc" not in inner
    return dossier or (kind_of(inner) is Kind.CRITERIA and "khen thuong" not in inner)


def _is_offer(text: str, found: regex.Match[str], kind: str, heading: str, *, contest: bool) -> bool:
    before = text[max(found.start() - REACH, 0) : found.start()]
    sentence = regex.split(r"[.;]\s", before)[-1]
    if PAPER.match(sentence) or DONE.search(sentence) or GROUND.search(sentence):
        return False
    listed = bool(FORM_LIST.search(before) or FORM_LIST.search(heading))
    if kind in TITLES:
        return bool(TITLED.search(before)) or (listed and found.group()[0].isupper())
    if kind == LETTER:
        return listed and found.group()[0].isupper()
    if kind == "cash_prize":
        return bool(CASH.match(text, found.end())) or (listed and found.group()[0].isupper())
    if kind == "prize":
        return contest or bool(PRIZES.search(heading))
    return listed or bool(OFFERED.search(before) or OFFERED.search(heading))
