"""What a page costs in an archive: CPU seconds by stage, bytes by table, and what that makes of many pages.

    python benchmarks/archive_sizing.py [SOURCE] [--pages 10000000] [--cores 64]

SOURCE is a folder of scans such as the archive will hold, by default the real scans of ../shared. CPU seconds count
children, one thread each; bytes are those of SQLite's file, with the index of texts.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from pathlib import Path

from sqlalchemy import func, select, text

from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.opening import Archive, open_archive
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import content, document, work

SCANS = Path(__file__).resolve().parents[2] / "shared/scans"
DAY = 86_400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("source", nargs="*", default=[str(SCANS / kind) for kind in ("image_only", "images")])
    parser.add_argument("--pages", type=int, default=10_000_000)
    parser.add_argument("--cores", type=int, default=64)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    if not all(Path(source).exists() for source in arguments.source):
        print("skipped: needs the scans of ../shared, or a folder of others")
        return 0
    with tempfile.TemporaryDirectory() as place:
        load(find([place]), Wanted(f"sqlite:///{place}/nothing.db", jobs=1))  # what a start costs is not a page's
        url, start = f"sqlite:///{place}/archive.db", cpu_seconds()
        load(find(arguments.source), Wanted(url, jobs=arguments.jobs))
        driver = cpu_seconds() - start
        with open_archive(url) as archive:
            tell(archive, driver, arguments.pages, arguments.cores)
    return 0


def cpu_seconds() -> float:
    """Of this process, without its children: the driver's."""
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


def tell(archive: Archive, driver: float, wanted: int, cores: int) -> None:
    """Print what a page costs, and what that makes of ``wanted`` pages on ``cores`` cores."""
    pages, originals, documents = facts(archive)
    print(f"{pages} pages, {documents} documents, {originals / pages:,.0f} bytes of original a page")
    seconds = {**by_stage(archive), "driver": driver}
    sizes = by_table(archive)
    for name, spent in seconds.items():
        print(f"  CPU {name:>22}: {spent / pages:8.4f} s a page")
    for name, size in sizes.items():
        print(f"bytes {name:>22}: {size / pages:8,.0f} a page")
    workers, disk = sum(seconds.values()) - driver, sum(sizes.values())
    print(f"{wanted:,} pages: {workers / pages * wanted / DAY:,.0f} core days of work, {cores} cores: ", end="")
    print(
        f"{workers / pages * wanted / DAY / cores:,.1f} days; driver {driver / pages * wanted / DAY:,.1f} core days; ",
        end="",
    )
    print(f"archive {disk / pages * wanted / 1e9:,.0f} GB, originals {originals / pages * wanted / 1e12:,.1f} TB")


def facts(archive: Archive) -> tuple[int, int, int]:
    """Pages read, bytes of their originals, and documents in them."""
    with archive.engine.connect() as connection:
        sums = select(func.sum(content.c.pages), func.sum(content.c.bytes)).where(content.c.state == "done")
        pages, originals = connection.execute(sums).one()
        return pages, originals, connection.execute(select(func.count()).select_from(document)).scalar_one()


def by_stage(archive: Archive) -> dict[str, float]:
    """CPU seconds of workers by stage; restoration is counted with extraction."""
    with archive.engine.connect() as connection:
        query = select(work.c.stage, func.sum(work.c.cpu_seconds)).group_by(work.c.stage)
        return {stage: seconds for stage, seconds in connection.execute(query) if seconds}


def by_table(archive: Archive) -> dict[str, int]:
    """Bytes on disk by table, each with its indexes; the search index's own tables together."""
    query = """SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize)
               FROM dbstat s LEFT JOIN sqlite_master m ON m.name = s.name GROUP BY 1"""
    sizes: dict[str, int] = {}
    with archive.engine.connect() as connection:
        for name, size in connection.execute(text(query)):
            table = "page_search" if name.startswith("page_search") else name
            sizes[table] = sizes.get(table, 0) + size
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


if __name__ == "__main__":
    raise SystemExit(main())
