"""``vanthu check``: what is wrong with a campaign definition, and what a launch would still miss.

For files that a person has corrected, or that another program wrote: the schema first, then what no schema can say.
Each finding has a code; ``docs/errors.md`` lists them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import regex
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from vanthu.corpora.wording import counted
from vanthu.ingest.intake.opening import unopened
from vanthu.models.campaign import Campaign, Criterion, Deadline, Evidence, Field, Quota, Status, day_of
from vanthu.models.extract.quantity.quantities import quantities
from vanthu.models.extract.readiness import missing_parts
from vanthu.pipelines.evaluate.answer import Json, walk
from vanthu.pipelines.terminal.names import escaped

EXIT_WRONG = 8
"""At least one file has an error: it cannot be launched as it stands."""
Severity = Literal["error", "warning", "info"]
WHOLE = 100
PARTS = regex.compile(r"trong đó|gồm|bao gồm", regex.IGNORECASE)
ALL_PARTS = regex.compile(r"gồm", regex.IGNORECASE)
"""``gồm`` lists every part; ``trong đó`` may name only some."""
POINTS = regex.compile(r"(?:\(|tối\s+đa\s+|:\s*)(\d{1,3})\s+điểm\s*\)?", regex.IGNORECASE)
"""Most points of a criterion: ``(20 điểm)``, ``tối đa 20 điểm``, ``: 20 điểm``."""
LAUNCH = {
    "name": "no name of the campaign",
    "objective": "no purposes",
    "participants": "nobody is named who takes part",
    "criteria": "fewer than three criteria",
    "period": "the period has no start or no end",
    "dossier_deadline": "no deadline of the nomination papers",
    "rewards": "no form of commendation",
    "legal_bases": "fewer than two legal bases",
}
"""What a system that launches campaigns asks for, and what is said where it is not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be mended or looked at; ``path`` as in ``campaign.deadlines.3.value.end``."""

    code: str
    severity: Severity
    path: str
    message: str


def check(path: Path) -> list[Finding]:
    """All findings of a file; one with several documents (JSON Lines) has the number of the line before each path.

    Raises:
        InputError: the file is not there, is a folder, or may not be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unopened(path, error) from error
    except UnicodeDecodeError as error:
        return [Finding("not_json", "error", "", f"not UTF-8: {error}")]
    try:
        return check_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):  # noqa: PLR2004  one line is no JSON Lines
            return [Finding("not_json", "error", "", str(error))]
    return [f for number, line in enumerate(lines, 1) for f in _of_line(number, line)]


def _of_line(number: int, line: str) -> Iterator[Finding]:
    try:
        found = check_json(json.loads(line))
    except (ValueError, RecursionError) as error:
        found = [Finding("not_json", "error", "", str(error))]
    for f in found:
        yield Finding(f.code, f.severity, f"{number}:{f.path}", f.message)


def check_json(content: Any) -> list[Finding]:  # noqa: ANN401  whatever a file holds
    """All findings of one campaign definition as JSON."""
    try:
        campaign = Campaign.model_validate(content)
    except ValidationError as error:
        found: dict[str, str] = {}  # the first of each path: a moment is tried as a date and as a date with its hour
        for fault in error.errors():
            found.setdefault(_path(content, fault["loc"]), fault["msg"])
        return [Finding("schema", "error", path, message) for path, message in found.items()]
    if "schema" not in content:
        return [Finding("schema", "error", "schema", "the version of the format is missing"), *check_campaign(campaign)]
    return check_campaign(campaign)


def _path(content: Any, location: Sequence[str | int]) -> str:  # noqa: ANN401  same
    """The place of a validation error in the JSON itself; names of types that pydantic puts between are left out."""
    node, parts = content, []
    for step, here in enumerate(location):
        if isinstance(node, dict) and (here in node or step == len(location) - 1):
            node = node.get(here) if isinstance(here, str) else None
            parts.append(str(here))
        elif isinstance(node, list) and isinstance(here, int) and here < len(node):
            node = node[here]
            parts.append(str(here))
    return ".".join(parts)


def check_campaign(campaign: Campaign) -> list[Finding]:
    """What no schema can say of a campaign definition."""
    fields = list(walk(campaign.model_dump(mode="json")))
    steps: tuple[Callable[[Campaign], Iterator[Finding]], ...] = (
        _dates, _period, _milestones, _quotas, _sums, _scores, _positions, _issues, _launch,
    )  # fmt: skip
    return [*_fields(campaign, fields), *(finding for step in steps for finding in step(campaign))]


def _fields(campaign: Campaign, fields: Sequence[tuple[str, Json]]) -> Iterator[Finding]:
    """Each value has a reason and a place."""
    pages = campaign.source.part.first_page, campaign.source.part.last_page
    for path, field in fields:
        lacking = field["value"] is None
        if lacking is (field["status"] in (Status.FOUND, Status.DERIVED)):
            why = "but there is no value" if lacking else "but there is a value"
            yield Finding("status", "error", f"{path}.status", f"“{field['status']}”, {why}")
        if field["status"] == Status.FOUND and not field["evidence"]:
            yield Finding("no_evidence", "warning", f"{path}.evidence", "found, but nothing says where")
        for i, one in enumerate(field["evidence"]):
            wrong = _misplaced(Evidence.model_validate(one), pages)
            if wrong:
                yield Finding("evidence", "error", f"{path}.evidence.{i}", wrong)


def _misplaced(one: Evidence, pages: tuple[int, int]) -> str | None:
    """Why a slice cannot be, None where it can."""
    if not pages[0] <= one.page <= pages[1]:
        return f"page {one.page} is not among pages {pages[0]} to {pages[1]} of the document"
    if one.start >= one.end:
        return f"from character {one.start} to {one.end} there is nothing"
    if one.box:
        x0, y0, x1, y1 = one.box
        if not (0 <= x0 <= x1 <= 1 and 0 <= y0 <= y1 <= 1):
            return f"the box {list(one.box)} does not lie on the page"
    return None


def _deadlines(campaign: Campaign) -> Iterator[tuple[str, Deadline]]:
    for i, field in enumerate(campaign.campaign.deadlines):
        if field.value:
            yield f"campaign.deadlines.{i}.value", field.value


def _dates(campaign: Campaign) -> Iterator[Finding]:
    """What begins ends later, and nothing is due before the document was issued."""
    issued = campaign.document.issued_on.value
    for path, due in _deadlines(campaign):
        if due.start and due.end and day_of(due.start) > day_of(due.end):
            yield Finding("date_order", "error", path, f"begins {due.start}, ends {due.end}")
        if issued and due.end and day_of(due.end) < issued:
            yield Finding("before_issue", "warning", f"{path}.end", f"due {due.end}, issued {issued}")
        if due.period and due.period.start and due.period.end and due.period.start > due.period.end:
            yield Finding("date_order", "error", f"{path}.period", f"{due.period.start} to {due.period.end}")


def _period(campaign: Campaign) -> Iterator[Finding]:
    """The campaign's own time, and the nomination papers in it."""
    period, issued = campaign.campaign.period.value, campaign.document.issued_on.value
    path = "campaign.period.value"
    if period and period.start and period.end and period.start > period.end:
        yield Finding("date_order", "error", path, f"begins {period.start}, ends {period.end}")
    if period and period.end and issued and period.end < issued:
        yield Finding("before_issue", "warning", f"{path}.end", f"ends {period.end}, issued {issued}")
    for at, due in _deadlines(campaign):
        if period and period.end and due.end and due.milestone == "dossier" and day_of(due.end) > period.end:
            message = f"nomination papers are due {due.end}, after the campaign ends {period.end}"
            yield Finding("dossier_late", "warning", f"{at}.end", message)


def _milestones(campaign: Campaign) -> Iterator[Finding]:
    """A launch after the end, a final review before the start, an interim review after the final one."""
    period = campaign.campaign.period.value
    dated = [(path, due) for path, due in _deadlines(campaign) if due.end]
    finals = [day_of(due.end) for _, due in dated if due.milestone == "final_review" and due.end]
    for path, due in dated:
        day = day_of(due.end) if due.end else date.max
        late = period and period.end and day > period.end and due.milestone in ("launch", "registration")
        early = period and period.start and day < period.start and due.milestone == "final_review"
        crossed = finals and due.milestone == "interim_review" and day > max(finals)
        if late or early or crossed:
            against = f"all final reviews ({max(finals)})" if crossed else "the period of the campaign"
            message = f"{due.milestone} on {day} does not fit {against}"
            yield Finding("milestone_order", "warning", f"{path}.milestone", message)


def _quotas(campaign: Campaign) -> Iterator[Finding]:
    """Numbers that can be: bounds in order, shares of a whole between 0 and 100."""
    for i, field in enumerate(campaign.campaign.quotas):
        quota, path = field.value, f"campaign.quotas.{i}.value"
        if quota is None:
            continue
        top = quota.value if quota.value_max is None else quota.value_max
        if quota.comparator == "between" and (quota.value_max is None or quota.value > top):
            yield Finding("quota_bounds", "error", path, f"between {quota.value} and {quota.value_max}")
        if quota.value < 0:
            yield Finding("quota_range", "error", f"{path}.value", f"{quota.value} is below nothing")
        if quota.unit == "%" and top > WHOLE and not _grows(quota):
            yield Finding("quota_range", "error", path, f"{top} % is more than all")


def _grows(quota: Quota) -> bool:
    """``tăng 120 %``, ``150 % so với năm trước``: no share of a whole."""
    return quota.change is not None or (quota.base or "").casefold().startswith(("so với", "kế hoạch", "dự toán"))


def _sums(campaign: Campaign) -> Iterator[Finding]:
    """Where a total and its parts are printed in one sentence, the parts are no more than the total."""
    for path, field in walk(campaign.campaign.model_dump(mode="json"), "campaign"):
        text = field["value"] if isinstance(field["value"], str) else field["text"]
        for sentence in regex.split(r"[.;]\s", text or ""):
            wrong = _wrong_sum(sentence)
            if wrong:
                yield Finding("quota_sum", "warning", path, wrong)


def _wrong_sum(sentence: str) -> str | None:
    cut = PARTS.search(sentence)
    if not cut:
        return None
    counts = [q for q in quantities(sentence) if q.quota.unit == "count" and q.quota.comparator == "="]
    totals = [q.quota.value for q in counts if q.end <= cut.start()]
    parts = [q.quota.value for q in counts if q.start >= cut.end()]
    if len(totals) != 1 or len(parts) < 2:  # noqa: PLR2004  one part may be a detail of the total
        return None
    off = sum(parts) != totals[0] if ALL_PARTS.search(cut.group()) else sum(parts) > totals[0]
    return f"{' + '.join(map(str, parts))} is not {totals[0]}" if off else None


def _scores(campaign: Campaign) -> Iterator[Finding]:
    """Most points of criteria add up: those of a section to the points of its heading, those of all sections to 100."""
    groups = campaign.campaign.criteria
    tops: list[int] = []
    for i, group in enumerate(groups):
        heading, items = _points(group.heading), [_points(item) for item in group.items]
        known = [p for p in items if p is not None]
        complete = len(known) == len(items) and len(known) > 1
        if complete and heading is not None and sum(known) != heading:
            message = f"the criteria give {sum(known)} points, their heading {heading}"
            yield Finding("score_sum", "warning", f"campaign.criteria.{i}", message)
        if heading is not None or complete:
            tops.append(sum(known) if heading is None else heading)
    scored = [_scored(group) for group in groups]
    if tops and all(scored) and sum(tops) != WHOLE:
        yield Finding("score_sum", "warning", "campaign.criteria", f"all criteria together give {sum(tops)} points")


def _scored(group: Criterion) -> bool:
    return _points(group.heading) is not None or (
        len(group.items) > 1 and all(_points(item) is not None for item in group.items)
    )


def _points(field: Field[str]) -> int | None:
    found = POINTS.findall(field.value or "")
    return int(found[0]) if len(found) == 1 else None


def _positions(campaign: Campaign) -> Iterator[Finding]:
    """What points into a list points at something."""
    facts = campaign.campaign
    told: list[tuple[str, str, Sequence[int]]] = []
    told += [(f"campaign.criteria.{i}.quotas", "quotas", g.quotas) for i, g in enumerate(facts.criteria)]
    told += [
        (f"campaign.rewards.{i}.value.quotas", "quotas", r.value.quotas)
        for i, r in enumerate(facts.rewards)
        if r.value is not None
    ]
    told += [
        (f"campaign.responsibilities.{i}.deadlines", "deadlines", r.deadlines)
        for i, r in enumerate(facts.responsibilities)
    ]
    sizes = {"quotas": len(facts.quotas), "deadlines": len(facts.deadlines)}
    for path, name, positions in told:
        for j, position in enumerate(positions):
            if not 0 <= position < sizes[name]:
                message = f"there is no campaign.{name}.{position}"
                yield Finding("position", "error", f"{path}.{j}", message)


def _issues(campaign: Campaign) -> Iterator[Finding]:
    """What issues are about is there."""
    whole = campaign.model_dump(mode="json")
    for i, issue in enumerate(campaign.issues):
        if not _exists(whole, issue.path):
            yield Finding("issue_path", "warning", f"issues.{i}.path", f"there is no {issue.path}")


def _exists(whole: Json, path: str) -> bool:
    node: Any = whole
    for part in path.split("."):
        if isinstance(node, dict) and part in node:
            node = node[part]
        elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return False
    return True


def _launch(campaign: Campaign) -> Iterator[Finding]:
    """What a launch still misses, looked at anew: a person may have filled it in."""
    facts = campaign.campaign
    missing = set(missing_parts(facts, [b.value for b in campaign.legal_bases if b.value]))
    for name, message in LAUNCH.items():
        if name in missing:
            yield Finding("not_ready", "warning", f"campaign.readiness.{name}", message)
    if set(facts.readiness.missing) != missing or facts.readiness.complete == bool(missing):
        told = ", ".join(facts.readiness.missing) or "nothing"
        yield Finding("readiness", "info", "campaign.readiness", f"it says that {told} is missing, which is not so")


def run(files: Sequence[Path], out: Console, *, as_json: bool = False) -> int:
    """Check files, print what was found, and return the exit code.

    Raises:
        InputError: a file cannot be opened.
    """
    found = {str(path): check(path) for path in files}
    if as_json:
        told = [{"file": name, "findings": [asdict(f) for f in findings]} for name, findings in found.items()]
        out.file.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        for name, findings in found.items():
            _print(name, findings, out)
    return EXIT_WRONG if any(f.severity == "error" for findings in found.values() for f in findings) else 0


def _print(name: str, findings: Sequence[Finding], out: Console) -> None:
    errors = sum(f.severity == "error" for f in findings)
    counts = f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'other finding')}"
    out.print(Text(escaped(name), style="bold").append(f": {counts}", style="not bold"), soft_wrap=True)
    colours = {"error": "red", "warning": "yellow", "info": "dim"}
    for f in sorted(findings, key=lambda f: list(colours).index(f.severity)):
        said = Text("  ").append(f"{f.severity:7}", style=colours[f.severity])
        out.print(said.append(f" {f.code} {escaped(f'{f.path}: {f.message}')}"), soft_wrap=True)
