"""``vanthu archive load`` and ``vanthu archive watch``."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from vanthu.ingest.limits import Limits
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.commands.app import DEFAULT_URL, AsJson, Url, app
from vanthu.pipelines.settings import EngineKind, Settings

_DEFAULT, _CARE = Settings(), Care()

Sources = Annotated[list[str], typer.Argument(help="Folders, files, globs in quotes, zip archives, s3:// URLs.")]
FindingAid = Annotated[Path | None, typer.Option(help="CSV with phông, mục lục, hồ sơ, tờ for each file.")]
Join = Annotated[str | None, typer.Option(help="Pattern with groups doc and page: images that make one document.")]
Jobs = Annotated[int | None, typer.Option(min=0, max=512, help="Processes; all cores without it, 0: none of its own.")]
Cluster = Annotated[str | None, typer.Option(help="Dask scheduler, tcp://HOST:8786, or local.")]
ChunkPages = Annotated[int, typer.Option(min=1, help="Pages of one task.")]
Attempts = Annotated[int, typer.Option(min=1, max=10, help="At one piece of work, before it is put aside.")]
Deadline = Annotated[float, typer.Option(min=1, help="Seconds that a page may take.")]
Memory = Annotated[int, typer.Option(min=100_000_000, help="Bytes that a child process may take.")]
Recycle = Annotated[int, typer.Option(min=1, help="Tasks after which a child process is replaced.")]
QuarantineFolder = Annotated[Path | None, typer.Option("--quarantine", help="Folder for what is put aside.")]
AllowSecret = Annotated[Secrecy | None, typer.Option(help="Highest level of secrecy that the archive may hold.")]
Log = Annotated[Path | None, typer.Option(help="File for a log in JSON lines.")]
Model = Annotated[str, typer.Option(help="Tesseract model.")]
Kind = Annotated[EngineKind, typer.Option("--engine", help="Tesseract in a child process, or within this one.")]
Dpi = Annotated[int, typer.Option(min=72, max=600, help="Resolution for OCR.")]
OcrTimeout = Annotated[float, typer.Option(min=1, max=86_400, help="Seconds of one OCR.")]
MaxBytes = Annotated[int, typer.Option(min=1, help="Largest file.")]
MaxPages = Annotated[int, typer.Option(min=1, help="Most pages of a file.")]
MaxPixels = Annotated[int, typer.Option(min=1, help="Most pixels of a page.")]
NoRestore = Annotated[bool, typer.Option("--no-restore", help="Take garbled and doubtful text as it is.")]
Weights = Annotated[Path | None, typer.Option(help="Folder of other weights of the restorer.")]


@app.command("load")
def load_command(  # noqa: PLR0913  one parameter for each option
    sources: Sources,
    *,
    archive: Url = DEFAULT_URL,
    finding_aid: FindingAid = None,
    join: Join = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    chunk_pages: ChunkPages = 8,
    attempts: Attempts = 2,
    deadline: Deadline = _CARE.deadline,
    memory: Memory = _CARE.memory,
    recycle: Recycle = _CARE.tasks,
    quarantine: QuarantineFolder = None,
    allow_secret: AllowSecret = None,
    log: Log = None,
    model: Model = _DEFAULT.model,
    engine: Kind = _DEFAULT.engine,
    dpi: Dpi = _DEFAULT.dpi,
    ocr_timeout: OcrTimeout = _DEFAULT.ocr_timeout,
    max_bytes: MaxBytes = _DEFAULT.limits.max_bytes,
    max_pages: MaxPages = _DEFAULT.limits.max_pages,
    max_pixels: MaxPixels = _DEFAULT.limits.max_pixels,
    no_restore: NoRestore = False,
    weights: Weights = None,
    include_forgotten: Annotated[
        bool, typer.Option("--include-forgotten", help="Load again what `vanthu archive forget` took out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Load files into an archive; run it again to go on, or to add what is new."""
    from vanthu.pipelines.archive.commands.runs import foresee, load_shelf  # noqa: PLC0415  loads OCR and extraction
    from vanthu.pipelines.archive.load import Wanted  # noqa: PLC0415  same
    from vanthu.pipelines.archive.sources import find  # noqa: PLC0415  same

    limits = Limits(max_bytes=max_bytes, max_pages=max_pages, max_pixels=max_pixels)
    settings = Settings(limits, model, dpi, ocr_timeout, restore=not no_restore, weights=weights, engine=engine)
    care = Care(deadline, memory, recycle)
    run_by = (jobs, cluster, chunk_pages, attempts, care)
    kept = (quarantine, allow_secret, log)
    wanted = Wanted(archive, settings, *run_by, *kept, include_forgotten=include_forgotten)
    run = foresee if dry_run else load_shelf
    passed: Counter[str] = Counter()
    found = partial(find, sources, finding_aid=finding_aid, join=join, own=wanted.own, counts=passed)
    raise typer.Exit(run(found, wanted, passed, as_json=as_json))


@app.command("watch")
def watch_command(  # noqa: PLR0913  one parameter for each option
    folder: Annotated[Path, typer.Argument(help="Folder that scans arrive in; network shares too.")],
    *,
    archive: Url = DEFAULT_URL,
    settle: Annotated[float, typer.Option(min=0, help="Seconds that a file must stay the same.")] = 10.0,
    interval: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 5.0,
    jobs: Jobs = None,
    cluster: Cluster = None,
    chunk_pages: ChunkPages = 8,
    attempts: Attempts = 2,
    deadline: Deadline = _CARE.deadline,
    memory: Memory = _CARE.memory,
    recycle: Recycle = _CARE.tasks,
    quarantine: QuarantineFolder = None,
    allow_secret: AllowSecret = None,
    log: Log = None,
    model: Model = _DEFAULT.model,
    engine: Kind = _DEFAULT.engine,
    dpi: Dpi = _DEFAULT.dpi,
    ocr_timeout: OcrTimeout = _DEFAULT.ocr_timeout,
    max_bytes: MaxBytes = _DEFAULT.limits.max_bytes,
    max_pages: MaxPages = _DEFAULT.limits.max_pages,
    max_pixels: MaxPixels = _DEFAULT.limits.max_pixels,
    no_restore: NoRestore = False,
    weights: Weights = None,
) -> None:
    """Load what arrives in a folder, until Ctrl-C."""
    from vanthu.pipelines.archive.commands.runs import watch_folder  # noqa: PLC0415  loads OCR and extraction
    from vanthu.pipelines.archive.load import Wanted  # noqa: PLC0415  same

    limits = Limits(max_bytes=max_bytes, max_pages=max_pages, max_pixels=max_pixels)
    settings = Settings(limits, model, dpi, ocr_timeout, restore=not no_restore, weights=weights, engine=engine)
    care = Care(deadline, memory, recycle)
    wanted = Wanted(archive, settings, jobs, cluster, chunk_pages, attempts, care, quarantine, allow_secret, log)
    raise typer.Exit(watch_folder(folder, wanted, settle, interval))
