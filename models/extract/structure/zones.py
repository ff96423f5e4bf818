"""Zones of a document: which part of the act each line belongs to, with or without geometry."""

from __future__ import annotations

from enum import StrEnum


class Zone(StrEnum):
    """What a line is part of; every line of the document has exactly one."""

    LETTERHEAD = "letterhead"
    """Issuer, number, national title, place and date, ``V/v`` subject of a công văn."""
    TITLE = "title"
    """Type line and subject (trích yếu)."""
    BODY = "body"
    """Preamble, legal bases and sections, ``Kính gửi`` included."""
    RECIPIENTS = "recipients"
    """``Nơi nhận`` and its list."""
    SIGNATURE = "signature"
    """Capacity, position and name."""
    APPENDIX = "appendix"
    """Appendices and forms after the signature, with their own headers."""
    COPY = "copy"
    """A copy's own block (SAO Y, SAO LỤC, TRÍCH SAO)."""
    ASIDE = "aside"
    """Page numbers, running heads, stamps, digital-signature blocks."""
