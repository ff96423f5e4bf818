"""Component ``responsibilities``: which body does what, from the sections and tables that assign work.

In ``Tổ chức thực hiện`` or ``Phân công`` a body is a heading with its tasks below, a label, or the subject of a
sentence; elsewhere only words that give an order (``Giao Sở X …``) or name a duty (``có trách nhiệm``) tell one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import fold
from vanthu.models.campaign import Responsibility
from vanthu.models.extract.assignment.assignees import Assignment, assigned, named, ordered
from vanthu.models.extract.assignment.assignment_blocks import owned_tasks
from vanthu.models.extract.assignment.assignment_rows import table_rows
from vanthu.models.extract.plan_kinds import sets_out
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.entries import Entry, Words, entries

ASSIGNS = regex.compile(
    r"(?:[IVXL1|]{1,6}[.,]?\s+)?(?:(?:công tác|về)\s+)?(?:tổ chức (?:thực hiện|triển khai)|phân công|trách nhiệm"
    r"|giao nhiệm vụ|nhiệm vụ (?:cụ thể )?của|triển khai thực hiện|biện pháp tổ chức|tổ chức, (?:thực hiện|triển khai)"
    r"|(?:tổ chức )?(?:theo dõi|kiểm tra|giám sát|đôn đốc),? .{0,40}báo cáo|chế độ (?:thông tin,? )?báo cáo)",
    regex.IGNORECASE,
)
"""Titles of sections that assign work; a mark read with errors may stand before (``VIIIL TỔ CHỨC THỰC HIỆN``)."""
NOT_HERE = regex.compile(
    r"mục đích|mục tiêu|yêu cầu|tiêu chí|tiêu chuẩn|đối tượng|nội dung thi đua|chỉ tiêu|khen thưởng|hồ sơ|kinh phí",
    regex.IGNORECASE,
)
"""Sections where a body as subject is told what it is measured by, not given work."""
MAY = regex.compile(r"(?:Khuyến khích|Đối với)(?!\p{L})", regex.IGNORECASE)
"""Outside the assignments this gives no work."""
SOLUTIONS = regex.compile(r"giải pháp", regex.IGNORECASE)
"""Sections whose items, where they have a subject, say what it shall do."""
BINDS = regex.compile(
    r"(?:có|chịu)\s+trách\s+nhiệm|chủ\s+trì,?\s+(?:phối\s+hợp|tham\s+mưu|xây\s+dựng|tổ\s+chức|hướng\s+dẫn|theo\s+dõi)"
    r"|làm\s+đầu\s+mối|là\s+(?:cơ\s+quan|đơn\s+vị)\s+(?:thường|đầu)"
)
CLOSING = regex.compile(
    r"\W*(?:Trên đây|Trong quá trình|Quá trình|Nhận được|Căn cứ Kế hoạch này,? (?:yêu cầu|đề nghị)|Nếu có|Mọi vướng mắc"
    r"|(?:Kế hoạch|Hướng dẫn|Thể lệ|Quy chế)\s[^.;:]{0,90}\s(?:hiệu lực|thay thế|thay cho)|https?://)",
    regex.IGNORECASE,
)
"""Formulas that end a plan, and dirt between its pages."""
ENDS = regex.compile(r"\W*Trên đây", regex.IGNORECASE)
"""The one that orders may follow."""
THIS_PLAN = regex.compile(
    r"Căn cứ (?:vào )?(?:nội dung )?(?:Kế hoạch|Chương trình|Hướng dẫn|Thể lệ) này", regex.IGNORECASE
)
END = regex.compile(r"(?<=\.)\s*/\.?\W*$")
"""``./.`` closes the plan, not the task."""
LEAD = regex.compile(
    r"(?:có\s+(?:trách\s+nhiệm|nhiệm\s+vụ)(?!\s+(?:chung|trước|với|về|gì))\s*:?\s+"
    r"|(?:căn\s+cứ|theo)\s+(?:vào\s+)?chức\s+năng(?:(?:,|\s+và)\s+(?:nhiệm\s+vụ|quyền\s+hạn|thẩm\s+quyền))*"
    r"(?:\s+(?:được\s+(?:giao|phân\s+công)|của\s+(?:mình|đơn\s+vị|từng\s+đơn\s+vị|ngành)|tại\s+Kế\s+hoạch\s+này))*,?\s+)+"
    r"(?=\p{L})",
    regex.IGNORECASE,
)
"""Words before a task that tell nothing of it: ``có trách nhiệm``, ``căn cứ chức năng, nhiệm vụ được giao,``."""
EVERYBODY = regex.compile(
    r"(?:(?:các|sở|ban|cơ quan|đơn vị|địa phương|tổ chức|cá nhân|cấp|ngành|trực thuộc|liên quan|có|trên địa bàn|và)"
    r"[\s,]*)+",
    regex.IGNORECASE,
)
SEE_TO_IT = regex.compile(
    r"(?:(?:quan tâm|nghiêm túc|khẩn trương|tích cực|chủ động|kịp thời|phối hợp|tổ chức|triển khai|quán triệt|thực hiện"
    r"|hiệu quả|nội dung|kế hoạch|này|tốt|có|các|và|theo)[\s,./;]*)+",
    regex.IGNORECASE,
)
"""A subject that means everybody, and a duty that says no more than ``nghiêm túc triển khai thực hiện``."""
ELSEWHERE_SAID = regex.compile(
    r"(?:thi hành|thực hiện) (?:Quyết định|Thông tư|Nghị quyết) này"
    r"|(?:thực hiện theo|phân công tại|chi tiết tại) Phụ lục",
    regex.IGNORECASE,
)
"""Duties of the decision that brings the plan, and of what an appendix says itself."""
LONGEST_TITLE, SHORTEST = 120, 12
"""Characters of a title that assigns work, and of a task."""
CERTAINTY_TITLED, CERTAINTY_SUBJECT, CERTAINTY_ELSEWHERE, CERTAINTY_TABLE = 0.9, 0.85, 0.7, 0.8


@dataclass(frozen=True, slots=True)
class Duty:
    """One task of one body."""

    who: Words
    task: Words
    certainty: float


@Language.component(
    "responsibilities",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document", "doc._.campaign"],
)
def responsibilities(doc: Doc) -> Doc:
    """Collect the tasks of body and appendices by the body that owes them."""
    source: SourceText = doc._.source
    if sets_out(doc):
        said = list(entries(doc._.paragraphs))
        owned = list(owned_tasks(said))
        covered = {entry.paragraph for _, _, entry in owned}
        told = [*duties(entry for entry in said if entry.paragraph not in covered), *_of_blocks(owned)]
        told.extend(_of_tables(source, doc))
        update = {"responsibilities": tuple(_by_body(source, told))}
        doc._.campaign = doc._.campaign.model_copy(update=update)
    return doc


def duties(told: Iterable[Entry]) -> Iterator[Duty]:
    """Each task of the running text, in order."""
    for entry in told:
        depth = next((i for i, title in enumerate(entry.titles) if _assigns(title)), None)
        if CLOSING.match(entry.words.text):
            if depth is not None and ENDS.match(entry.words.text):
                yield from _sentences(entry.words)
        elif depth is None:
            yield from _elsewhere(entry)
        else:
            yield from _in_section(entry, entry.titles[depth:])


def _assigns(title: Words) -> bool:
    return bool(ASSIGNS.match(title.text)) and (title.paragraph.heading or len(title.text) <= LONGEST_TITLE)


def _in_section(entry: Entry, titles: Sequence[Words]) -> Iterator[Duty]:
    """Under a body that a title names, all that stands there is its task; else the entry names the body itself.

    Running text under a whole sentence (``4. Sở X theo dõi …``) closes the section and is no task of the Sở.
    """
    led = (title for title in reversed(titles) if entry.paragraph.marker or not assigned(title))
    above = next((who for title in led if (who := named(title))), None)
    if above and not ordered(entry.words) and not (EVERYBODY.fullmatch(above.text) and _has_body(entry)):
        own, after = _up_to_the_end(entry.words)
        listed = bool(entry.paragraph.marker)  # an item is one task; running text has one for each sentence
        yield from _tasks(above, [own] if listed else own.sentences(), CERTAINTY_TITLED)
        yield from _sentences(after)
    elif entry.label and (who := named(entry.label)):
        own, after = _up_to_the_end(entry.rest)
        yield from _tasks(who, own.sentences(), CERTAINTY_TITLED)
        yield from _sentences(after)
    else:
        yield from _sentences(entry.words)


def _has_body(entry: Entry) -> bool:
    """Under ``Trách nhiệm của các đơn vị`` an item that begins with a body is that body's."""
    return bool((entry.label and named(entry.label)) or assigned(entry.words))


def _up_to_the_end(words: Words) -> tuple[Words, Words]:
    """The body's own tasks, and what follows them in the same paragraph: the end of the plan, an order to others."""
    own = takewhile(_goes_on, words.sentences())
    end = max((sentence.end for sentence in own), default=words.start) - words.start
    return words.part(0, end), words.part(end, len(words.text)).trimmed()


def _goes_on(piece: Words) -> bool:
    return not (CLOSING.match(piece.text) or ordered(piece) or THIS_PLAN.match(piece.text))


def _sentences(words: Words) -> Iterator[Duty]:
    """Each sentence with a subject of its own begins the tasks of a body; those after it are its tasks too."""
    who: Words | None = None
    for sentence in words.sentences():
        found = assigned(sentence)
        if CLOSING.match(sentence.text):
            if ENDS.match(sentence.text):
                continue
            return
        if found and _is_formula(found):
            who = found.who
            continue
        who = found.who if found else who
        if who:
            yield from _tasks(who, [found.duty if found and found.duty else sentence], CERTAINTY_SUBJECT)


def _elsewhere(entry: Entry) -> Iterator[Duty]:
    """Outside such a section a sentence has to say that it gives work; a letter has no sections."""
    if any(NOT_HERE.search(title.text) for title in entry.titles[-2:]):
        return
    numbered = bool(entry.paragraph.marker)
    free = numbered and (not any(t.paragraph.heading for t in entry.titles) or any(map(_solves, entry.titles)))
    for sentence in entry.words.sentences():
        found = assigned(sentence)
        if not found or _is_formula(found) or MAY.match(sentence.text):
            continue
        if found.duty and (free or ordered(sentence) or BINDS.match(found.duty.text)):
            yield from _tasks(found.who, [found.duty], CERTAINTY_ELSEWHERE)


def _is_formula(found: Assignment) -> bool:
    """Everybody shall see to it (the last sentence of a plan), or see to the decision that brings the plan."""
    duty = found.duty.text if found.duty else ""
    if ELSEWHERE_SAID.search(duty):
        return True
    return bool(EVERYBODY.fullmatch(found.who.text) and SEE_TO_IT.fullmatch(duty))


def _solves(title: Words) -> bool:
    return bool(SOLUTIONS.search(title.text)) and title.paragraph.heading


def _tasks(who: Words, pieces: Iterable[Words], certainty: float) -> Iterator[Duty]:
    for piece in pieces:
        task = _without_lead(piece).trimmed(" ;:,")
        task = task.part(0, len(END.sub("", task.text)))
        if len(task.text) >= SHORTEST and any(c.isalpha() for c in task.text) and not ELSEWHERE_SAID.search(task.text):
            yield Duty(who, task, certainty)


def _without_lead(piece: Words) -> Words:
    lead = LEAD.match(piece.text)
    return piece.part(lead.end(), len(piece.text)) if lead else piece


def _of_blocks(owned: Iterable[tuple[Words, Words, Entry]]) -> Iterator[Duty]:
    for who, task, _ in owned:
        yield from _tasks(who, [task], CERTAINTY_TABLE)


def _of_tables(source: SourceText, doc: Doc) -> Iterator[Duty]:
    for who, task in table_rows(source, doc._.paragraphs):
        yield Duty(who.trimmed(), task.trimmed(), CERTAINTY_TABLE)


def _by_body(source: SourceText, told: Iterable[Duty]) -> Iterator[Responsibility]:
    """One entry for each body, under its first mention."""
    bodies: dict[str, list[Duty]] = {}
    for duty in told:
        bodies.setdefault(fold(duty.who.text), []).append(duty)
    for group in bodies.values():
        yield Responsibility(
            who=group[0].who.field(source, group[0].certainty),
            tasks=tuple(duty.task.field(source, duty.certainty) for duty in group),
            section=".".join(group[0].who.paragraph.path) or None,
        )
