"""Tasks whose owner stands on a line below (``Đơn vị chủ trì: Sở X``), as sectoral plans print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from vanthu.models.extract.structure.entries import Entry, Words

OWNS = regex.compile(
    r"(?:(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)\s+)?(?:chủ\s+trì|thực\s+hiện|đầu\s+mối|phụ\s+trách)(?:\s+(?:tham\s+mưu|thực\s+hiện|chính))*"
    r"|phân\s+công(?:\s+thực\s+hiện)?|người\s+phụ\s+trách|trách\s+nhiệm\s+thực\s+hiện",
    regex.IGNORECASE,
)
"""Labels of the line that names who owes the task."""
BESIDE = regex.compile(
    r"(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|phối\s+hợp|thời\s+(?:gian|hạn)|tiến\s+độ|kinh\s+phí|địa\s+điểm|sản\s+phẩm|kết\s+quả|nguồn|thành\s+phần)",
    regex.IGNORECASE,
)
"""Labels of the other lines of such a block."""
TASK = regex.compile(r"(?:nội\s+dung|nhiệm\s+vụ|công\s+việc)(?:\s+(?:thực\s+hiện|công\s+việc))?", regex.IGNORECASE)


def owned_tasks(told: Iterable[Entry]) -> Iterator[tuple[Words, Words, Entry]]:
    """Owner, task and the entry of the task, block by block; a block without text has its title for a task."""
    tasks: list[tuple[Words, Entry]] = []
    closed = False
    for entry in told:
        label = entry.label.text.strip() if entry.label else ""
        if OWNS.fullmatch(label):
            owner = entry.rest.trimmed(" .;")
            yield from ((owner, task, of) for task, of in tasks or _title(entry))
            closed = True
        elif BESIDE.match(label):
            closed = True
        else:
            if closed or (tasks and _block(tasks[-1][1]) != _block(entry)):
                tasks, closed = [], False
            tasks.append((entry.rest if TASK.fullmatch(label) else entry.words, entry))


def _block(entry: Entry) -> Words | None:
    """The numbered heading that a block stands under."""
    headed = [title for title in entry.titles if title.paragraph.heading and not TASK.fullmatch(title.text)]
    return headed[-1] if headed else None


def _title(entry: Entry) -> Iterator[tuple[Words, Entry]]:
    block = _block(entry)
    if block:
        yield block, entry
