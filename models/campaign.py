"""The campaign definition, version 1.2: the product, and the source of its JSON Schema (``schema``).

Keys are English, values Vietnamese. Every leaf is a :class:`Field`: the value, the words it was read from, how sure
we are, and where on the page those words stand. A value that is not on the page is null with a status that says why.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, overload

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Describe

from vanthu.models.provenance import Model, Source

SCHEMA: Final = "vanthu.campaign/1.2"
"""1.2 adds, all optional: ``document.co_issuers``, ``co_signatories`` and ``draft``.

1.1 adds, all optional: ``section`` of criteria, quotas, deadlines, rewards and responsibilities, ``period`` of a
deadline, and the positions (``quotas``, ``deadlines``) that tie criteria, rewards and responsibilities to the lists."""


DOUBTFUL = 0.5
"""Values of a lower confidence are marked as doubtful wherever they are shown."""

T = TypeVar("T")
Number = int | float
Moment = date | datetime


@overload
def day_of(moment: Moment) -> date: ...
@overload
def day_of(moment: None) -> None: ...
def day_of(moment: Moment | None) -> date | None:
    """The day that a moment falls on."""
    return moment.date() if isinstance(moment, datetime) else moment


class Status(StrEnum):
    """Why a value is what it is."""

    FOUND = "found"
    """Read from the page."""
    DERIVED = "derived"
    """Follows from what is printed, e.g. a year inherited from the date of the document."""
    ABSENT = "absent"
    """Not on the page."""
    ILLEGIBLE = "illegible"
    """On the page, but it cannot be read: never a guess."""
    AMBIGUOUS = "ambiguous"
    """On the page in more than one reading."""


class Evidence(Model):
    """Where a value was read: a slice of one line."""

    page: Annotated[int, Describe(ge=1)]
    """1-based page of the file."""
    line: Annotated[int, Describe(ge=1)]
    """1-based line on the page, as ``vanthu read --text`` prints it."""
    start: Annotated[int, Describe(ge=0)]
    """First character in the restored line, 0-based."""
    end: Annotated[int, Describe(ge=0)]
    """One past the last character."""
    raw: str
    """The same slice as it was read, before restoration."""
    box: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 as fractions of the original page; null where there is no image."""
    role: Literal["value", "action", "responsible"] = "value"
    """What the slice is evidence of."""
    table: int | None = None
    """0-based table on the page, where the slice stands in one."""
    row: int | None = None
    """0-based row of that table."""
    column: int | None = None
    """0-based column of that table."""


def _blank(generic: type[BaseModel], parameters: tuple[object, ...]) -> BaseModel:
    """An empty instance of ``generic[parameters]``, to be given its state."""
    made = generic[parameters]  # type: ignore[index]  # BaseModel itself takes no parameters, a generic one does
    blank: BaseModel = made.__new__(made)
    return blank


class Field(Model, Generic[T]):
    """A value with its words, its certainty and its place."""

    value: T | None = None
    """The normalised value, null where there is none."""
    text: str | None = None
    """As printed: the evidence slices of role ``value`` joined, white space folded."""
    status: Status = Status.ABSENT
    """Why the value is what it is."""
    confidence: Annotated[float, Describe(ge=0, le=1)] = 0.0
    """0..1: how likely the value is right."""
    evidence: tuple[Evidence, ...] = ()
    """Where it was read."""

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: the confidence is low, or there is something that could not be read."""
        unread = self.status in {Status.ILLEGIBLE, Status.AMBIGUOUS}
        return unread or (self.value is not None and self.confidence < DOUBTFUL)

    def __reduce__(self) -> Any:  # noqa: ANN401  as object.__reduce__ is typed
        """``Field[str]`` is made at run time and no module has its name, so it is pickled as ``Field`` and ``str``."""
        made = type(self).__pydantic_generic_metadata__
        if not made["origin"]:
            return super().__reduce__()
        return _blank, (made["origin"], made["args"]), self.__getstate__()


class DateField(Field[date]):
    """A date of which the day, or the day and the month, may be illegible."""

    partial: str | None = None
    """``2023-10`` or ``2023`` where only that much can be read."""


class DocumentType(Model):
    """Type of document (tên loại)."""

    code: str
    """Abbreviation, e.g. ``KH``; for a công văn without one, ``CV``."""
    name: str
    """Printed name, e.g. ``Kế hoạch``."""


class Successor(Model):
    """A body that took over after the mergers of July 2025."""

    name: str
    """Canonical name."""
    relation: Literal["merged_into", "split_into", "renamed", "abolished"]
    """What happened to the old body."""
    valid_from: date
    """First day of the successor."""


class Issuer(Model):
    """Issuing body (cơ quan ban hành)."""

    name: str
    """Canonical full name at the date of the document."""
    parent: str | None = None
    """Superior body (cơ quan chủ quản), where printed or implied."""
    level: str | None = None
    """``central``, ``province``, ``district``, ``commune``, ``grassroots``."""
    unit: str | None = None
    """Administrative unit, e.g. ``tỉnh Đắk Lắk``."""
    successors: tuple[Successor, ...] = ()
    """Bodies that took over since, where known."""


class Signatory(Model):
    """Who signed, and on whose behalf."""

    capacity: str | None = None
    """Signing capacity as printed, e.g. ``T/M BAN THƯỜNG VỤ``."""
    position: str | None = None
    """The signer's own office."""
    name: str | None = None
    """The signer's name."""


class DigitalSignature(Model):
    """One digital signature block."""

    signer: str | None = None
    """Person or body that signed."""
    organisation: str | None = None
    """The signer's organisation, as the block prints it."""
    email: str | None = None
    """The signer's e-mail address."""
    signed_at: datetime | None = None
    """Signing time, with +07:00 where the block prints no zone."""


class Document(Model):
    """The document that the campaign was read from."""

    type: Field[DocumentType] = Field()
    """Type of document."""
    system: Field[Literal["state", "party", "union", "other"]] = Field()
    """Which system of offices issued it."""
    code: Field[str] = Field()
    """Number and symbol, e.g. ``180-KH/TU``."""
    number: Field[int] = Field()
    """Number."""
    number_suffix: Field[str] = Field()
    """Letter after the number, e.g. ``a`` in ``12a``."""
    symbol: Field[str] = Field()
    """Symbol, e.g. ``KH/TU``."""
    issuer: Field[Issuer] = Field()
    """Issuing body."""
    place: Field[str] = Field()
    """Place of issue."""
    issued_on: DateField = DateField()
    """Date of issue."""
    title: Field[str] = Field()
    """Subject (trích yếu)."""
    signatory: Field[Signatory] = Field()
    """Signer of the document, not of a copy."""
    co_issuers: tuple[Field[Issuer], ...] = ()
    """The other bodies that issue a joint paper (liên tịch, phối hợp), in printed order; since 1.2."""
    co_signatories: tuple[Field[Signatory], ...] = ()
    """Who signs a joint paper beside ``signatory``, in printed order; since 1.2."""
    draft: Field[bool] = Field()
    """True where the paper says that it is a draft (``DỰ THẢO``, ``(Dự thảo lần 2)``); since 1.2."""
    recipients: tuple[Field[str], ...] = ()
    """Recipients (nơi nhận)."""
    urgency: Field[str] = Field()
    """Urgency stamp: ``KHẨN``, ``THƯỢNG KHẨN``, ``HỎA TỐC``."""
    secrecy: Field[str] = Field()
    """Secrecy stamp: ``MẬT``, ``TỐI MẬT``, ``TUYỆT MẬT``."""
    digital_signatures: tuple[Field[DigitalSignature], ...] = ()
    """Digital signature blocks, in order."""


class LegalBasis(Model):
    """A document that this one cites."""

    type: str | None = None
    """Type as printed, e.g. ``Nghị quyết``."""
    code: str | None = None
    """Code as printed, blanks removed, e.g. ``21-NQ/TW``; null for laws cited by name."""
    issued_on: date | None = None
    """Date of the cited document."""
    issuer: str | None = None
    """Its issuer as printed."""
    title: str | None = None
    """Its subject as printed."""
    role: Literal["basis", "citation"] = "basis"
    """``basis``: what the plan rests on; ``citation``: mentioned elsewhere."""


class Period(Model):
    """Time in which the campaign runs; either end may be open."""

    start: date | None = None
    """First day."""
    end: date | None = None
    """Last day."""


class Criterion(Model):
    """Criteria of one section for one audience."""

    section: str | None = None
    """Mark of the section, e.g. ``II.1``."""
    heading: Field[str] = Field()
    """Heading of the section."""
    audience: Field[str] = Field()
    """Whom the criteria are for."""
    items: tuple[Field[str], ...] = ()
    """The criteria."""
    quotas: tuple[int, ...] = ()
    """Which of ``campaign.quotas`` (0-based) stand in these criteria."""


class Quota(Model):
    """A number that binds: how many, how much, at least or at most."""

    comparator: Literal["=", ">=", "<=", ">", "<", "between"]
    """How the number binds."""
    value: Number
    """The number; the lower one of ``between``."""
    value_max: Number | None = None
    """The upper number of ``between``."""
    unit: Literal["%", "count", "year", "vnd", "point", "times"]
    """What the number counts."""
    fraction: tuple[int, int] | None = None
    """``3/4`` as printed; the value is then a percentage, or a count where both are equal."""
    noun: str | None = None
    """What is counted, e.g. ``mô hình``."""
    subject: str | None = None
    """Whom it binds."""
    per: str | None = None
    """Per what, e.g. ``mỗi đơn vị``."""
    base: str | None = None
    """Of what the share is taken."""
    approximate: bool = False
    """Printed with ``khoảng``, ``gần`` and the like."""
    change: Literal["increase", "decrease"] | None = None
    """For ``tăng``, ``giảm``."""
    modality: Literal["mandatory", "commit", "strive", "encourage", "permit", "prohibit"] | None = None
    """How strongly it binds."""
    section: str | None = None
    """Mark of the section that it stands in, e.g. ``II.1``."""


Milestone = Literal["launch", "registration", "interim_review", "final_review", "dossier", "report", "award", "other"]


class Deadline(Model):
    """Something due, or a time in which it happens."""

    relation: Literal["before", "by", "within", "at", "after", "recurring"]
    """``before`` is strict, ``by`` inclusive, ``within`` has both ends, ``at`` is a point or a fuzzy window."""
    start: Moment | None = None
    """First moment."""
    end: Moment | None = None
    """Last moment; exclusive by meaning for ``before``."""
    approximate: bool = False
    """Fuzzy: ``đầu tháng``, ``dự kiến``, ``khoảng``."""
    recurrence: str | None = None
    """RFC 5545 recurrence rule, e.g. ``FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15``."""
    anchor: str | None = None
    """Event that a relative time counts from."""
    offset: str | None = None
    """ISO 8601 duration from the anchor."""
    action: str | None = None
    """What is due."""
    responsible: str | None = None
    """Who owes it."""
    level: str | None = None
    """Administrative level that it binds."""
    milestone: Milestone | None = None
    """Which step of a campaign it is."""
    section: str | None = None
    """Mark of the section that it stands in, e.g. ``II.1``."""
    period: Period | None = None
    """The stretch of time it belongs to: the phase (giai đoạn, đợt) in whose section it stands, else the campaign's."""


class Reward(Model):
    """A form of commendation that the plan offers."""

    form: str
    """Award form, e.g. ``Bằng khen``."""
    authority: str | None = None
    """Who gives it."""
    recipients: str | None = None
    """Who may get it."""
    limit: str | None = None
    """How many, as printed."""
    section: str | None = None
    """Mark of the section that it stands in, e.g. ``II.1``."""
    quotas: tuple[int, ...] = ()
    """Which of ``campaign.quotas`` (0-based) limit it."""


class Dossier(Model):
    """What a nomination consists of."""

    items: tuple[Field[str], ...] = ()
    """Papers of the dossier."""
    copies: Field[int] = Field()
    """Number of copies."""
    addressee: Field[str] = Field()
    """Where it goes."""
    via: Field[str] = Field()
    """Through whom."""


class Responsibility(Model):
    """Tasks of one body."""

    who: Field[str] = Field()
    """The body."""
    tasks: tuple[Field[str], ...] = ()
    """Its tasks."""
    section: str | None = None
    """Mark of the section that it stands in, e.g. ``II.1``."""
    deadlines: tuple[int, ...] = ()
    """Which of ``campaign.deadlines`` (0-based) its tasks hold."""


class Readiness(Model):
    """Whether a system that launches campaigns would have all it asks for."""

    complete: bool = False
    """Nothing is missing."""
    missing: tuple[str, ...] = ()
    """Of: ``name``, ``objective``, ``participants``, ``criteria``, ``period``, ``dossier_deadline``, ``rewards``,
    ``legal_bases``."""


class CampaignFacts(Model):
    """The emulation campaign (phong trào thi đua), or the plan's own targets where it launches none."""

    names: tuple[Field[str], ...] = ()
    """Names of the campaigns."""
    slogans: tuple[Field[str], ...] = ()
    """Slogans."""
    form: Field[Literal["regular", "thematic", "wave", "peak_wave", "mobilisation", "contest", "learning"]] = Field()
    """Form of emulation (Luật 06/2022/QH15, Đ16.1)."""
    scope: Field[Literal["national", "ministry_sector_union_locality", "cluster_bloc", "unit"]] = Field()
    """Scope of emulation (Đ16.2)."""
    period: Field[Period] = Field()
    """When it runs."""
    participants: tuple[Field[str], ...] = ()
    """Who takes part."""
    purposes: tuple[Field[str], ...] = ()
    """Purposes (mục đích)."""
    requirements: tuple[Field[str], ...] = ()
    """Requirements (yêu cầu)."""
    criteria: tuple[Criterion, ...] = ()
    """What counts."""
    quotas: tuple[Field[Quota], ...] = ()
    """Numbers that bind."""
    deadlines: tuple[Field[Deadline], ...] = ()
    """What is due when."""
    rewards: tuple[Field[Reward], ...] = ()
    """What may be awarded."""
    dossier: Dossier = Dossier()
    """Nomination papers."""
    responsibilities: tuple[Responsibility, ...] = ()
    """Who does what."""
    readiness: Readiness = Readiness()
    """What a launch still misses."""


class Appendix(Model):
    """An appendix (phụ lục) or form that follows the signature."""

    label: str
    """e.g. ``Phụ lục I``."""
    title: str | None = None
    """Its title."""
    pages: tuple[int, ...] = ()
    """Pages it stands on."""


class OutlineNode(Model):
    """One section of the numbering tree."""

    mark: str
    """Path of marks, e.g. ``II.1.a``."""
    heading: str | None = None
    """Heading text."""
    lines: tuple[tuple[int, int], ...] = ()
    """``[page, line]`` of the heading's lines."""
    children: tuple[OutlineNode, ...] = ()
    """Sections below."""


class Issue(Model):
    """Something a reader of this file should know."""

    code: str
    """Coded as in ``docs/errors.md``."""
    severity: Literal["info", "warning", "error"]
    """How much it matters."""
    path: str
    """Key that it is about, e.g. ``campaign.purposes``."""
    message: str
    """In words."""


class Campaign(Model):
    """One campaign definition: one document of one file."""

    schema_: Annotated[
        Literal["vanthu.campaign/1.0", "vanthu.campaign/1.1", "vanthu.campaign/1.2"], Describe(alias="schema")
    ] = SCHEMA
    """Version of this format."""
    status: Literal["complete", "partial"] = "complete"
    """``partial`` where a page failed."""
    source: Source
    """Where it was read from."""
    document: Document = Document()
    """The document."""
    legal_bases: tuple[Field[LegalBasis], ...] = ()
    """Documents it rests on or cites."""
    campaign: CampaignFacts = CampaignFacts()
    """What it launches."""
    appendices: tuple[Appendix, ...] = ()
    """Appendices."""
    outline: tuple[OutlineNode, ...] = ()
    """Its sections."""
    issues: tuple[Issue, ...] = ()
    """What a reader should know."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)
