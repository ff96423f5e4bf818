"""Component ``dossier``: the papers of a nomination or registration, how many copies, where to and through whom.

Only the campaign's own: a sentence or part about ``hồ sơ`` that nominates, not the files of administrative procedures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import fold
from vanthu.models.campaign import Dossier, Field
from vanthu.models.extract.assignment.assignees import begins_with_body
from vanthu.models.extract.plan_kinds import sets_out
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.entries import Entry, Words, entries

FILE = regex.compile(r"(?<!\p{L})hồ\s+sơ(?!\p{L})", regex.IGNORECASE)
NOMINATES = regex.compile(
    r"khen\s+thưởng|xét\s+(?:tặng|chọn|công\s+nhận)|bình\s+xét|suy\s+tôn|công\s+nhận|tôn\s+vinh|dự\s+thi|giải\s+thưởng"
    r"|hồ\s+sơ\s+đề\s+nghị|hồ\s+sơ\s+đăng\s+ký|thi\s+đua",
    regex.IGNORECASE,
)
"""What the file is for, in its name or in the titles above."""
MEASURES = regex.compile(
    r"tiêu\s+chí|nội\s+dung\s+thi\s+đua|chỉ\s+tiêu|mục\s+tiêu|tổ\s+chức\s+thực\s+hiện|phân\s+công", regex.IGNORECASE
)
"""Parts that speak of other files, or of who handles these."""
LIST_TITLE = regex.compile(
    r"^(?:(?:về|thành\s+phần|danh\s+mục|các\s+loại|thủ\s+tục,?)\s+)*hồ\s+sơ(?!\p{L})|hồ\s+sơ[^.;:]{0,100}gồm(?:\s+có)?\W*$",
    regex.IGNORECASE,
)
"""``Thành phần hồ sơ``, ``… lập hồ sơ gồm:``: a list of papers follows."""
LIST_LEAD = regex.compile(r"hồ\s+sơ[^.;:]{0,100}gồm(?:\s+có)?\W*$", regex.IGNORECASE)
"""The second of these alone, at the end of other words."""
PROPOSAL = regex.compile(r"(?:văn\s+bản|tờ\s+trình|danh\s+sách|công\s+văn)\s+đề\s+nghị(?!\p{L})", regex.IGNORECASE)
"""A nomination without the word ``hồ sơ``."""
PAPERS_OF = regex.compile(
    r"hồ\s+sơ(?:\s+(?!được|gửi|nộp|lập|gồm|bao)\p{L}[\p{L},-]*){0,14}?\s*(?:\([^()]{0,60}\)\s*)?"
    r"(?::?\s*(?:bao\s+)?gồm(?:\s+có)?(?!\p{L})|\s*:|\()\s*:?\s*",
    regex.IGNORECASE,
)
"""``Hồ sơ đề nghị khen thưởng gồm:``, ``Hồ sơ:``, ``Hồ sơ đề nghị (…)``: what follows are its papers."""
PAPER = regex.compile(
    r"(?:\d+\s+|các\s+|bộ\s+|01\s+)?(?:tờ\s+trình|công\s+văn|văn\s+bản|biên\s+bản|báo\s+cáo|bản(?!\s+(?:làng|thân))|bảng|danh\s+sách"
    r"|phiếu|quyết\s+định|giấy(?!\s+khen)|đơn(?!\s+vị)|tóm\s+tắt|tài\s+liệu|minh\s+chứng|hình\s+ảnh|ảnh|video|clip|bài|sản\s+phẩm"
    r"|chứng\s+(?:nhận|từ|chỉ)|ý\s+kiến|xác\s+nhận|kế\s+hoạch|sáng\s+kiến|thuyết\s+minh|đĩa|sơ\s+yếu|lý\s+lịch|trích\s+ngang"
    r"|đề\s+án|đề\s+tài|phụ\s+lục|thành\s+tích|hồ\s+sơ(?!\s+(?:gửi|lập|nộp|gồm|bao|được|đề\s+nghị\s+gửi)))(?!\p{L})",
    regex.IGNORECASE,
)
"""What a paper is called."""
BETWEEN = regex.compile(r"\s*(?:[;,+]\s*(?:và\s+)?|\s(?:và|cùng)\s)\s*", regex.IGNORECASE)
LIST_ENDS = regex.compile(
    r"[,;(]?\s*(?:(?:được\s+)?(?:lập(?!\s+dự)|gửi|nộp|số\s+lượng|mỗi\s+(?:loại|thứ)|trước\s+ngày)(?!\p{L})|\(\s*\d+\s+bộ"
    r"|(?<!\p{L})(?:\d+|một|hai|ba)\s+bộ(?!\p{L}))|\)|\.(?:\s|$)",
    regex.IGNORECASE,
)
"""Where the enumeration in a sentence is over."""
COPIES = regex.compile(
    r"(?<![\p{L}\d/])(?P<count>\d{1,2}|một|hai|ba|bốn)\s*(?:\([^()]{1,12}\)\s*)?"
    r"(?:bộ(?!\s+(?:câu|tiêu|phận|quy))|bản(?!\s+(?:tin|làng|đồ|sao)))(?!\p{L})",
    regex.IGNORECASE,
)
NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4}
STOPS = (
    r"(?=\s*(?:[.;:()]|$|,\s(?-i:(?=[\p{Ll}\d]))|\s(?:qua|thông\s+qua|trước|chậm|muộn|để|xong|theo"
    r"|từ\s+(?:ngày|tháng)|vào|trong|đúng|kèm|tổng\s+hợp|xét|xem\s+xét|thẩm\s+định|đến\s+hết|bằng|hằng|hàng|là|khi|sau|ngay|chủ\s+trì|trình"
    r"|thẩm\s+tra|(?-i:đề\s+nghị|phải|báo\s+cáo|quyết\s+định|khen))(?!\p{L})))"
)
"""What ends the name of a body that receives or passes on."""
SENDS = regex.compile(
    r"(?<!\p{L})(?:gửi|nộp)(?!\s+(?:đăng\s+ký|báo\s+cáo))(?:\s+(?:hồ\s+sơ|bản\s+giấy|trực\s+tiếp(?:\s+hoặc\s+(?:gửi\s+)?(?:qua|theo)(?:\s+đường)?\s+bưu\s+(?:điện|chính))?|đầy\s+đủ"
    r"|(?:\d+|một|hai|ba)\s+(?:bộ|bản)(?:\s+(?!về|đến|tại|cho)\p{L}+){0,4}))?"
    r"(?:\s+(?:về|đến|tới|cho|tại|lên))?\s+(?P<to>[\p{L}“][^.;:()]{1,140}?)" + STOPS,
    regex.IGNORECASE,
)
VIA = regex.compile(r"[\s(](?:thông\s+)?qua\s+(?P<via>\p{L}[^.;:()]{1,120}?)" + STOPS, regex.IGNORECASE)
CERTAINTY_ITEMS, CERTAINTY_REST = 0.85, 0.8


@dataclass(slots=True)
class Papers:
    """What has been read of the dossier so far; of copies, addressee and go-between the first mention counts."""

    items: list[Words] = field(default_factory=list)
    copies: Words | None = None
    to: Words | None = None
    via: Words | None = None


@Language.component(
    "dossier",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document", "doc._.campaign"],
)
def dossier(doc: Doc) -> Doc:
    """Read the nomination dossier."""
    if sets_out(doc):
        read = _fields(doc._.source, papers(entries(doc._.paragraphs)))
        doc._.campaign = doc._.campaign.model_copy(update={"dossier": read})
    return doc


def _fields(source: SourceText, found: Papers) -> Dossier:
    once = {fold(words.text.rstrip(" .;")): words for words in reversed(found.items)}
    items = tuple(words.field(source, CERTAINTY_ITEMS) for words in reversed(once.values()))
    told = {
        name: words.field(source, CERTAINTY_REST)
        for name, words in (("addressee", found.to), ("via", found.via))
        if words is not None
    }
    return Dossier(items=items, copies=_count(source, found.copies), **told)


def _count(source: SourceText, words: Words | None) -> Field[int]:
    if words is None:
        return Field[int]()
    printed = COPIES.match(words.text)
    count = printed["count"].casefold() if printed else ""
    spans = words.paragraph.passage.spans(words.start, words.end)
    return source.field(Field[int], NUMBERS.get(count) or int(count), spans, certainty=CERTAINTY_REST)


def papers(told: Iterable[Entry]) -> Papers:
    """The papers, copies and ways of the dossier that the entries tell of."""
    found = Papers()
    for entry in told:
        listed = _listed_paper(entry)
        if listed:
            found.items.append(listed)
            _note_copies(found, entry.words)
            _note(found, entry.titles[-1])
            continue
        for sentence in entry.words.sentences():
            if _nominates(sentence, entry):
                found.items.extend(_enumerated(sentence, led=_led(sentence, entry)))
                _note(found, sentence)
    return found


def _listed_paper(entry: Entry) -> Words | None:
    """An item of the list under ``Hồ sơ gồm:``."""
    above = entry.titles[-1] if entry.titles else None
    if above is None or not entry.paragraph.marker or not _is_list_title(above, entry):
        return None
    words = entry.words.trimmed(" ;+")
    return words if PAPER.match(words.text) else None


def _is_list_title(title: Words, entry: Entry) -> bool:
    return bool(LIST_TITLE.search(title.text)) and _campaigns(title.text, entry)


def _nominates(sentence: Words, entry: Entry) -> bool:
    """It speaks of the file, or stands under a title that does."""
    if PROPOSAL.match(sentence.text):
        return True
    named = FILE.search(sentence.text) or any(FILE.search(title.text) for title in entry.titles)
    return bool(named) and _campaigns(sentence.text, entry)


def _campaigns(text: str, entry: Entry) -> bool:
    """The file serves the campaign, by its own name or by the titles above."""
    own = regex.search(r"(?i)hồ\s+sơ[^.;:]{0,60}(?:khen\s+thưởng|đề\s+nghị|dự\s+thi|xét\s+tặng)", text)
    if not own and any(MEASURES.search(title.text) for title in entry.titles):
        return False
    return any(NOMINATES.search(words) for words in (text, *(title.text for title in entry.titles)))


def _led(sentence: Words, entry: Entry) -> bool:
    """The first words under ``… Hồ sơ gồm:``, where the line above ends with the colon."""
    begins = sentence.start == entry.words.start and not entry.paragraph.marker
    return begins and bool(entry.titles) and bool(LIST_LEAD.search(entry.titles[-1].text))


def _enumerated(sentence: Words, *, led: bool) -> Iterator[Words]:
    """``gồm: tờ trình, biên bản họp xét và báo cáo thành tích, lập thành 02 bộ``: cut where a paper is named."""
    lead = PAPERS_OF.search(sentence.text)
    start = 0 if led else lead.end() if lead else len(sentence.text)
    if not PAPER.match(sentence.text, start):
        return
    end = _end_of_papers(sentence.text, start)
    for cut in BETWEEN.finditer(sentence.text, start, end):
        if PAPER.match(sentence.text, cut.end()):
            yield sentence.part(start, cut.start()).trimmed()
            start = cut.end()
    yield sentence.part(start, end).trimmed(" ;,.")


def _end_of_papers(text: str, start: int) -> int:
    """Where the list is over; a bracket opened in it (``báo cáo (02 bản)``) ends nothing where it closes."""
    for stop in LIST_ENDS.finditer(text, start):
        inside = text.count("(", start, stop.start()) > text.count(")", start, stop.start())
        if stop.group() != ")" or not inside:
            return int(stop.start())
    return len(text)


def _note(found: Papers, sentence: Words) -> None:
    """Keep the first number of copies, addressee and go-between."""
    _note_copies(found, sentence)
    sent = SENDS.search(sentence.text)
    if found.to or sent is None or not begins_with_body(sent["to"]):
        return
    found.to = sentence.part(*sent.span("to"))
    through = VIA.search(sentence.text, sent.end("to"))
    if through and begins_with_body(through["via"]):
        found.via = sentence.part(*through.span("via"))


def _note_copies(found: Papers, words: Words) -> None:
    copies = COPIES.search(words.text)
    if copies and found.copies is None:
        found.copies = words.part(*copies.span())
