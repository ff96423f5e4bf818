"""Where a campaign definition comes from: the file, its pages, and the stages that read them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen; readers ignore keys they do not know, so that 1.1 can be read by 1.0."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class PageSource(Model):
    """How one page was read."""

    number: int
    """1-based page of the file."""
    verdict: str
    """What was decided about its text layer."""
    reasons: tuple[str, ...] = ()
    """Why."""
    signals: dict[str, float] = {}
    """The measured figures behind the verdict and the image steps."""
    steps: tuple[str, ...] = ()
    """Image steps applied, with parameters."""
    dpi: int | None = None
    """Resolution the page was read at."""
    rotation: int = 0
    """Degrees clockwise that brought it upright."""
    skew: float = 0.0
    """Measured skew in degrees."""
    engine: str | None = None
    """OCR engine and model."""
    confidence: float | None = None
    """Mean word confidence, 0..1."""
    stamps: tuple[dict[str, object], ...] = ()
    """Seals, stamps and signatures: kind, box, colour, covers_text."""
    error: str | None = None
    """``CODE: message`` where the page failed."""


class PartSource(Model):
    """Which pages of the file this document is."""

    index: int
    """1-based."""
    of: int
    """Documents in the file."""
    first_page: int
    """First page of the file."""
    last_page: int
    """Last page."""


class Stage(Model):
    """A stage that ran."""

    name: str
    """Name of the stage."""
    version: str
    """Its version: part of the fingerprint of a result."""
    seconds: float
    """Wall time."""


class Source(Model):
    """The file that was read."""

    name: str
    """File name; for joined files, their names joined with `` + ``."""
    sha256: str
    """Hash of the bytes read."""
    media_type: str
    """Media type told from the content."""
    bytes: int
    """Size of the file."""
    part: PartSource
    """Which document of the file."""
    pages: tuple[PageSource, ...] = ()
    """How each page was read."""
    stages: tuple[Stage, ...] = ()
    """What ran."""
