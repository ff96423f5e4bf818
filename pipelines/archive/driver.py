"""The driver of a run: admits files, hands out tasks, writes results; one thread, bounded memory.

Every file ends as known, duplicate, forgotten, done, partial, failed, quarantined, refused or unseen. What must survive
a crash is in the ledger before the next task depends on it, so the driver may die at any moment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from itertools import islice

from vanthu.corpora.errors import ArchiveError, DiskFull, SecretDocument, VanthuError, WorkerLost, error_of
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.course import Course
from vanthu.pipelines.archive.events import Event, Tally, Told
from vanthu.pipelines.archive.executors import Workforce
from vanthu.pipelines.archive.ledger import Attempt, Known, Ledger, Range, is_settled, now
from vanthu.pipelines.archive.looks import Looks
from vanthu.pipelines.archive.quarantine import Quarantine, Quarantined
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.archive.sources.archives import container_and_member, is_member
from vanthu.pipelines.archive.supervision import Outcome, place
from vanthu.pipelines.archive.tables import State
from vanthu.pipelines.archive.tasks import Define, Defined, Look, Looked, PagesRead, Plan, ReadPages, Task
from vanthu.pipelines.archive.triage import Fate, fate
from vanthu.pipelines.definition import Origin

BATCH = 200
"""Files that the ledger is asked about at a time."""
READY = 2
"""Tasks handed out for each worker: one is worked on, one waits, so that no worker waits for the driver."""

POLL_SECONDS = 0.3
"""Between two looks whether the driver is asked to stop."""

DEFINITION = (0, 0)
"""What stands for the pages of a definition where attempts are counted."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a run goes about its work.

    Args:
        plan: what all tasks have in common.
        care: how tasks are supervised.
        chunk_pages: pages of one task; the result is the same for every size.
        attempts: at one piece of work, before it is put aside.
        include_forgotten: whether what was forgotten may come in again.
    """

    plan: Plan
    care: Care = field(default_factory=Care)
    chunk_pages: int = 8
    attempts: int = 2
    include_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Errand:
    """A piece of work: a first look at a file, or pages of a course (all of them, to define it)."""

    stage: str
    """``look``, ``pages`` or ``define``."""
    original: Original
    course: Course | None = None
    pages: Range = (1, 1)
    attempt: int = 1
    fatal: VanthuError | None = None
    """What ended the looks before this one, which only hashes."""


class Driver:
    """Takes originals through look, pages and definition."""

    def __init__(self, ledger: Ledger, force: Workforce, rules: Rules, quarantine: Quarantine, told: Told) -> None:
        self._ledger = ledger
        self._force = force
        self._rules = rules
        self._quarantine = quarantine
        self._told = told
        self._ready: deque[Errand] = deque()
        self._running: dict[Future[Outcome], Errand] = {}
        self._in_hand: Errand | None = None
        self._courses: dict[str, Course] = {}
        self._looks = Looks()
        self._refused: set[str] = set()
        self._stopping = False
        self.tally = Tally()

    @property
    def stopping(self) -> bool:
        """Asked to stop."""
        return self._stopping

    def stop(self) -> None:
        """Begin nothing more; what is in flight is finished and kept."""
        self._stopping = True

    def in_flight(self) -> list[Errand]:
        """What is being worked on; asked by other threads too."""
        errands = list(self._running.values())[: self._force.size()]
        return errands if errands or self._in_hand is None else [self._in_hand]

    def run(self, found: Iterable[Original | Refused]) -> Tally:
        """Take all that is found through; returns what it came to.

        Raises:
            VanthuError: something that every file would fail for, e.g. tesseract is missing or the disk is full.
        """
        self._refused.clear()
        files = self._admitted(iter(found))
        exhausted = False
        while True:
            while not exhausted and not self._stopping and len(self._ready) + len(self._running) < self._room:
                exhausted = next(files, None) is None
            self._hand_out()
            if self._stopping:
                self._call_back()
            if self._running:
                done, _ = wait(self._running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    self._take_in(self._running.pop(future), _outcome(future))
            elif exhausted or self._stopping:
                self.tally.interrupted = self._stopping
                if self._looks.waiting and not self._stopping:
                    raise ArchiveError("files were looked at and not taken in: an error in vanthu")
                return self.tally

    def withdraw(self, original: Original, sha256: str, error: SecretDocument, *, is_shown: bool) -> None:
        """What was read of a content may not be stored any more; one that no file has any more is not put aside."""
        if is_shown:
            errand = Errand("define", original, Course(original, sha256, "", original.bytes, 0), DEFINITION)
            outcome = Outcome(error=(error.code, error.detail), place=place())
            self._quarantine.put(_case(errand, error, sha256))
            self._ledger.put_aside(_attempt(errand, outcome), State.QUARANTINED, forget=True)
        else:
            self._ledger.forget_text(sha256)
        self._tell(Event("withdrawn", sha256, "define", code=error.code, uri=original.uri))

    @property
    def _room(self) -> int:
        return READY * self._force.size()

    def _hand_out(self) -> None:
        while self._ready and not self._stopping and len(self._running) < self._room:
            errand = self._ready.popleft()
            if errand.course is None or not errand.course.shut:
                self._in_hand = errand  # an executor may do the work before it returns
                self._running[self._force.submit(self._task(errand), self._rules.care)] = errand
                self._in_hand = None

    def _call_back(self) -> None:
        """What waits behind the tasks that are worked on is not begun."""
        for future in list(self._running)[self._force.size() :]:
            if future.cancel():
                del self._running[future]

    def _task(self, errand: Errand) -> Task:
        """Made when it is handed out: what a definition is made from may be large."""
        plan, course = self._rules.plan, errand.course
        if course is None:
            return Look(errand.original, plan.settings.limits, only_hash=errand.fatal is not None)
        if errand.stage == "pages":
            return ReadPages(course.original, course.sha256, *errand.pages, plan)
        origin = Origin(course.original.name, course.sha256, course.media_type, course.bytes)
        readings, restored = self._ledger.readings(course.sha256), self._ledger.restored(course.sha256)
        joined = bool(course.original.parts)
        return Define(origin, course.pages, readings, tuple(course.lost.items()), joined, plan, restored)

    def _tell(self, event: Event) -> None:
        self.tally.add(event)
        self._told(event)

    # files come in

    def _admitted(self, found: Iterator[Original | Refused]) -> Iterator[Original | Refused]:
        """Admit one file after another; the ledger is asked about many at a time."""
        while batch := list(islice(found, BATCH)):
            self._release_mended(batch)
            known = self._ledger.known([item.uri for item in batch])
            for item in batch:
                if isinstance(item, Refused):
                    self._refuse(item, known.get(item.uri))
                else:
                    self._admit(item, known.get(item.uri))
                yield item

    def _release_mended(self, batch: Sequence[Original | Refused]) -> None:
        """What an earlier run refused and is in order: rows that have their file, archives and folders that open."""
        self._refused.update(item.uri for item in batch if isinstance(item, Refused))
        around = {uri for item in batch if isinstance(item, Original) for uri in _around(item)}
        for name, uri in self._ledger.take_refused(around - self._refused):
            self._quarantine.release(name, uri)

    def _refuse(self, item: Refused, row: Known | None) -> None:
        if row is None or row.state != State.QUARANTINED:
            errand = Errand("look", Original(item.uri, item.name, 0, ""))
            self._quarantine.put(_case(errand, error_of(item.code, item.message), None))
            self._ledger.refused(item)
        self._tell(Event("refused", code=item.code, uri=item.uri))

    def _admit(self, original: Original, row: Known | None) -> None:
        """Skip what is settled, go on with what was begun, look at what is new or was changed."""
        if row is None or row.outdated(original):
            self._look(original)
            return
        if original.finding_aid and row.finding_aid != dict(original.finding_aid):
            self._ledger.refile(original)
        if original.parts:
            self._ledger.keep_parts(original)
        if row.sha256 is None:
            self._look(original) if row.state != State.QUARANTINED else self._tell(Event("known", uri=original.uri))
        elif is_settled(row.content_state, row.fingerprint, self._rules.plan.fingerprints):
            self._tell(Event("known", row.sha256, uri=original.uri))
        elif row.pages is None:
            self._look(original)
        else:
            self._begin(original, Looked(row.sha256, row.bytes or 0, row.media_type, row.pages))

    def _look(self, original: Original) -> None:
        self._looks.begin(original)
        self._ready.append(Errand("look", original))

    # work comes back

    def _take_in(self, errand: Errand, outcome: Outcome) -> None:
        if errand.course is not None:
            if errand.stage == "pages":
                errand.course.back(errand.pages)
            if errand.course.shut:  # put aside meanwhile: nothing of it is kept
                return
        try:
            if outcome.error:
                self._mishap(errand, error_of(*outcome.error), outcome)
            else:
                self._keep(errand, outcome)
        except DiskFull as full:  # not kept: nothing was written of it; if not even that can be noted, the run ends
            self._mishap(errand, full, replace(outcome, result=None, error=(full.code, full.detail)))

    def _keep(self, errand: Errand, outcome: Outcome) -> None:
        match outcome.result:
            case Looked() as looked:
                for original, seen, fatal in self._looks.end(errand.original, looked, errand.fatal):
                    self._looked(original, seen, fatal, outcome)
            case PagesRead() as read:
                self._read(errand, read, outcome)
            case Defined() as made:
                self._defined(errand, made, outcome)

    def _looked(self, original: Original, looked: Looked, fatal: VanthuError | None, outcome: Outcome) -> None:
        forgotten = not self._rules.include_forgotten and self._ledger.is_forgotten(looked.sha256)
        superseded = self._ledger.saw_forgotten(original) if forgotten else self._ledger.saw(original, looked)
        if superseded:
            self._tell(Event("superseded", superseded))
        self._tell(Event("looked", looked.sha256, "look", cpu_seconds=outcome.cpu_seconds))
        error = fatal or (error_of(*looked.error) if looked.error else None)
        if forgotten or self._taken(looked.sha256):
            self._quarantine.release(original.name, original.uri)  # what lay there before was other bytes
            self._tell(Event("forgotten" if forgotten else "duplicate", looked.sha256, uri=original.uri))
        elif error:
            course = Course(original, looked.sha256, looked.media_type or "", looked.bytes, 0)
            self._put_aside(Errand("look", original, course), error, State.QUARANTINED, outcome)
        else:
            self._begin(original, looked)

    def _taken(self, sha256: str) -> bool:
        """Whether a content is under way, or settled by now: another file of this run may have had it."""
        return sha256 in self._courses or self._ledger.settled(sha256)

    def _begin(self, original: Original, looked: Looked) -> None:
        """Plan what is missing of a content, unless another file has brought it."""
        if self._taken(looked.sha256):
            self._tell(Event("duplicate", looked.sha256, uri=original.uri))
            return
        course = Course(original, looked.sha256, looked.media_type or "", looked.bytes, looked.pages or 0)
        course.plan(self._ledger.progress(looked.sha256), self._rules.chunk_pages)
        self._courses[looked.sha256] = course
        missing = sum(last - first + 1 for first, last in course.todo)
        self._tell(Event("begun", looked.sha256, uri=original.uri, missing=missing))
        self._queue(course)

    def _queue(self, course: Course) -> None:
        """What can be begun of a course, before anything of other courses: what is begun is ended soon."""
        errands = []
        while (pages := course.take()) is not None:
            errands.append(Errand("pages", course.original, course, pages, course.attempt(pages)))
        if course.complete and len(course.lost) == course.pages:
            self._all_lost(course)
        elif course.complete:
            whole = (1, course.pages)
            errands.append(Errand("define", course.original, course, whole, course.attempt(DEFINITION)))
        self._ready.extendleft(reversed(errands))

    def _read(self, errand: Errand, read: PagesRead, outcome: Outcome) -> None:
        course = _of(errand)
        kept = replace(outcome, error=read.failed)
        self._ledger.pages_read(_attempt(errand, kept), read.data)
        self._tell(_event("pages", errand, kept))
        self._queue(course)

    def _defined(self, errand: Errand, made: Defined, outcome: Outcome) -> None:
        course = _of(errand)
        rescans = self._ledger.defined(_attempt(errand, outcome), made)
        self._close(course)
        if not course.lost:
            self._quarantine.release(course.original.name, course.original.uri)
        self._tell(_event("partial" if made.failed else "done", errand, outcome))
        for _ in range(rescans):
            self._tell(Event("rescan", course.sha256))

    # work fails

    def _mishap(self, errand: Errand, error: VanthuError, outcome: Outcome) -> None:
        of_pages = errand.stage == "pages"
        decided = fate(error, of_pages=of_pages, attempt=errand.attempt, attempts=self._rules.attempts)
        if decided is Fate.ABORT:
            raise error
        if errand.course is None:
            self._look_failed(errand, error, decided, outcome)
        elif decided is Fate.AGAIN:
            self._again(errand, errand.course, outcome)
        elif decided is Fate.LOSE:
            self._lose(errand, errand.course, error, outcome)
        else:
            self._put_aside(errand, error, State.FAILED if decided is Fate.FAIL else State.QUARANTINED, outcome)

    def _look_failed(self, errand: Errand, error: VanthuError, decided: Fate, outcome: Outcome) -> None:
        """Look again; where looking kills, only hash; where even that fails the file has no content."""
        if decided is Fate.AGAIN:
            self._ready.append(replace(errand, attempt=errand.attempt + 1))
            self._tell(_event("retry", errand, outcome))
        elif decided is Fate.QUARANTINE and errand.fatal is None:
            self._ready.append(replace(errand, fatal=error))
        else:
            state = State.FAILED if decided is Fate.FAIL else State.QUARANTINED
            if state == State.QUARANTINED:
                self._quarantine.put(_case(errand, error, None))
            self._ledger.unseen(_attempt(errand, outcome), state)
            self._tell(_event("unseen", errand, outcome))
            for original, seen, fatal in self._looks.end(errand.original, None, None):
                self._looked(original, seen, fatal, outcome)

    def _again(self, errand: Errand, course: Course, outcome: Outcome) -> None:
        self._ledger.failed(_attempt(errand, outcome))
        self._tell(_event("retry", errand, outcome))
        if errand.stage == "pages":
            course.again(errand.pages)
        self._queue(course)

    def _lose(self, errand: Errand, course: Course, error: VanthuError, outcome: Outcome) -> None:
        self._ledger.pages_lost(_attempt(errand, outcome))
        course.lost |= dict.fromkeys(range(errand.pages[0], errand.pages[1] + 1), str(error))
        self._quarantine.put(_case(errand, error, course.sha256))
        self._tell(_event("page_lost", errand, outcome))
        self._queue(course)

    def _all_lost(self, course: Course) -> None:
        """Nothing is left to define: the first page speaks for the file."""
        code, _, detail = course.lost[min(course.lost)].partition(": ")
        errand = Errand("pages", course.original, course, (1, course.pages), self._rules.attempts)
        self._put_aside(errand, error_of(code, detail), State.QUARANTINED, Outcome(place=place()))

    def _put_aside(self, errand: Errand, error: VanthuError, state: State, outcome: Outcome) -> None:
        course = _of(errand)
        if state == State.QUARANTINED:
            self._quarantine.put(_case(errand, error, course.sha256))
        kept = replace(outcome, error=(error.code, error.detail))
        self._ledger.put_aside(_attempt(errand, kept), state, forget=isinstance(error, SecretDocument))
        self._close(course)
        self._tell(_event("quarantined" if state == State.QUARANTINED else "failed", errand, kept))

    def _close(self, course: Course) -> None:
        course.shut = True
        self._courses.pop(course.sha256, None)


def _around(original: Original) -> Iterator[str]:
    """Places that are in order where an original was found: its row in the finding aid, its archive, its folder."""
    if original.row:
        yield original.row
    yield container_and_member(original.uri)[0] if is_member(original.uri) else original.uri.rpartition("/")[0]


def _of(errand: Errand) -> Course:
    assert errand.course is not None  # noqa: S101  tells the type checker what the stage says
    return errand.course


def _outcome(future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  the executor lost the task: Dask's KilledWorker, a broken connection
        return Outcome(None, (WorkerLost.code, type(error).__name__))


def _attempt(errand: Errand, outcome: Outcome) -> Attempt:
    sha256 = errand.course.sha256 if errand.course else None
    return Attempt(errand.original, sha256, errand.stage, errand.pages, errand.attempt, outcome)


def _event(kind: str, errand: Errand, outcome: Outcome) -> Event:
    sha256 = errand.course.sha256 if errand.course else ""
    code = outcome.error[0] if outcome.error else ""
    cost = (outcome.seconds, outcome.cpu_seconds)
    return Event(kind, sha256, errand.stage, errand.pages, code, errand.attempt, *cost, uri=errand.original.uri)


def _case(errand: Errand, error: VanthuError, sha256: str | None) -> Quarantined:
    pages = errand.pages if errand.stage == "pages" else None
    original = errand.original
    why = (error.code, error.detail, error.remedy)
    return Quarantined(original.uri, original.name, sha256, errand.stage, pages, errand.attempt, *why, now())
