"""``vanthu restore``: text in, one restored line out for each line in.

Lines go through in pieces of whole paragraphs, so that a file of any size needs the memory of one piece.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from vanthu.corpora import orthography
from vanthu.corpora.errors import BadOption, VanthuError
from vanthu.corpora.wording import counted
from vanthu.ingest.intake.lines import TextLine, TextLines, open_lines
from vanthu.models import legacy
from vanthu.models.restore.changes import changed
from vanthu.models.restore.pieces import pieces
from vanthu.models.restore.restorer import Restorer
from vanthu.models.restore.result import RestoredLine
from vanthu.pipelines.target import stream
from vanthu.pipelines.terminal.names import shortened
from vanthu.pipelines.terminal.progress import meter

_SHOWN = 10
"""Lines with changed numbers that the summary names."""
_FONT_ENCODINGS = frozenset({legacy.Encoding.TCVN3, legacy.Encoding.VNI})
"""Converted before restoring; VIQR is a way of typing, which the restorer tells line by line."""


@dataclass(slots=True)
class Tally:
    """What was restored; ``numbers`` are the 1-based lines on which digits changed, once for each such word."""

    lines: int = 0
    words: int = 0
    changed: int = 0
    numbers: list[int] = field(default_factory=list)

    def add(self, line: RestoredLine) -> None:
        """Count one more line."""
        self.lines += 1
        self.words += len(line.words)
        self.changed += len(changed(line)) if line.text != line.raw else 0
        self.numbers += [self.lines] * sum(word.number_changed for word in line.words)

    def __str__(self) -> str:
        words = f"{self.changed} of {counted(self.words, 'word')} changed"
        told = f"{counted(self.lines, 'line')}, {words}, {counted(len(self.numbers), 'number')} changed"
        if not self.numbers:
            return told
        lines = list(dict.fromkeys(self.numbers))
        line = "line" if len(lines) == 1 else "lines"
        more = ", …" if len(lines) > _SHOWN else ""
        return f"{told} (look at {line} {', '.join(map(str, lines[:_SHOWN]))}{more})"


def restore_file(
    source: Path | None, out: Path | None, restorer: Restorer, console: Console, *, as_json: bool, max_bytes: int
) -> Tally:
    """Restore a text file, or standard input where ``source`` is None, to ``out`` or standard output.

    Raises:
        InputError: the text cannot be read; nothing is written then.
        LimitError: it or one of its lines is too long; nothing is written then.
        BadOption: ``out`` is the file read.
        Unwritable: the result cannot be written.
        WeightsMissing: the weights of the restorer are missing or damaged.
    """
    if source and out and _is_same(source, out):
        raise BadOption(f"{out} is the file read; originals are never written to")
    tally = Tally()
    shown = _as_json if as_json else _as_text
    with open_lines(source or sys.stdin.buffer, max_bytes) as text, stream(out) as target:
        for number, (line, restored) in enumerate(_restored(text, restorer, console), 1):
            tally.add(restored)
            target.write(shown(number, line, restored).encode("utf-8"))
    return tally


def _is_same(source: Path, out: Path) -> bool:
    return source.resolve() == out.resolve() or (source.exists() and out.exists() and source.samefile(out))


def _restored(text: TextLines, restorer: Restorer, console: Console) -> Iterator[tuple[TextLine, RestoredLine]]:
    name, done = shortened(text.name, 40), 0
    with meter(console, name) as shows:
        for piece in pieces(text.lines(), lambda line: line.text):
            yield from zip(piece, _restore(piece, restorer, text.name), strict=True)
            done += sum(len((line.text + line.ending).encode()) for line in piece)
            share = min(done / max(text.size, 1), 1.0)
            shows.show(f"{name}: {share:.0%}", share)


def _restore(piece: Sequence[TextLine], restorer: Restorer, name: str) -> list[RestoredLine]:
    try:
        return restorer.restore(_in_unicode([line.text for line in piece]))
    except VanthuError:
        raise
    except Exception as error:
        raise VanthuError(f"{name}: restoring failed: {type(error).__name__}: {error}") from error


def _in_unicode(lines: list[str]) -> list[str]:
    """TCVN3 and VNI converted, as ``vanthu read`` does; lines with Vietnamese letters are Unicode already."""
    encoding = legacy.detect(legacy.normalise("\n".join(lines)))
    if encoding not in _FONT_ENCODINGS:
        return lines
    convert: Callable[[str], str] = lambda line: legacy.convert(legacy.normalise(line), encoding)  # noqa: E731  typed
    return [line if orthography.DISTINCTIVE.intersection(line.lower()) else convert(line) for line in lines]


def _as_text(number: int, line: TextLine, restored: RestoredLine) -> str:
    del number
    return restored.text + line.ending


def _as_json(number: int, line: TextLine, restored: RestoredLine) -> str:
    del line
    words = [
        {"start": w.start, "end": w.end, "confidence": round(w.confidence, 4), "number_changed": w.number_changed}
        for w in restored.words
    ]
    facts = {"line": number, "raw": restored.raw, "text": restored.text, "offsets": restored.offsets, "words": words}
    return json.dumps(facts, ensure_ascii=False) + "\n"
