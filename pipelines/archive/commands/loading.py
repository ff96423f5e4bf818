"""``vanthu archive load`` and ``vanthu archive watch``."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vanthu.ingest.limits import Limits
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.commands.app import DEFAULT_URL, AsJson, Url, app
from vanthu.pipelines.settings import EngineKind, Settings

if TYPE_CHECKING:
    from vanthu.pipelines.archive.load import Wanted

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


def _wanted(  # noqa: PLR0913  one parameter for each option
    *,
    archive: Url = DEFAULT_URL,
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
) -> Wanted:
    """The options that ``load`` and ``watch`` share."""
    from vanthu.pipelines.archive.load import Wanted  # noqa: PLC0415  loads OCR and extraction

    limits = Limits(max_bytes=max_bytes, max_pages=max_pages, max_pixels=max_pixels)
    settings = Settings(limits, model, dpi, ocr_timeout, restore=not no_restore, weights=weights, engine=engine)
    care = Care(deadline, memory, recycle)
    return Wanted(archive, settings, jobs, cluster, chunk_pages, attempts, care, quarantine, allow_secret, log)


def _loading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of :func:`_wanted` in place of its parameter ``wanted``; typer reads signatures."""
    own = [one for one in inspect.signature(command, eval_str=True).parameters.values() if one.name != "wanted"]
    shared = inspect.signature(_wanted, eval_str=True, locals={"Wanted": None}).parameters

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401  options of any type
        options = {name: given.pop(name) for name in shared}
        command(**given, wanted=_wanted(**options))

    parameters = [*own, *shared.values()]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # where inspect looks for it
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


@app.command("load")
@_loading
def load_command(  # noqa: PLR0913  one parameter for each option
    sources: Sources,
    *,
    wanted: Any,  # noqa: ANN401  Wanted, which is imported when it runs
    finding_aid: FindingAid = None,
    join: Join = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    include_forgotten: Annotated[
        bool, typer.Option("--include-forgotten", help="Load again what `vanthu archive forget` took out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Load files into an archive; run it again to go on, or to add what is new."""
    from vanthu.pipelines.archive.commands.runs import foresee, load_shelf  # noqa: PLC0415  loads OCR and extraction
    from vanthu.pipelines.archive.sources import find  # noqa: PLC0415  same

    wanted = replace(wanted, include_forgotten=include_forgotten)
    run = foresee if dry_run else load_shelf
    passed: Counter[str] = Counter()
    found = partial(find, sources, finding_aid=finding_aid, join=join, own=wanted.own, counts=passed)
    raise typer.Exit(run(found, wanted, passed, as_json=as_json))


@app.command("watch")
@_loading
def watch_command(
    folder: Annotated[Path, typer.Argument(help="Folder that scans arrive in; network shares too.")],
    *,
    wanted: Any,  # noqa: ANN401  as above
    finding_aid: FindingAid = None,
    join: Join = None,
    settle: Annotated[float, typer.Option(min=0, help="Seconds that a file must stay the same.")] = 10.0,
    interval: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 5.0,
) -> None:
    """Load what arrives in a folder, until Ctrl-C."""
    from vanthu.pipelines.archive.commands.runs import watch_folder  # noqa: PLC0415  loads OCR and extraction
    from vanthu.pipelines.archive.watch import watch  # noqa: PLC0415  same

    arriving = partial(watch, folder, settle_seconds=settle, interval_seconds=interval, own=wanted.own)
    arriving = partial(arriving, finding_aid=finding_aid, join=join)
    raise typer.Exit(watch_folder(folder, wanted, arriving))
