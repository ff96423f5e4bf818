"""Search over 10,000 documents on SQLite and PostgreSQL: median and 95th percentile of the time that a query takes.

    python benchmarks/archive_search.py [DOCUMENTS] [postgresql+psycopg://USER@HOST/NAME]

The documents are the project's own plans, words of each page exchanged for words of others and for made-up ones, so
that there are common, middling and rare words as in an archive. Queries are drawn from the same: common phrases of
plans, names and rare words, one word to five, half of them in quotes, each with diacritics and without, each asked
once. PostgreSQL is measured where a URL is given of an empty database. Prints a table and writes
benchmarks/out/archive_search.json.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import insert

from vanthu.corpora import plans
from vanthu.pipelines.archive.opening import Archive, open_archive
from vanthu.pipelines.archive.search import index, search
from vanthu.pipelines.archive.tables import content, document, file, page

DOCUMENTS = 10_000
QUERIES = 300
BOUND_MS = 100
BATCH = 200
COMMON = ("phong trào thi đua", "ủy ban nhân dân", "khen thưởng", "dân vận khéo", "kế hoạch", "nông thôn mới", "chi bộ")
"""What people look for in such an archive; each matches a large part of it."""
EXCHANGED, NAMED = 0.2, 0.01
"""Shares of the words of a page that are exchanged, and of those that become names."""
COMMON_SHARE, NAME_SHARE, QUOTED_SHARE = 0.3, 0.1, 0.5
"""Of the queries."""
NAMES = 20_000
"""Different names: each stands on a dozen pages of a full-size archive."""
MOMENT = "2026-11-21T00:00:00+00:00"


def main() -> int:
    """Fill an archive on each database and time the same queries."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for url in (f"sqlite:///{folder}/archive.db", *sys.argv[2:]):
            with open_archive(url, create=True) as archive:
                begun = time.perf_counter()
                fill(archive, count)
                filled = time.perf_counter() - begun
                rows.append({"database": archive.engine.dialect.name, "fill_s": round(filled), **measure(archive)})
    columns = ("database", "fill_s", "median_ms", "p95_ms", "slowest_ms", "found")
    print(" ".join(f"{name:>11}" for name in columns))
    for row in rows:
        print(" ".join(f"{row[name]:>11}" for name in columns))
    out = Path(__file__).parent / "out" / "archive_search.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"documents": count, "bound_ms": BOUND_MS, "rows": rows}, indent=1) + "\n")
    return int(any(row["p95_ms"] >= BOUND_MS for row in rows))


def documents(count: int) -> Iterator[tuple[int, list[str]]]:
    """Number and pages of each document, the same in every run."""
    chance = random.Random(0)  # noqa: S311  a benchmark, no secret
    originals = [plans.load(name).text.split("\f") for name in plans.names()]
    vocabulary = sorted({word for pages in originals for text in pages for word in text.split()})
    for number in range(count):
        pages = originals[number % len(originals)]
        yield number, [varied(text, vocabulary, chance) for text in pages]


def varied(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    """A page with a fifth of its words exchanged, a few of them for names that hardly another document has."""
    return "\n".join(
        " ".join(_exchanged(word, vocabulary, chance) for word in line.split()) for line in text.split("\n")
    )


def _exchanged(word: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    drawn = chance.random()
    if drawn > EXCHANGED:
        return word
    return chance.choice(vocabulary) if drawn > NAMED else f"Tên{chance.randrange(NAMES)}"


def fill(archive: Archive, count: int) -> None:
    """Rows as a loading run leaves them, in transactions of some hundred documents; pages without words and boxes."""
    batch = []
    for item in documents(count):
        batch.append(item)
        if len(batch) == BATCH:
            _commit(archive, batch)
            batch = []
    _commit(archive, batch)


def _commit(archive: Archive, batch: Sequence[tuple[int, list[str]]]) -> None:
    if not batch:
        return
    with archive.engine.begin() as connection:
        connection.execute(insert(content), [_content(number, pages) for number, pages in batch])
        connection.execute(insert(file), [_file(number) for number, _ in batch])
        connection.execute(insert(document), [_document(number, pages) for number, pages in batch])
        rows = [_page(number, place, text) for number, pages in batch for place, text in enumerate(pages, 1)]
        # 15 kB of words with boxes a page, as a scan has: what lies between the texts on the disk
        returned = connection.scalars(insert(page).returning(page.c.id, sort_by_parameter_order=True), rows)
        index(connection, [(key, row["text"]) for key, row in zip(returned, rows, strict=True)])


def _sha256(number: int) -> str:
    return f"{number:064x}"


def _content(number: int, pages: Sequence[str]) -> dict[str, object]:
    return {
        "sha256": _sha256(number),
        "uri": f"file:///srv/{number}.pdf",
        "name": f"{number}.pdf",
        "bytes": 1,
        "pages": len(pages),
        "state": "done",
    }


def _file(number: int) -> dict[str, object]:
    return {
        "uri": f"file:///srv/{number}.pdf",
        "sha256": _sha256(number),
        "name": f"{number}.pdf",
        "bytes": 1,
        "stamp": "1",
        "finding_aid": {},
        "state": "done",
        "seen_at": MOMENT,
    }


def _document(number: int, pages: Sequence[str]) -> dict[str, object]:
    return {
        "sha256": _sha256(number),
        "part": 1,
        "of": 1,
        "first_page": 1,
        "last_page": len(pages),
        "status": "complete",
        "type": "KH",
        "code": f"{number}/KH-UBND",
        "issuer": "Ủy ban nhân dân",
        "issued_on": "2023-01-01",
        "title": "Phong trào thi đua",
        "confidence": 0.9,
        "definition": "{}",
    }


def _page(number: int, place: int, text: str) -> dict[str, object]:
    data = random.Random(number * 100 + place).randbytes(15_000)  # noqa: S311  stands for packed words and boxes
    return {"sha256": _sha256(number), "number": place, "part": 1, "text": text, "data": data}


def queries(count: int) -> list[str]:
    """What is looked for, the same in every run."""
    chance = random.Random(1)  # noqa: S311  a benchmark, no secret
    texts = [text for name in plans.names() for text in plans.load(name).text.split("\f")]
    drawn = [_query(chance.choice(texts).split(), chance) for _ in range(count)]
    return [f'"{query}"' if chance.random() < QUOTED_SHARE else query for query in drawn]


def _query(words: Sequence[str], chance: random.Random) -> str:
    kind = chance.random()
    if kind < COMMON_SHARE:
        return chance.choice(COMMON)
    if kind < COMMON_SHARE + NAME_SHARE:
        return f"Tên{chance.randrange(NAMES)}"
    start = chance.randrange(max(len(words) - 5, 1))
    return " ".join(words[start : start + chance.randint(1, 5)])


def measure(archive: Archive) -> dict[str, float]:
    """Median, 95th percentile and worst of all queries, each with diacritics as typed and without."""
    times, found = [], 0
    for query in queries(QUERIES):
        for accents in (None, False):
            begun = time.perf_counter()
            found += bool(search(archive, query, accents=accents))
            times.append(1000 * (time.perf_counter() - begun))
    cuts = statistics.quantiles(times, n=20)
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(cuts[-1], 1),
        "slowest_ms": round(max(times), 1),
        "found": found,
    }


if __name__ == "__main__":
    sys.exit(main())
