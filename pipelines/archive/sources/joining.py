"""Folders of page images, joined into documents by the names of the files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote

from vanthu.corpora.errors import BadOption, PagesMissing
from vanthu.pipelines.archive.sources.folders import is_zip
from vanthu.pipelines.archive.sources.found import Found, refused
from vanthu.pipelines.archive.sources.original import Original

_MOST_NAMED = 5
"""Missing pages that a message names."""


def page_pattern(text: str) -> re.Pattern[str]:
    r"""A pattern for whole file names, e.g. ``(?P<doc>.+)_(?P<page>\d+)\.(?:jpg|tif)``.

    Raises:
        BadOption: it is no regular expression, or lacks the groups ``doc`` and ``page``.
    """
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise BadOption(f"--join is no regular expression: {error}") from error
    missing = [name for name in ("doc", "page") if name not in pattern.groupindex]
    if missing:
        named = " and ".join(f"(?P<{name}>…)" for name in missing)
        raise BadOption(rf"--join lacks {named}; write e.g. (?P<doc>.+)_(?P<page>\d+)\.(?:jpg|tif)")
    return pattern


def joined(stream: Iterable[Found], pattern: re.Pattern[str]) -> Iterator[Found]:
    """Files whose name matches become one original a document, after the other files of their folder."""
    for folder, found in groupby(stream, key=_folder):
        documents: dict[str, list[tuple[str, Found]]] = {}
        for one in found:
            match = pattern.fullmatch(one.item.name) if _is_page(one) else None
            if match and match["doc"] and match["page"]:
                documents.setdefault(match["doc"], []).append((match["page"], one))
            else:
                yield one
        for name, pages in documents.items():
            yield _document(f"{folder}/{name}" if folder else name, name, pages)


def _is_page(found: Found) -> bool:
    return isinstance(found.item, Original) and not is_zip(found.item.name)


def _folder(found: Found) -> str:
    return found.relative.rpartition("/")[0]


def _document(relative: str, name: str, pages: list[tuple[str, Found]]) -> Found:
    ordered = sorted(pages, key=lambda page: (_natural(page[0]), page[1].relative))
    images = [found.item for _, found in ordered if isinstance(found.item, Original)]
    uri = f"{images[0].uri.rpartition('/')[0]}#{quote(name)}"
    fault = _fault([number for number, _ in ordered])
    if fault:
        return refused(uri, relative, PagesMissing(f"{name}: {fault}"))
    stamp = joint_stamp([image.stamp for image in images])
    total = sum(image.bytes for image in images)
    return Found(relative, Original(uri, name, total, stamp, tuple(image.uri for image in images)))


def joint_stamp(stamps: Iterable[str]) -> str:
    """The stamp of several files, in order."""
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:32]


def _natural(page: str) -> list[tuple[int, str]]:
    """Page 10 after page 9: runs of digits count as numbers."""
    return [(int(run), "") if run.isdecimal() else (-1, run) for run in re.split(r"(\d+)", page) if run]


def _fault(numbers: list[str]) -> str | None:
    """A page twice or a gap; where pages are not plain numbers no gap can be told. Counting begins at 0 or 1."""
    keys = [_natural(number) for number in numbers]
    twice = [number for number, key, before in zip(numbers[1:], keys[1:], keys, strict=False) if key == before]
    if twice:
        return f"page {twice[0]} is there twice"
    if not all(number.isdecimal() for number in numbers):
        return None
    present = [int(number) for number in numbers]
    missing = _missing(present)
    if not missing:
        return None
    return f"page {', '.join(map(str, missing))} is missing; the last is {present[-1]}"


def _missing(present: list[int]) -> list[int]:
    """The first few numbers that are missing; a number read from a date or a code could leave a gap of millions."""
    missing: list[int] = []
    for before, after in zip([min(1, present[0]) - 1, *present], present, strict=False):
        missing += range(before + 1, min(after, before + 1 + _MOST_NAMED))
    return missing[:_MOST_NAMED]
