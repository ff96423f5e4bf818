"""Lines of digital signatures, copies and incoming stamps: on the page, but not part of the act."""

from __future__ import annotations

import regex

from vanthu.corpora.gazetteer.folding import bare

_DIGITAL = regex.compile(
    r"^\W*(?:nguoi ky|ky boi|ky so boi|chu ky so|signed by|digitally signed|signature|thoi gian ky|ngay ky|email|"
    r"e-mail|co quan|to chuc|date)\s*:|da ky len van ban nay|chung thuc so va bao mat|^\W*vgca\b|"
    r"^\W*ky boi\b|thoi gian ky\s*:"
)
_TIMESTAMP = regex.compile(
    r"^\W*(?:ngay\s*:?\s*)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{2}[./-]\d{2})[T\s,]+\d{1,2}:\d{2}(?::\d{2})?",
    regex.IGNORECASE,
)
_COPY = regex.compile(r"^\W*(?:sao y(?: ban chinh)?|sao luc|trich sao|ban sao)\s*(?:[:;.,]|$|-)")
_INCOMING = regex.compile(
    r"^\W*(?:cong van den|van ban den|den\s*(?:[:|]|$)|den ngay|(?:so|s0)\s*:?\s*[.…\d\s/]*$|chuyen\s*:|"
    r"(?:den\s+)?(?:ngay|gio)\s*:[\d\s/.…|-]*$)"
)


def is_digital_signature(text: str) -> bool:
    """A line that a signing tool stamped: signer, e-mail, body or time."""
    return bool(_DIGITAL.search(bare(text)) or _TIMESTAMP.match(text))


def is_copy_mark(text: str) -> bool:
    """``SAO Y``, ``SAO LỤC``, ``TRÍCH SAO``: what follows belongs to the copy (NĐ 30/2020, Đ25)."""
    return bool(_COPY.match(bare(text)))


def is_incoming_stamp(text: str) -> bool:
    """A line of the stamp of the registry that received the document; its number has no symbol."""
    return bool(_INCOMING.match(bare(text)))
