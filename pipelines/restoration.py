"""The stage ``restore`` of a reading: lines restored before anything is split or extracted, and what to tell of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from vanthu.corpora.errors import VanthuError
from vanthu.corpora.wording import counted
from vanthu.models.campaign import Issue
from vanthu.models.page import Page, Verdict
from vanthu.models.restore.pages import Change, is_asked, restore_pages
from vanthu.models.restore.restorer import Restorer
from vanthu.pipelines.stage_versions import restoration_version


@dataclass(frozen=True, slots=True)
class Restoration:
    """The pages as restored, what changed, how long it took; ``failure`` says why nothing was restored."""

    pages: tuple[Page, ...]
    version: str = field(default_factory=restoration_version)
    changes: tuple[Change, ...] = ()
    seconds: float = 0.0
    failure: str | None = None


def restore_document(pages: Sequence[Page], restorer: Restorer) -> Restoration:
    """Restore all lines that ask for it; where the restorer fails the pages stay as they were read, and it says so."""
    begun = time.perf_counter()
    try:
        version = f"{restoration_version()}.{restorer.fingerprint()}"
        restored, changes = restore_pages(pages, restorer)
    except VanthuError as error:
        return Restoration(tuple(pages), failure=str(error), seconds=time.perf_counter() - begun)
    except Exception as error:  # noqa: BLE001  what was read is worth having; the failure is kept in the output
        failure = f"{VanthuError.code}: {type(error).__name__}: {error}"
        return Restoration(tuple(pages), failure=failure, seconds=time.perf_counter() - begun)
    return Restoration(tuple(restored), version, tuple(changes), time.perf_counter() - begun)


def restoration_issues(pages: Sequence[Page], restoration: Restoration | None) -> list[Issue]:
    """What a reader should know of the pages of one document; None where restoration is switched off."""
    issues: list[Issue] = []
    for index, page in enumerate(pages):
        path = f"source.pages.{index}"
        changes = [c for c in restoration.changes if c.page == page.number] if restoration else []
        issues += _of_page(path, page, [c for c in changes if c.kept], restoration)
        issues += _not_aligned(path, page, [c.line for c in changes if not c.kept])
    return issues


def _of_page(path: str, page: Page, changes: Sequence[Change], restoration: Restoration | None) -> list[Issue]:
    if changes:
        return [_summary(path, page, changes), *_numbers(path, page, changes)]
    failure = restoration.failure if restoration else "restoration is switched off"
    if page.trail.verdict is Verdict.RESTORE:
        why = failure or "the restorer found nothing to change"
        message = f"page {page.number} comes from a foreign OCR and was taken as it stands: {why}"
    elif restoration and failure and is_asked([page]):
        message = f"page {page.number} was taken as it was read: {failure}"
    else:
        return []
    return [Issue(code="not_restored", severity="warning", path=path, message=message)]


def _not_aligned(path: str, page: Page, lines: Sequence[int]) -> list[Issue]:
    if not lines:
        return []
    where = ", ".join(map(str, lines))
    message = f"page {page.number}, line {where}: taken as it stands, as what was restored cannot be aligned with it"
    return [Issue(code="not_restored", severity="warning", path=path, message=message)]


def _summary(path: str, page: Page, changes: Sequence[Change]) -> Issue:
    numbers = sum(change.number for change in changes)
    message = f"page {page.number}: {counted(len(changes), 'word')} changed, {counted(numbers, 'number')} among them"
    return Issue(code="restored", severity="info", path=path, message=message)


def _numbers(path: str, page: Page, changes: Sequence[Change]) -> list[Issue]:
    """One warning for each way in which a number changed: `s6` for `số` may stand on every line."""
    lines: dict[tuple[str, str], list[int]] = {}
    for change in changes:
        if change.number:
            lines.setdefault((change.raw, change.text), []).append(change.line)
    issues = []
    for (raw, text), numbers in lines.items():
        where = ", ".join(map(str, dict.fromkeys(numbers)))
        message = f"page {page.number}, line {where}: “{raw}” was restored to “{text}”"
        issues.append(Issue(code="number_restored", severity="warning", path=path, message=message))
    return issues
