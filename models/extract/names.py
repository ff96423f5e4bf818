"""Component ``names``: the campaigns that the document itself launches, their slogans, form and scope.

The subject of the document says what it launches; movements that are only mentioned in the body are not its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, TypeVar

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Field
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.extract.zones import Zone

T = TypeVar("T")
Form = Literal["regular", "thematic", "wave", "peak_wave", "mobilisation", "contest", "learning"]
Scope = Literal["national", "ministry_sector_union_locality", "cluster_bloc", "unit"]

LAUNCH = regex.compile(
    r"(?<!\p{L})(?P<head>(?:các\s)?"
    r"(?:phong trào(?:\sthi đua)?|đợt thi đua(?:\scao điểm)?|cuộc vận động|hội thi|cuộc thi))"
    r"(?:\s(?:chuyên đề|thường xuyên))?(?P<link>\s(?:xây dựng|thực hiện|với chủ đề))?\s*:?\s+(?=[“\"\p{L}\d])",
    regex.IGNORECASE,
)
LAUNCHES = regex.compile(r"phát động|tổ chức|triển khai|hưởng ứng|thực hiện", regex.IGNORECASE)
QUOTED = regex.compile(r"[“\"](?P<name>[^“”\"]{3,250})[”\"]")
NEXT_QUOTED = regex.compile(r"\s*(?:,|và|;)\s*(?=[“\"])")
UNQUOTED_ENDS = regex.compile(
    r"\s+(?:trên địa bàn|giai đoạn|trong toàn|trong năm|năm \d{4}|năm học|nhiệm kỳ)(?!\p{L})|\s*\(|\s*[.]\s*$|$",
    regex.IGNORECASE,
)
ISSUES_PLAN = regex.compile(r"(?:ban hành|xây dựng)\sKế hoạch\s|^UBND[^.]{0,40}phát động\s")
SLOGAN = regex.compile(r"(?<!\p{L})(?:khẩu hiệu|chủ đề)(?!\p{L})[^“\"]{0,60}(?=[“\"])", regex.IGNORECASE)
FORMS: Final[tuple[tuple[Form, str], ...]] = (
    ("peak_wave", r"đợt thi đua cao điểm"),
    ("wave", r"đợt thi đua"),
    ("thematic", r"thi đua (?:theo )?chuyên đề"),
    ("regular", r"thi đua thường xuyên"),
    ("mobilisation", r"cuộc vận động"),
    ("contest", r"hội thi|cuộc thi|liên hoan"),
    ("learning", r"học tập và làm theo"),
)
LOCALITY = r"(?:tỉnh|thành phố|huyện|thị xã|ngành|xã|phường)"
SCOPES: Final[tuple[tuple[Scope, str], ...]] = (
    ("national", r"toàn quốc|trong cả nước"),
    ("cluster_bloc", r"(?:trong|các) (?:cụm|khối)(?:, (?:cụm|khối))? thi đua"),
    ("ministry_sector_union_locality", rf"trong toàn (?:đảng bộ )?{LOCALITY}|trên địa bàn {LOCALITY}|trong toàn ngành"),
    ("unit", r"trong (?:toàn )?(?:cơ quan|đơn vị|trường|công ty)"),
)
CERTAINTY_TITLE, CERTAINTY_BODY = 0.95, 0.8
LONGEST_SLOGANS = 5


@Language.component(
    "names", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.zones", "doc._.paragraphs", "doc._.campaign"]
)
def names(doc: Doc) -> Doc:
    """Name what the subject of the document launches."""
    source: SourceText = doc._.source
    paragraphs: Sequence[Paragraph] = doc._.paragraphs
    launching, spans, certainty = _launched(_title(source, doc._.zones), paragraphs)
    if launching is None:
        return doc
    found = [_cased(launching, span, paragraphs) for span in spans]
    doc._.campaign = doc._.campaign.model_copy(
        update={
            "names": tuple(
                source.field(Field[str], passage.text[slice(*span)], [passage.span(*span)], certainty=certainty)
                for passage, span in found
            ),
            "slogans": tuple(_slogans(source, paragraphs)),
            "form": _stated(source, Field[Form], FORMS, [launching]),
            "scope": _stated(source, Field[Scope], SCOPES, [launching, *_statements(paragraphs)]),
        }
    )
    return doc


def _title(source: SourceText, zones: Sequence[Zone]) -> Passage:
    refs = [ref for ref, zone in zip(source.lines, zones, strict=True) if zone is Zone.TITLE]
    return Passage.of(source, [(ref.start, ref.end) for ref in refs])


def _launched(title: Passage, paragraphs: Sequence[Paragraph]) -> tuple[Passage | None, list[tuple[int, int]], float]:
    """The passage that launches something, and where the names stand in it."""
    spans = launched(title.text)
    if spans:
        return title, spans, CERTAINTY_TITLE
    if title.text:
        return None, [], 0.0
    for passage in _statements(paragraphs):
        spans = launched(passage.text)
        if spans:
            return passage, spans, CERTAINTY_BODY
    return None, [], 0.0


def _statements(paragraphs: Sequence[Paragraph]) -> Iterator[Passage]:
    """Paragraphs before the first section that say what the plan is about."""
    for paragraph in paragraphs:
        if paragraph.path or paragraph.zone is not Zone.BODY:
            return
        if ISSUES_PLAN.search(paragraph.text):
            yield paragraph.passage


def launched(text: str) -> list[tuple[int, int]]:
    """Spans of the names of campaigns that a subject launches; empty where it launches none."""
    for head in LAUNCH.finditer(text):
        if not LAUNCHES.search(text, 0, head.start()) or "“" in _open_quote(text, head.start()):
            continue
        quoted = QUOTED.match(text, head.end())
        if quoted:
            return _quoted_list(text, quoted)
        end = UNQUOTED_ENDS.search(text, head.end())
        start = head.start("link") + 1 if head["link"] and "chủ đề" not in head["link"].casefold() else head.end()
        if end and end.start() > start:
            return [(start, end.start())]
    return []


def _open_quote(text: str, position: int) -> str:
    """``“`` where a quotation is still open: what it names is somebody else's."""
    before = text[:position]
    return "“" if before.count("“") > before.count("”") else ""


def _quoted_list(text: str, first: regex.Match[str]) -> list[tuple[int, int]]:
    found = [first.span("name")]
    position = first.end()
    while (link := NEXT_QUOTED.match(text, position)) and (following := QUOTED.match(text, link.end())):
        found.append(following.span("name"))
        position = following.end()
    return found


def _cased(passage: Passage, span: tuple[int, int], paragraphs: Sequence[Paragraph]) -> tuple[Passage, tuple[int, int]]:
    """A name printed in capitals is taken from the body, where it stands in its own case."""
    name = passage.text[slice(*span)]
    if not name.isupper():
        return passage, span
    for paragraph in paragraphs:
        found = regex.search(regex.escape(name), paragraph.text, regex.IGNORECASE)
        if found and not found.group().isupper():
            return paragraph.passage, found.span()
    return passage, span


def _slogans(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[Field[str]]:
    seen: set[str] = set()
    for paragraph in paragraphs:
        for found in _slogan_spans(paragraph):
            slogan = paragraph.text[slice(*found)]
            if slogan.casefold() not in seen and len(seen) < LONGEST_SLOGANS:
                seen.add(slogan.casefold())
                yield source.field(Field[str], slogan, [paragraph.passage.span(*found)], certainty=CERTAINTY_BODY)


def _slogan_spans(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    under = paragraph.headings and SLOGAN.search(paragraph.headings[-1] + " “")
    alone = QUOTED.match(paragraph.text)
    if under and alone:
        yield alone.span("name")
    for lead in SLOGAN.finditer(paragraph.text):
        quoted = QUOTED.match(paragraph.text, lead.end())
        if quoted:
            yield quoted.span("name")


def _stated(
    source: SourceText, kind: Callable[..., Field[T]], table: Sequence[tuple[T, str]], passages: Sequence[Passage]
) -> Field[T]:
    """The first entry of ``table`` that one of the passages states."""
    for passage in passages:
        for value, words in table:
            found = regex.search(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})", passage.text, regex.IGNORECASE)
            if found:
                return source.field(kind, value, [passage.span(*found.span())], certainty=CERTAINTY_BODY)
    return kind()
