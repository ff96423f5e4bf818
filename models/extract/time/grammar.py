"""Reads the times of a text: dates joined to ranges and lists, bound by cues, completed from what surrounds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import regex

from vanthu.models.campaign import Moment
from vanthu.models.extract.time.atom import Atom
from vanthu.models.extract.time.atoms import find_atoms, window
from vanthu.models.extract.time.cues import Cue, CueKind, cue_before, planned_before
from vanthu.models.extract.time.expression import Relation, TimeContext, TimeExpression, Unit
from vanthu.models.extract.time.masking import is_anniversary, is_silent
from vanthu.models.extract.time.parts import SCHOOL_YEAR, is_exact
from vanthu.models.extract.time.recurrence import AFTER_DATE, BEFORE_DATE, SHARES_RHYTHM, find_rhythms, rule_of_date
from vanthu.models.extract.time.relative import find_relative
from vanthu.models.extract.time.slips import repaired

RANGE = regex.compile(
    r"\s*(?:,?\s*(?:cho\s+)?(?:đ[ếêe]n|tới|thành|sang)(?:\s+hết)?|[–-]|(?:,|;)?\s*(?:và\s+)?kết\s+thúc(?:\s+(?:vào|trong))?)\s*",
    regex.IGNORECASE,
)
GLOSS = (
    r"(?:\s*\((?:(?:đối\s+với\s+)?(?:báo\s+cáo\s+)?(?:sơ\s+kết|tổng\s+kết|đợt\s+\d|0?[69]\s+tháng|năm|quý)"
    r"[^()\d]{0,30}|(?:đối\s+với|dành\s+cho)\s[^()\d]{1,60})\))?"
)
"""``trước ngày 15/6 (6 tháng), 15/12 (năm)``: what each date is for."""
LIST = regex.compile(rf"{GLOSS}\s*(?:,|;|và|hoặc|,\s*và)\s*(?:các\s+)?", regex.IGNORECASE)
TO_EVENT = regex.compile(
    r"\s*,?\s*(?:cho\s+)?(?:đến|tới)\s+(?:hết\s+)?(?P<anchor>(?:khi|ngày|thời\s+điểm|kết\s+thúc)(?!\p{L})[^,.;:()]{3,120})",
    regex.IGNORECASE,
)
FROM_EVENT = regex.compile(
    r"(?<!\p{L})từ\s+(?P<event>nay|thời\s+điểm\s+này|(?:khi|sau)\s+[^,.;:()\d]{3,50}|ngày\s+(?:phát\s+động|ký|ban\s+hành|khai\s+mạc)(?:\s+[^,.;:()\d]{3,40})?)\s+(?:đến|tới)(?:\s+hết)?\s*$",
    regex.IGNORECASE,
)
AND_ON = regex.compile(r"\s+và\s+(?:những|các)\s+năm\s+(?:tiếp\s+theo|sau|tới)", regex.IGNORECASE)
RELATIONS: dict[CueKind, Relation] = {"before": "before", "by": "by", "after": "after", "from": "after"}
EXCEPTED = regex.compile(r"(?<!\p{L})riêng(?!\p{L})|\d{4}", regex.IGNORECASE)
"""``… hằng năm; riêng năm 2030 gửi chậm nhất ngày 28/4``: comes once."""
NEXT_YEAR = regex.compile(r"\s+(?:của\s+)?năm\s+(?:sau|kế\s+tiếp|tiếp\s+theo|liền\s+kề)(?!\p{L})", regex.IGNORECASE)
OF_YEARS = regex.compile(r"\s*(?:của\s+|trong\s+)?(?:các|hai|những)\s+", regex.IGNORECASE)
DAYS_OF = regex.compile(r"\d{1,2}\s+ngày\s*[,:(]\s*$", regex.IGNORECASE)
"""``Sơ khảo: 02 ngày, 09 và 10/7/2019``."""
CHANGED = regex.compile(
    r"(?<!\p{L})(?:gia\s+hạn|kéo\s+dài|lùi|dời|hoãn|điều\s+chỉnh|thay\s+đổi|chuyển)(?!\p{L})[^.;]{0,90}$",
    regex.IGNORECASE,
)
"""``gia hạn … từ ngày 15/4 đến hết ngày 30/4``: what was due at first, and what is due now."""


def is_changed(text: str, start: int) -> bool:
    """Whether a range that starts there says how a time was changed, and is no stretch of time."""
    return CHANGED.search(text, max(start - LONGEST_JOINT, 0), start) is not None


LONGEST_JOINT = 90
"""Characters between two dates that share a cue, a gloss in brackets included."""
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
    text = repaired(text)
    dated = [e for group in _groups(text) for e in group.expressions(context)]
    others = [*find_relative(text, context), *find_rhythms(text)]
    taken = {char for e in dated for char in range(e.start_char, e.end_char)}
    spans: set[range] = set()
    for other in sorted(others, key=lambda e: e.start_char - e.end_char):
        span = range(other.start_char, other.end_char)
        if span in spans or taken.isdisjoint(span):
            dated.append(other)
            taken.update(span)
            spans.add(span)
    return sorted(dated, key=lambda e: (e.start_char, e.end_char))


def _groups(text: str) -> Iterator[_Group]:
    """Runs of atoms joined by ``đến``, a dash, ``và`` or a comma."""
    run: list[Atom] = []
    year: tuple[int, int] | None = None
    for atom in _each_year(text, find_atoms(text)):
        if run and not _joined(text, run[-1], atom):
            yield _Group(text, run, year)
            year = next(((a.end, a.year) for a in reversed(run) if a.year and a.unit is not Unit.YEARS), year)
            run = []
        run.append(atom)
    if run:
        yield _Group(text, run, year)


def _each_year(text: str, atoms: Sequence[Atom]) -> Iterator[Atom]:
    """``quý III các năm 2027 và 2029``: the quarter of each of the years that follow it."""
    at = 0
    while at < len(atoms):
        first = atoms[at]
        last = at + 1
        while last < len(atoms) and atoms[last].unit is Unit.YEAR and (last == at + 1 or atoms[last].shared):
            last += 1
        years = atoms[at + 1 : last]
        if (
            years
            and first.year is None
            and first.unit is not Unit.YEAR
            and OF_YEARS.fullmatch(text[first.end : years[0].start])
        ):
            for i, year in enumerate(years):
                yield replace(first, start=year.start if i else first.start, end=year.end, year=year.year, shared=i > 0)
            at = last
        else:
            yield first
            at += 1


def _joined(text: str, first: Atom, second: Atom) -> bool:
    between = text[first.end : second.start]
    if len(between) > LONGEST_JOINT:
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
        if self._silent(cue, context, ranged):
            return
        recurring = self._recurring(cue)
        if recurring:
            yield from recurring
            return
        atoms = self._filled(context, ranged, cue)
        whole = self._stretch(atoms, ranged, cue)
        if whole:
            yield whole
            return
        index = 0
        while index < len(atoms):
            pair = index < len(ranged) and ranged[index]
            read = (
                self._range(atoms[index], atoms[index + 1], cue)
                if pair
                else self._single(index, atoms[index], cue, context)
            )
            if read:
                yield read
            index += 1 + pair

    def _stretch(self, atoms: Sequence[Atom], ranged: Sequence[bool], cue: Cue | None) -> TimeExpression | None:
        """``tháng 5, tháng 6 năm 2030``, ``ngày 05 và 06/3``: a list without gaps is one stretch of time."""
        if any(ranged) or not ranged or any(a.which or a.clock for a in atoms) or (cue and cue.kind != "within"):
            return None
        windows = [window(atom) for atom in atoms]
        gapless = all(a and b and a[1] + timedelta(1) == b[0] for a, b in pairwise(windows))
        return self._range(atoms[0], atoms[-1], cue) if gapless else None

    def _silent(self, cue: Cue | None, context: TimeContext, ranged: Sequence[bool]) -> bool:
        """The first date is none, or binds nobody; bare ones need a cue, a range or a place that expects a time."""
        first, last = self.atoms[0], self.atoms[-1]
        if first.bare and first.unit is Unit.YEAR and first.year is None:
            return not context.expected if first.which is None else cue is None or cue.kind == "from"
        if DAYS_OF.search(self.text, max(first.start - 20, 0), first.start):
            return False
        again = first.year is None and AFTER_DATE.match(self.text, last.end) is not None
        cued = cue is not None or again or (ranged[:1] == [True] and last.complete)
        return is_silent(self.text, first, end=last.end, cued=cued, expected=context.expected)

    def _is_range(self, index: int) -> bool:
        between = self.text[self.atoms[index].end : self.atoms[index + 1].start]
        return bool(RANGE.fullmatch(between))

    def _filled(self, context: TimeContext, ranged: Sequence[bool], cue: Cue | None) -> list[Atom]:
        """Missing months and years from the right, then from the left, then from the text, then from the context."""
        atoms = list(self.atoms)
        for i in range(len(atoms) - 2, -1, -1):
            source = atoms[i + 1]
            atoms[i] = replace(atoms[i].filled(source.year, source.month), derived=source.derived)
            if ranged[i] and source.year and self.atoms[i].year is None and _later(atoms[i], source):
                atoms[i] = replace(atoms[i], year=source.year - 1)
        for i in range(1, len(atoms)):
            atoms[i] = replace(atoms[i].filled(atoms[i - 1].year, atoms[i - 1].month), derived=atoms[i].derived)
        near = self._nearest_year()
        if NEXT_YEAR.match(self.text, atoms[-1].end):
            this = near or context.year_of(None)
            return [atom.filled(this + 1 if this else None) for atom in atoms]
        filled = [atom.filled(near or context.year_of(atom.month)) for atom in atoms]
        due = cue is not None and cue.kind in ("before", "by") and context.default_year is None
        return [_to_come(atom, context.issued_on) for atom in filled] if due else filled

    def _nearest_year(self) -> int | None:
        end, year = self.year_before or (-YEAR_REACH, None)
        return year if self.atoms[0].start - end <= YEAR_REACH else None

    def _start(self, cue: Cue | None) -> tuple[int, bool]:
        """Where the expression starts with its cue, and whether it is only planned."""
        start = cue.start if cue else self.atoms[0].start
        planned = planned_before(self.text, start)
        return (start, False) if planned is None else (planned, True)

    def _range(self, first: Atom, second: Atom, cue: Cue | None) -> TimeExpression | None:
        left, right = window(first), window(second)
        if not left or not right or left[0] > right[1]:
            return None
        start, planned = self._start(cue)
        fuzzy = planned or not (is_exact(first.which) and is_exact(second.which))
        if is_changed(self.text, start):
            end = second.moment(right[1])
            return TimeExpression(start, second.end, "by", second.unit, end=end, cued=True, derived_year=second.derived)
        return TimeExpression(
            start if first.shared or first.start == self.atoms[0].start else first.start,
            second.end,
            "within",
            second.unit,
            start=first.moment(left[0]),
            end=second.moment(right[1]),
            approximate=fuzzy,
            derived_year=first.derived or second.derived,
            cued=True,
        )

    def _single(self, index: int, atom: Atom, cue: Cue | None, context: TimeContext) -> TimeExpression | None:
        days = window(atom)
        if not days:
            return None
        start, planned = self._start(cue)
        alone = cue is None and self.atoms[index].complete and not atom.shared
        base = TimeExpression(
            max(start, atom.start) if alone and atom.start > self.atoms[0].start else start,
            atom.end if alone else self.atoms[-1].end,
            "within",
            atom.unit if atom.clock is None else Unit.HOUR,
            approximate=planned or not is_exact(atom.which),
            derived_year=atom.derived,
            cued=cue is not None,
            horizon=bool(cue and cue.horizon),
        )
        return self._bound(base, atom, days, cue, context)

    def _bound(
        self, base: TimeExpression, atom: Atom, days: tuple[date, date], cue: Cue | None, context: TimeContext
    ) -> TimeExpression:
        first, last = atom.moment(days[0]), atom.moment(days[1])
        if atom.opens:
            return replace(base, relation="within", start=atom.moment(days[0], atom.opens), end=last, cued=True)
        match cue.kind if cue else None:
            case "before":
                return replace(base, relation="before", end=first)
            case "by":
                since = FROM_EVENT.search(self.text, max(atom.start - YEAR_REACH, 0), atom.start)
                return _since_event(base, since, last, context) if since else replace(base, relation="by", end=last)
            case "after":
                return replace(base, relation="after", start=last)
            case "from":
                return self._open(replace(base, relation="after", start=first))
            case _:
                return self._at(base, atom, first, last)

    def _at(self, base: TimeExpression, atom: Atom, first: Moment, last: Moment) -> TimeExpression:
        """Without a cue that bounds it: a point, a fuzzy window, or both ends."""
        on = AND_ON.match(self.text, base.end_char) if atom.unit is Unit.YEAR else None
        if on:
            return replace(base, relation="after", start=first, end_char=on.end())
        fuzzy = not is_exact(atom.which) and atom.which != SCHOOL_YEAR
        relation: Relation = "at" if atom.unit is Unit.DAY or fuzzy else "within"
        return replace(base, relation=relation, start=first, end=last)

    def _yearly_stretch(self, base: TimeExpression) -> list[TimeExpression]:
        """``từ ngày 01/10 đến 07/10 hằng năm``: the days of one month, or the months where it takes several."""
        first, last = self.atoms
        stretch = replace(base, relation="recurring", cued=True)
        if last.month is None or not first.day or not last.day:
            return []
        if (first.month or last.month) == last.month and first.day < last.day:
            days = ",".join(str(day) for day in range(first.day, last.day + 1))
            return [replace(stretch, recurrence=f"FREQ=YEARLY;BYMONTH={last.month};BYMONTHDAY={days}")]
        months = ",".join(str(month) for month in sorted(_months_between(first, last)))
        return [replace(stretch, recurrence=f"FREQ=YEARLY;BYMONTH={months}", approximate=True)]

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
        last = self.atoms[-1].end
        after = AFTER_DATE.match(self.text, last) or SHARES_RHYTHM.match(self.text, last)
        before = BEFORE_DATE.search(self.text, max(start - YEAR_REACH, 0), start)
        before = None if before and EXCEPTED.search(before["between"]) else before
        found = after or before
        if not found:
            return []
        frequency = next(name for name, value in found.groupdict().items() if value and name != "between")
        near = before is not None and (not after or not before["between"].strip(" ,(:"))
        shared = after is not None and after.re is SHARES_RHYTHM
        bounds = (before.start() if before and near else start, after.end() if after and not shared else last)
        relation: Relation = RELATIONS.get(cue.kind, "recurring") if cue else "recurring"
        days = {atom.day for atom in self.atoms}
        months = [_months(atom) for atom in self.atoms]
        if days == {None} and all(months):  # one rule holds them all: BYMONTH=5,10
            months = [tuple(sorted({month for listed in months for month in listed}))]
        base = TimeExpression(bounds[0], bounds[1], relation, Unit.RHYTHM)
        if len(self.atoms) == 2 and self._is_range(0) and self.atoms[0].day:  # noqa: PLR2004  two ends
            return self._yearly_stretch(base)
        rules = (rule_of_date(atom.day, at, frequency) for atom, at in zip(self.atoms, months, strict=False))
        return [replace(base, recurrence=rule, approximate=planned, cued=cue is not None) for rule in rules if rule]


def _months_between(first: Atom, last: Atom) -> tuple[int, ...]:
    """Months from the first to the last, over the end of the year where it comes before."""
    start, count = first.month or 1, ((last.month or 1) - (first.month or 1)) % 12
    return tuple((start + i - 1) % 12 + 1 for i in range(count + 1))


def _to_come(atom: Atom, issued_on: date | None) -> Atom:
    """What is due cannot lie before the date of the document: ``trước 28/02`` of September is in the next year."""
    days = window(atom) if atom.derived else None
    if issued_on is None or days is None or days[1] >= issued_on:
        return atom
    return replace(atom, year=issued_on.year + (days[1].replace(year=issued_on.year, day=1) < issued_on.replace(day=1)))


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
