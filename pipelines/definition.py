"""The last stages of a document: its restored pages, extracted into a campaign definition with its provenance."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vanthu.corpora.errors import VanthuError, error_of
from vanthu.ingest.layout.handwriting import CONTRADICTED, UNREAD
from vanthu.models.campaign import Campaign, Issue
from vanthu.models.documents import repeated
from vanthu.models.extract import annotate
from vanthu.models.page import Page, Part, Stamp, Verdict
from vanthu.models.provenance import PageSource, PartSource, Source, Stage
from vanthu.pipelines.restoration import Restoration, restoration_issues
from vanthu.pipelines.stage_versions import extraction_version, page_stage_versions, splitting_version


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that pages come from: its name, the hash of its bytes, its media type and size in bytes."""

    name: str
    sha256: str
    media_type: str
    bytes: int


def stages(restoration: Restoration | None) -> dict[str, str]:
    """Every stage that ran with its version, in order; kept in ``source.stages`` of what comes out."""
    of_lines = {"restore": restoration.version} if restoration else {}
    return {**page_stage_versions(), **of_lines, "split": splitting_version(), "extract": extraction_version()}


def require_a_page(name: str, pages: Sequence[Page]) -> None:
    """A file of which no page at all could be read has failed.

    Raises:
        VanthuError: it has, for the reason that its first page has.
    """
    if any(page.trail.verdict is not Verdict.FAILED for page in pages):
        return
    code, _, detail = (pages[0].trail.error or VanthuError.code).partition(": ")
    raise error_of(code, f"{name}: no page could be read; page 1: {detail}")


def define(origin: Origin, part: Part, restoration: Restoration | None, before: Mapping[str, float]) -> Campaign:
    """Extract one document of a file.

    Args:
        origin: the file.
        part: the document's pages, restored.
        restoration: what the restorer did to the pages of the file; None where it is switched off.
        before: wall seconds of the stages that the file has been through, by name.

    Raises:
        VanthuError: extraction failed.
    """
    begun = time.perf_counter()
    try:
        twice = repeated(part.pages)
        doc = annotate([page for page in part.pages if page.number not in twice])
    except VanthuError:
        raise
    except Exception as error:
        raise VanthuError(f"{origin.name}: extraction failed: {type(error).__name__}: {error}") from error
    seconds = Counter(before) + Counter({"extract": time.perf_counter() - begun})
    failed = any(page.trail.error for page in part.pages)
    return Campaign(
        status="partial" if failed else "complete",
        source=_source(origin, part, seconds, stages(restoration)),
        document=doc._.document,
        legal_bases=doc._.legal_bases,
        campaign=doc._.campaign,
        appendices=doc._.appendices,
        outline=doc._.outline,
        issues=(
            *_page_issues(part.pages),
            *_scanned_twice(part.pages, twice),
            *restoration_issues(part.pages, restoration),
            *doc._.issues,
        ),
    )


def _source(origin: Origin, part: Part, seconds: Mapping[str, float], versions: Mapping[str, str]) -> Source:
    numbers = [page.number for page in part.pages]
    return Source(
        name=origin.name,
        sha256=origin.sha256,
        media_type=origin.media_type,
        bytes=origin.bytes,
        part=PartSource(index=part.index, of=part.of, first_page=min(numbers), last_page=max(numbers)),
        pages=tuple(_page_source(page) for page in part.pages),
        stages=tuple(Stage(name=n, version=v, seconds=round(seconds[n], 3)) for n, v in versions.items()),
    )


def _page_source(page: Page) -> PageSource:
    trail = page.trail
    return PageSource(
        number=page.number,
        verdict=trail.verdict,
        reasons=trail.reasons,
        signals={name: round(value, 4) for name, value in trail.signals},
        steps=trail.steps,
        dpi=trail.dpi,
        rotation=trail.rotation,
        skew=round(trail.skew, 2),
        engine=trail.engine,
        confidence=trail.confidence,
        stamps=tuple(_stamp(stamp) for stamp in page.stamps),
        error=trail.error,
    )


def _stamp(stamp: Stamp) -> dict[str, object]:
    box = stamp.box.as_list() if stamp.box else None
    return {"kind": stamp.kind, "box": box, "colour": stamp.colour, "covers_text": stamp.covers_text}


def _page_issues(pages: Sequence[Page]) -> list[Issue]:
    issues = []
    for index, page in enumerate(pages):
        path = f"source.pages.{index}"
        if page.trail.error:
            issues.append(Issue(code="page_failed", severity="error", path=path, message=page.trail.error))
        issues += [
            Issue(code=warning.code, severity="warning", path=path, message=f"page {page.number}: {warning.message}")
            for warning in page.trail.warnings
        ]
        issues += [issue for step in page.trail.steps for issue in _digit_issues(page.number, path, step)]
    return issues


def _scanned_twice(pages: Sequence[Page], twice: Mapping[int, int]) -> Iterator[Issue]:
    for index, page in enumerate(pages):
        if page.number in twice:
            message = (
                f"page {page.number} is page {twice[page.number]} scanned again: it was not extracted a second time"
            )
            yield Issue(code="page_repeated", severity="warning", path=f"source.pages.{index}", message=message)


def _digit_issues(page: int, path: str, step: str) -> Iterator[Issue]:
    """What a step of a page tells about hand-written digits."""
    if step.startswith(UNREAD):
        message = f"page {page}: number and date were read by OCR alone, which reads no handwriting: {step}"
        yield Issue(code="digits_not_read", severity="warning", path=path, message=message)
    elif step.startswith("digits ") and CONTRADICTED in step:
        message = f"page {page}: readers disagree on the digits of number or date: {step}"
        yield Issue(code="digits_disagree", severity="warning", path=path, message=message)
