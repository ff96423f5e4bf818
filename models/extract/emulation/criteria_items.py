"""One paragraph of a criteria section, cut into its criteria.

A listed paragraph is one criterion. Running text without a mark has one a sentence, and what follows a label on the
same line (``Đối với tập thể: …; …``) has one a sentence or clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from vanthu.corpora.gazetteer.folding import bare

Span = tuple[int, int]

SHORTEST = 15
"""Characters: a shorter piece is a label, a page number or a remnant of OCR."""
LEAST_LEAD = 60
"""Characters of a lead that is a criterion itself (``Nâng cao nhận thức …, như sau:``; the shorter of two: 118)."""
_SENTENCE = regex.compile(r"(?<=[\p{Ll}\d)”\"%…]|\.\.)[.…]\s+(?=[\p{Lu}“\"])")
_ABBREVIATED = regex.compile(r"(?:^|[\s(])(?:\p{Lu}{1,3}|[Tt][Pp]|[Tt][Xx]|[Tt]h[Ss]|v\.v|[Ss]t|[Nn]xb)$")
_CLAUSE = regex.compile(r";\s+(?=\p{L})")
_LOST_MARK = regex.compile(r";\s+(?=\p{Lu})")
"""A line that begins with a capital after a semicolon is an item whose mark was lost."""
_ANNOUNCES = regex.compile(
    r"(?:,|;|\.|\(|\s-)\s*(?:trong do|cu the|cac noi dung nay|cac chi tieu|nhat la|bao gom|gom|nhu sau|tap trung"
    r"|trong tam"
    r"|voi (?:cac|nhung)|theo (?:cac|nhung)|thong qua)(?!\w)[^:.;]{0,90}:$"
)
_MERELY_LEADS = regex.compile(
    r"^(?:can cu|tren co so|cac |nhung |tap the|ca nhan|doi voi|dat |ngoai |de |khi |noi dung|tieu chi|tieu chuan"
    r"|chi tieu)"
    r"|(?:noi dung|tieu chi|tieu chuan|chi tieu|nhiem vu|yeu cau|dieu kien)"
    r"(?: (?:trong tam|chu yeu|co ban|cu the|chinh|thi dua|tren|sau|sau day))*$"
)
_ANNOUNCED = regex.compile(
    r"(?:noi dung|tieu chi|tieu chuan|chi tieu|dieu kien|yeu cau)(?: \w+){0,3} (?:sau|sau day|duoi day)\W*$"
)
"""``đạt các tiêu chí sau``: a lead whose colon is lost."""
_NO_CRITERION = regex.compile(
    r"^\W*(?:(?:hien (?:tai|nay|co)|den nay|tinh den|thoi gian qua|nam qua)(?!\w)|\(?(?:chi tiet|co|kem theo"
    r"|xem)\s[^.;]{0,40}(?<!\w)(?:phu luc|bieu (?:mau|so|\d)|mau (?:so|\d|kem)|kem theo)"
    r"|ghi chu|luu y|phu luc|bang \d|mau so"
    r"|thuc hien theo (?:quy dinh|huong dan|phu luc)|theo (?:quy dinh|phu luc|huong dan)[^;]{0,60}$"
    r"|(?:tang (?:giay|bang|co (?:thi|don)|huan|huy|ky niem|danh hieu|thuong)|de nghi (?:tang|cap|chu tich|khen)"
    r"|so luong (?:de nghi|khen))(?!\w))"
)
"""References to an appendix, notes, and what is awarded. Bare ``tang`` may be ``tăng``, bare ``bieu`` ``tiêu biểu``."""


def items(text: str, start: int, begins_line: Callable[[int], bool], *, marked: bool, labelled: bool) -> Iterator[Span]:
    """Spans of the criteria in ``text[start:]``.

    Args:
        text: the paragraph.
        begins_line: whether a character of the text begins a printed line.
        start: where it goes on after list mark and label.
        marked: it has a list mark.
        labelled: a label stands before ``start`` on the same paragraph.
    """
    end = len(text.rstrip())
    if text[start:end].endswith(":"):
        lead = _stated(text, start, end)
        yield from [lead] if lead else []
        return
    if labelled or not marked:
        sentences = list(_cut(text, start, end, _SENTENCE))
        pieces = list(_cut(text, *sentences[0], _CLAUSE)) if labelled and len(sentences) == 1 else sentences
    else:
        pieces = list(_cut(text, start, end, _LOST_MARK, begins_line))
    yield from (piece for piece in (_trimmed(text, *p) for p in pieces) if is_criterion(text[slice(*piece)]))


def is_criterion(text: str) -> bool:
    """Long enough to say something, and neither a note nor a reference nor an award."""
    if len(text) < SHORTEST or 2 * sum(c.isalpha() for c in text) <= len(text):
        return False
    key = bare(text)
    return not _NO_CRITERION.match(key) and not _ANNOUNCED.search(key)


def _stated(text: str, start: int, end: int) -> Span | None:
    """A lead that says what is to be achieved before it announces the details."""
    key = bare(text[start:end])
    announces = _ANNOUNCES.search(key)
    if not announces or announces.start() < LEAST_LEAD or _MERELY_LEADS.search(key[: announces.start()]):
        return None
    return start, end


def _cut(
    text: str, start: int, end: int, at: regex.Pattern[str], wanted: Callable[[int], bool] | None = None
) -> Iterator[Span]:
    for found in at.finditer(text, start, end):
        if at is _SENTENCE and _ABBREVIATED.search(text, max(start, found.start() - 8), found.start()):
            continue
        if wanted and not wanted(found.end()):
            continue
        yield start, found.start() + 1
        start = found.end()
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
