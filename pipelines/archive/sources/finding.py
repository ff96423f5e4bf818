"""What is in a source."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vanthu.corpora.errors import BadOption, NameTooLong
from vanthu.pipelines.archive.sources.archives import ZipLimits, members
from vanthu.pipelines.archive.sources.fetching import opened
from vanthu.pipelines.archive.sources.finding_aid import FindingAid, read_finding_aid
from vanthu.pipelines.archive.sources.folders import LocalPlace, is_zip, local_path, local_place
from vanthu.pipelines.archive.sources.found import Found, Place
from vanthu.pipelines.archive.sources.joining import joined, page_pattern
from vanthu.pipelines.archive.sources.original import Original, Refused
from vanthu.pipelines.archive.sources.passed_over import PassedOver
from vanthu.pipelines.archive.sources.stores import store_place

LONGEST_URI = 2000
"""Bytes; an index of PostgreSQL takes 2,704 in a row."""
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")


def find(
    sources: Sequence[str],
    *,
    finding_aid: Path | None = None,
    join: str | None = None,
    limits: ZipLimits | None = None,
    own: Iterable[Path] = (),
    counts: Counter[str] | None = None,
) -> Iterator[Original | Refused]:
    """Every original of the sources, one after another and always in the same order.

    No file is opened but the directories of zip archives, and no more is held in memory than the names in one folder,
    and with several sources a hash of each name.

    Args:
        sources: folders, files, globs, zip archives, URLs of stores.
        finding_aid: CSV that says for each file where it belongs; goes with one source.
        join: pattern of the names of page images that are joined into documents.
        limits: of zip archives.
        own: files and folders that are the archive's own (database, quarantine, logs): passed over.
        counts: is given how many were passed over without a word, by :class:`Noted`.

    Raises:
        FileMissing: a source is not there.
        OutOfReach: a store does not answer.
        BadOption: a source or the pattern cannot be used.
        FindingAidBroken: the finding aid cannot be understood.
        ExtraMissing: the library for a store is not installed.
    """
    counts = Counter() if counts is None else counts
    pattern = page_pattern(join) if join is not None else None
    aid = read_finding_aid(finding_aid) if finding_aid else None
    if aid and len(sources) != 1:
        raise BadOption("a finding aid goes with one source, which its paths are relative to")
    passed = PassedOver.of((*own, finding_aid) if finding_aid else own, counts)
    places = _distinct([_place(source) for source in sources])
    items = _all(places, pattern, aid, limits or ZipLimits(), passed)
    return once(items) if len(places) > 1 else items


def _place(source: str) -> Place:
    if source.startswith("file://"):
        return local_place(str(local_path(source)))
    return store_place(source) if _SCHEME.match(source) else local_place(source)


def _distinct(places: Sequence[Place]) -> list[Place]:
    """Without files and folders that lie in a folder that is named as well."""
    whole = {place.root for place in places if isinstance(place, LocalPlace) and not place.pattern}
    kept: dict[Place, None] = {}
    for place in places:
        inside = isinstance(place, LocalPlace) and not whole.isdisjoint(place.root.parents)
        if not inside:
            kept[place] = None
    return list(kept)


def _all(
    places: Iterable[Place],
    pattern: re.Pattern[str] | None,
    aid: FindingAid | None,
    limits: ZipLimits,
    passed: PassedOver,
) -> Iterator[Original | Refused]:
    for place in places:
        stream = unzipped(place.files(passed), limits, passed, alone=place.alone)
        if pattern:
            stream = joined(stream, pattern)
        if aid:
            stream = aid.describe(stream, passed.counts)
        for found in stream:
            yield storable(found.item)
    if aid:
        yield from aid.without_file(passed.counts)


def storable(item: Original | Refused) -> Original | Refused:
    """What a database can look up by its URI; else a refusal whose own URI is cut and ends in the hash of the whole."""
    if len(item.uri.encode(errors="surrogateescape")) <= LONGEST_URI:
        return item
    whole = hashlib.sha256(item.uri.encode(errors="surrogateescape")).hexdigest()
    cut, name = item.uri[: LONGEST_URI // 4] + "…" + whole, item.name[: LONGEST_URI // 16]
    return Refused(cut, name, NameTooLong.code, f"{name}…: {len(item.uri)} letters, at most {LONGEST_URI} bytes")


def once(items: Iterable[Original | Refused]) -> Iterator[Original | Refused]:
    """Without what another source has named already; remembers 16 bytes of each."""
    seen: set[bytes] = set()
    for item in items:
        key = hashlib.blake2b(item.uri.encode(errors="surrogateescape"), digest_size=16).digest()
        if key not in seen:
            seen.add(key)
            yield item


def unzipped(stream: Iterable[Found], limits: ZipLimits, passed: PassedOver, *, alone: bool) -> Iterator[Found]:
    """Zip archives give way to their members; ``alone`` where the archive is the source itself."""
    for found in stream:
        if isinstance(found.item, Original) and is_zip(found.item.name):
            yield from members(found, "" if alone else found.relative, limits, opened, passed)
        else:
            yield found
