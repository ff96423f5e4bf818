"""What is done with an input: all that vanthu does with a file before, and for some inputs including, extraction.

Each target gives what became of the input: ``read``, or the code of its error. Anything that is raised without a code
of its own passes through: it is what is looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import vanthu
from benchmarks.fuzz import jpeg, pdf, png, texts, tiff, zips
from vanthu.corpora.errors import VanthuError
from vanthu.ingest.intake import PageSource, open_document
from vanthu.ingest.intake.lines import open_lines
from vanthu.ingest.limits import Limits
from vanthu.ingest.ocr.null import NullEngine
from vanthu.ingest.verdict import judge
from vanthu.pipelines.archive.sources import Original, find
from vanthu.pipelines.archive.tasks import Look
from vanthu.pipelines.read import FileReading

READ = "read"
_DPI = 72
_PAGES = 3
"""Pages of a document that are looked at."""
_WHOLE_FILES, _WHOLE_TEXTS = 200, 20
"""One input in so many goes all the way to a campaign definition."""


class Uncoded(Exception):
    """An error that a reader was told of without a code of its own."""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of input: how one is made of a random source, what is done with it, its share of all inputs."""

    mutated: Callable[[Random], bytes]
    exercise: Callable[[Path, int], str]
    share: int


def _file(path: Path, index: int) -> str:
    """Open, look at, draw and judge a file's pages."""
    try:
        with open_document(path) as document:
            outcomes = [_page(page) for page in document.pages(1, _PAGES)]
    except VanthuError as error:
        return _coded(error)
    if index % _WHOLE_FILES == 0:
        return _whole(path)
    return next((outcome for outcome in outcomes if outcome != READ), READ)


def _page(page: PageSource) -> str:
    """Everything that a page can be asked, whatever fails before."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: page.size,
        lambda: page.dpi,
        lambda: page.has_image,
        lambda: judge(page),
        lambda: page.render(_DPI),
        lambda: page.render(_DPI, signatures=False),
    )
    outcomes = [_asked(one) for one in asked[: 4 if page.kind == "text" else 6]]
    return next((outcome for outcome in outcomes if outcome != READ), READ)


def _asked(one: Callable[[], object]) -> str:
    try:
        one()
    except VanthuError as error:
        return _coded(error)
    return READ


def _coded(error: VanthuError) -> str:
    if error.code == VanthuError.code:
        raise Uncoded(error.detail) from error
    return error.code


def _whole(path: Path) -> str:
    """The public API; what it says of pages and of the restorer counts as well."""
    try:
        reading = vanthu.read(path, engine=NullEngine())
    except VanthuError as error:
        return _coded(error)
    _check_issues(reading)
    return READ


def _check_issues(reading: FileReading) -> None:
    for campaign in reading.campaigns:
        for issue in campaign.issues:
            if issue.code in {"page_failed", "not_restored"} and f"{VanthuError.code}: " in issue.message:
                raise Uncoded(issue.message)


def _zip(path: Path, _: int) -> str:
    """List the archive, fetch and look at what it holds."""
    outcomes = []
    try:
        outcomes.extend(
            _member(item, path.parent / "unpacked") if isinstance(item, Original) else item.code
            for item in find([str(path)])
        )
    except VanthuError as error:
        return _coded(error)
    return next((outcome for outcome in outcomes if outcome != READ), READ)


def _member(original: Original, folder: Path) -> str:
    try:
        looked = Look(original, Limits()).run(folder)
    except VanthuError as error:
        return _coded(error)
    if looked.error and looked.error[0] == VanthuError.code:
        raise Uncoded(looked.error[1])
    return looked.error[0] if looked.error else READ


def _text(path: Path, index: int) -> str:
    """Read as a document, and line by line as ``vanthu restore`` does."""
    try:
        with open_lines(path, 1 << 20) as lines:
            list(lines.lines())
    except VanthuError as error:
        _coded(error)
    return _whole(path) if index % _WHOLE_TEXTS == 0 else _file(path, 1)


TARGETS = {
    "pdf": Target(pdf.mutated, _file, 20),
    "tiff": Target(tiff.mutated, _file, 22),
    "png": Target(png.mutated, _file, 20),
    "jpeg": Target(jpeg.mutated, _file, 18),
    "zip": Target(zips.mutated, _zip, 5),
    "text": Target(texts.mutated, _text, 15),
}
"""Kinds of input; shares are per cent."""


def made(kind: str, seed: int, index: int) -> bytes:
    """Input ``index`` of a kind: the same for the same seed and the same code."""
    return TARGETS[kind].mutated(Random(f"{seed}/{kind}/{index}"))  # noqa: S311  damage, not secrets
