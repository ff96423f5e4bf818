"""Reads the times of a text: dates joined to ranges and lists, bound by cues, completed from what surrounds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from vanthu.models.extract.time.atoms import Atom, find_atoms
from vanthu.models.extract.time.cues import Cue, CueKind, cue_before, planned_before
from vanthu.models.extract.time.expression import Relation, TimeContext, TimeExpression, Unit
from vanthu.models.extract.time.masking import is_anniversary, is_silent
from vanthu.models.extract.time.recurrence import AFTER_DATE, BEFORE_DATE, find_rhythms, rule_of_date
from vanthu.models.extract.time.relative import find_relative

RANGE = regex.compile(r"\s*(?:,?\s*(?:cho\s+)?(?:đ[ếêe]n|tới)(?:\s+hết)?|[–-])\s*", regex.IGNORECASE)
LIST = regex.compile(r"\s*(?:,|;|và|hoặc|,\s*và)\s*", regex.IGNORECASE)
TO_EVENT = regex.compile(
    r"\s*,?\s*(?:cho\s+)?(?:đến|tới)\s+(?:hết\s+)?(?P<anchor>(?:khi|ngày|thời\s+điểm|kết\s+thúc)(?!\p{L})[^,.;:()]{3,120})",
    regex.IGNORECASE,
)
FROM_EVENT = regex.compile(
    r"(?<!\p{L})từ\s+(?P<event>nay|khi\s+[^,.;:()\d]{3,50}|ngày\s+(?:phát\s+động|ký)(?:\s+[^,.;:()\d]{3,40})?)\s+(?:đến|tới)(?:\s+hết)?\s*$",
    regex.IGNORECASE,
)
AND_ON = regex.compile(r"\s+và\s+(?:những|các)\s+năm\s+(?:tiếp\s+theo|sau|tới)", regex.IGNORECASE)
RELATIONS: dict[CueKind, Relation] = {"before": "before", "by": "by", "after": "after", "from": "after"}
YEAR_REACH = 200
"""Characters over which a printed year completes a date without one."""


def parse_times(text: str, context: TimeContext | None = None) -> list[TimeExpression]:
    """All times of ``text`` that bind something, left to right.

    Dates of cited documents, anniversaries, terms of office and ratios are left out. Never fails.

    Args:
        text: running text of one paragraph or cell.
        context: what completes a date that is printed in part.
    """
    context = context or TimeContext()
    dated = [e for group in _groups(text) for e in group.expressions(context)]
    taken = {char for e in dated for char in range(e.start_char, e.end_char)}
    others = (
        other
        for other in (*find_relative(text, context), *find_rhythms(text))
        if taken.isdisjoint(range(other.start_char, other.end_char))
    )
    return sorted([*dated, *others], key=lambda e: (e.start_char, e.end_char))


def _groups(text: str) -> Iterator[_Group]:
    """Runs of atoms joined by ``đến``, a dash, ``và`` or a comma."""
    run: list[Atom] = []
    year: tuple[int, int] | None = None
    for atom in find_atoms(text):
        if run and not _joined(text, run[-1], atom):
            yield _Group(text, run, year)
            year = next(((a.end, a.year) for a in reversed(run) if a.year and a.unit is not Unit.YEARS), year)
            run = []
        run.append(atom)
    if run:
        yield _Group(text, run, year)


def _joined(text: str, first: Atom, second: Atom) -> bool:
    between = text[first.end : second.start]
    if len(between) > len(",   cho đến   hết   "):
        return False
    if RANGE.fullmatch(between):
        return True
    return first.unit is second.unit and bool(LIST.fullmatch(between))


@dataclass(frozen=True, slots=True)
class _Group:
    """Atoms that share a cue, and the last year printed before them: where it ends, and which."""

    text: str
    atoms: Sequence[Atom]
    year_before: tuple[int, int] | None

    def expressions(self, context: TimeContext) -> Iterator[TimeExpression]:
        cue = cue_before(self.text, self.atoms[0].start)
        ranged = [self._is_range(i) for i in range(len(self.atoms) - 1)]
        if any(is_anniversary(a, b) for a, b in zip(self.atoms, self.atoms[1:], strict=False)):
            return
        if is_silent(
            self.text, self.atoms[0], cued=cue is not None or (ranged[:1] == [True] and self.atoms[-1].complete)
        ):
            return
        recurring = self._recurring(cue)
        if recurring:
            yield from recurring
            return
        atoms = self._filled(context, ranged)
        index = 0
        while index < len(atoms):
            pair = index < len(ranged) and ranged[index]
            read = (
                self._range(atoms[index], atoms[index + 1], cue) if pair else self._single(atoms[index], cue, context)
            )
            if read:
                yield read
            index += 1 + pair

    def _is_range(self, index: int) -> bool:
        between = self.text[self.atoms[index].end : self.atoms[index + 1].start]
        return bool(RANGE.fullmatch(between))

    def _filled(self, context: TimeContext, ranged: Sequence[bool]) -> list[Atom]:
        """Missing months and years from the right, then from the left, then from the text, then from the context."""
        atoms = list(self.atoms)
        for i in range(len(atoms) - 2, -1, -1):
            source = atoms[i + 1]
            atoms[i] = replace(atoms[i].filled(source.year, source.month), derived=source.derived)
            if ranged[i] and source.year and _later(atoms[i], source):
                atoms[i] = replace(atoms[i], year=source.year - 1)
        for i in range(1, len(atoms)):
            atoms[i] = replace(atoms[i].filled(atoms[i - 1].year, atoms[i - 1].month), derived=atoms[i].derived)
        year = self._nearest_year() or context.year
        return [atom.filled(year) for atom in atoms]

    def _nearest_year(self) -> int | None:
        end, year = self.year_before or (-YEAR_REACH, None)
        return year if self.atoms[0].start - end <= YEAR_REACH else None

    def _start(self, cue: Cue | None) -> tuple[int, bool]:
        """Where the expression starts with its cue, and whether it is only planned."""
        start = cue.start if cue else self.atoms[0].start
        planned = planned_before(self.text, start)
        return (start, False) if planned is None else (planned, True)

    def _range(self, first: Atom, second: Atom, cue: Cue | None) -> TimeExpression | None:
        left, right = first.window(), second.window()
        if not left or not right or left[0] > right[1]:
            return None
        start, planned = self._start(cue)
        fuzzy = planned or bool(first.which or second.which)
        return TimeExpression(
            start if first.start == self.atoms[0].start else first.start,
            second.end,
            "within",
            second.unit,
            start=first.moment(left[0]),
            end=second.moment(right[1]),
            approximate=fuzzy,
            derived_year=first.derived or second.derived,
            cued=True,
        )

    def _single(self, atom: Atom, cue: Cue | None, context: TimeContext) -> TimeExpression | None:
        window = atom.window()
        if not window:
            return None
        start, planned = self._start(cue)
        alone = cue is None and atom.complete and not atom.derived
        base = TimeExpression(
            max(start, atom.start) if alone and atom.start > self.atoms[0].start else start,
            atom.end if alone else self.atoms[-1].end,
            "within",
            atom.unit if atom.clock is None else Unit.HOUR,
            approximate=planned or atom.which is not None,
            derived_year=atom.derived,
            cued=cue is not None,
            horizon=bool(cue and cue.horizon),
        )
        return self._bound(base, atom, window, cue, context)

    def _bound(
        self, base: TimeExpression, atom: Atom, window: tuple[date, date], cue: Cue | None, context: TimeContext
    ) -> TimeExpression:
        first, last = atom.moment(window[0]), atom.moment(window[1])
        kind = cue.kind if cue else None
        if kind == "before":
            return replace(base, relation="before", end=first)
        if kind == "by":
            since = FROM_EVENT.search(self.text, max(atom.start - YEAR_REACH, 0), atom.start)
            return _since_event(base, since, last, context) if since else replace(base, relation="by", end=last)
        if kind == "after":
            return replace(base, relation="after", start=last)
        if kind == "from":
            return self._open(replace(base, relation="after", start=first))
        on = AND_ON.match(self.text, base.end_char) if atom.unit is Unit.YEAR else None
        if on:
            return replace(base, relation="after", start=first, end_char=on.end())
        relation: Relation = "at" if atom.unit is Unit.DAY or (atom.which and atom.which != "năm học") else "within"
        return replace(base, relation=relation, start=first, end=last)

    def _open(self, base: TimeExpression) -> TimeExpression:
        """``từ tháng 10/2025 đến khi …``: an end that is an event."""
        event = TO_EVENT.match(self.text, base.end_char)
        if not event:
            return base
        return replace(base, relation="within", anchor=event["anchor"].strip(), end_char=event.end())

    def _recurring(self, cue: Cue | None) -> list[TimeExpression]:
        """Dates without a year that come again: ``trước ngày 01/6 và 15/11 hằng năm``."""
        if any(atom.year is not None for atom in self.atoms):
            return []
        start, planned = self._start(cue)
        after = AFTER_DATE.match(self.text, self.atoms[-1].end)
        before = None if after else BEFORE_DATE.search(self.text, max(start - YEAR_REACH, 0), start)
        found = after or before
        if not found:
            return []
        frequency = next(name for name, value in found.groupdict().items() if value and name != "between")
        bounds = (start, after.end()) if after else (found.start(), self.atoms[-1].end)
        relation: Relation = RELATIONS.get(cue.kind, "recurring") if cue else "recurring"
        rules = (rule_of_date(atom.day, _months(atom), frequency) for atom in self.atoms)
        base = TimeExpression(bounds[0], bounds[1], relation, Unit.RHYTHM)
        return [replace(base, recurrence=rule, approximate=planned, cued=cue is not None) for rule in rules if rule]


def _since_event(base: TimeExpression, since: regex.Match[str], last: date, context: TimeContext) -> TimeExpression:
    event = " ".join(since["event"].split())
    base = replace(base, start_char=since.start(), relation="within", end=last)
    return (
        replace(base, start=context.issued_on, derived_year=True)
        if event.lower() == "nay"
        else replace(base, anchor=event)
    )


def _later(first: Atom, second: Atom) -> bool:
    """In the same year the first would come after the second."""
    key = [(atom.month or 0, atom.day or 0) for atom in (first, second)]
    return first.year == second.year and first.unit is not Unit.YEAR and key[0] > key[1] and bool(second.month)


def _months(atom: Atom) -> tuple[int, ...]:
    if atom.month is None:
        return ()
    return tuple(range(atom.month, min(atom.month + atom.length, 13)))
