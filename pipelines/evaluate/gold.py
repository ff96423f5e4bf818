"""Gold: what a document holds, as an annotator wrote it down.

Lists are lists of plain values. ``optional`` items may be found or not. A key that is missing is not measured; a key
that is null or empty says that there is nothing to find.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from vanthu.corpora.errors import GoldBroken


class _Gold(BaseModel):
    """Frozen; notes of the annotator are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def gives(self, name: str) -> bool:
        """Whether the annotator wrote the key at all."""
        return name in self.model_fields_set


class GoldSignatory(_Gold):
    """Who signed."""

    name: str | None = None
    position: str | None = None


class GoldDocument(_Gold):
    """The header; ``issuer`` lists every spelling that counts."""

    type: str | None = None
    system: str | None = None
    code: str | None = None
    number: int | None = None
    symbol: str | None = None
    issuer: list[str] | None = None
    place: str | None = None
    issued_on: str | None = None
    title: str | None = None
    signatory: GoldSignatory = GoldSignatory()
    issuer_level: str | None = None
    issuer_unit: str | None = None
    parent: str | None = None
    capacity: str | None = None
    urgency: str | None = None
    secrecy: str | None = None


class GoldPeriod(_Gold):
    """Either end may be open or partial (``2025-10``)."""

    start: str | None = None
    end: str | None = None


class GoldBasis(_Gold):
    """A cited document."""

    code: str | None = None
    issued_on: str | None = None
    type: str | None = None
    optional: bool = False


class GoldQuota(_Gold):
    """A number that binds; ``text`` are the words that it stands in."""

    comparator: str
    value: float
    unit: str | None = None
    value_max: float | None = None
    text: str | None = None
    optional: bool = False
    noun: str | None = None
    subject: str | None = None
    per: str | None = None
    base: str | None = None
    modality: str | None = None
    approximate: bool | None = None
    change: str | None = None
    fraction: list[int] | None = None
    section: str | None = None


class GoldDeadline(_Gold):
    """Something due."""

    relation: str
    start: str | None = None
    end: str | None = None
    recurrence: str | None = None
    text: str | None = None
    optional: bool = False
    action: str | None = None
    responsible: str | None = None
    milestone: str | None = None
    level: str | None = None
    section: str | None = None
    period: GoldPeriod | None = None


class GoldCriterion(_Gold):
    """A criterion."""

    text: str
    optional: bool = False


class GoldSignature(_Gold):
    """A digital signature."""

    signed_at: str | None = None


class GoldReward(_Gold):
    """A form of commendation with all that is said of it."""

    form: str
    authority: str | None = None
    recipients: str | None = None
    limit: str | None = None


class GoldGroup(_Gold):
    """Criteria of one section for one audience."""

    section: str | None = None
    audience: str | None = None
    items: list[str] = []


class GoldDossier(_Gold):
    """Nomination papers."""

    items: list[str] = []
    copies: int | None = None
    addressee: str | None = None
    via: str | None = None


class GoldResponsibility(_Gold):
    """Tasks of one body."""

    who: str
    tasks: list[str] = []


def _criterion(item: object) -> object:
    return {"text": item} if isinstance(item, str) else item


class Gold(_Gold):
    """All that is known of one document."""

    document: GoldDocument
    legal_bases: list[GoldBasis] = []
    period: GoldPeriod | None = None
    names: list[str] = []
    quotas: list[GoldQuota] = []
    deadlines: list[GoldDeadline] = []
    rewards: list[str] = []
    criteria: list[Annotated[GoldCriterion, BeforeValidator(_criterion)]] = []
    criteria_optional: list[str] = []
    recipients: list[str] = []
    digital_signatures: list[GoldSignature] = []
    participants: list[str] = []
    purposes: list[str] = []
    requirements: list[str] = []
    slogans: list[str] = []
    form: str | None = None
    scope: str | None = None
    dossier: GoldDossier | None = None
    responsibilities: list[GoldResponsibility] = []
    rewards_detail: list[GoldReward] = []
    criteria_groups: list[GoldGroup] = []
    outline: list[str] = []
    appendices: list[str] = []
    no_plan: bool = False


def load_gold(path: Path) -> Gold:
    """The gold of one document.

    Raises:
        GoldBroken: the file is no JSON, or no gold; the message names the first key that is wrong.
    """
    try:
        return Gold.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole file"
        raise GoldBroken(f"{path.name}: {where}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:  # no JSON, or not UTF-8
        raise GoldBroken(f"{path.name}: {error}") from error
    except OSError as error:
        raise GoldBroken(f"{path.name}: {error.strerror or error}") from error
