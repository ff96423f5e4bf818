"""An original where it lies, and what a source can say of it without reading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Original:
    """One document file, or several page images that make one document.

    Picklable; holds no open resource and no credential.

    Args:
        uri: names it for ever: ``file:///srv/a.pdf``, ``zip:///srv/a.zip!/b/c.pdf``, ``s3://bucket/a.pdf``; of joined
            page images, the URI of their folder with ``#`` and the stem they share.
        name: original file name, without folders.
        bytes: size.
        stamp: size and modification time, or ETag: as long as it stays the same, so does the content.
        parts: URIs of the page images in order; empty for a single file.
        finding_aid: columns of the finding aid's row about it, as they stand there.
        row: URI of that row, by which it is refused while it has no file.
    """

    uri: str
    name: str
    bytes: int
    stamp: str
    parts: tuple[str, ...] = ()
    finding_aid: Mapping[str, str] = field(default_factory=dict)
    row: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the source that is not read, and why: a link that leads out, a bomb, an unreadable folder.

    ``code`` is that of an error of :mod:`vanthu.corpora.errors`.
    """

    uri: str
    name: str
    code: str
    message: str
