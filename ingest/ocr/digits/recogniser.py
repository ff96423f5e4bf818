"""The recogniser: number and date lines in, the digits of their blanks out, with the probability that it is right."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import regex

from vanthu.corpora.errors import WeightsMissing
from vanthu.ingest.ocr.digits.beam import Probabilities, columns, texts
from vanthu.ingest.ocr.digits.strip import CAPITAL, COLUMNS, Strip, cut
from vanthu.ingest.ocr.engine import Image

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).parent / "weights"
NETWORK, RELIABILITY = "digits.onnx", "reliability.json"

VIEWS = ((1.0, 0.0), (0.88, 0.0), (1.13, 0.0), (1.0, 0.12), (1.0, -0.12))
"""A line is looked at several times: capitals taken to be higher or lower (factor), the line too (in capitals).
What is read rightly does not depend on it."""

NUMBER = regex.compile(r"S(?P<number>\d{1,5}(?=[/-])|(?!(?:19|20)\d\d$)\d{1,4}$)")
"""``S209/-``; the stroke may be missed where what is read neither is a year (of ``Số: ___/2024/NQ-HĐND``) nor ends in
one (``S12`` and ``2024``)."""
DATE = regex.compile(r"N(?P<day>\d{1,2})T(?P<month>\d{1,2})M(?P<year>(?:19|20)\d\d)?")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Where a line stands on a page, in pixels: from ``left`` to ``right`` on ``baseline``, capitals so high."""

    left: float
    right: float
    baseline: float
    capital: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Digits of a blank, the probability 0..1 that they are these, and their first and last column on the page."""

    text: str
    confidence: float
    columns: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _View:
    """One look at a line: the share that each reading of each field has; symbols of the likeliest text, in pixels."""

    shares: Mapping[str, Mapping[str, float]]
    symbols: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class DigitReader:
    """The recogniser in a folder, whose files are opened for the first line that is read.

    Args:
        folder: holds ``digits.onnx`` and ``reliability.json``.
        calibrated: shares of probability are told as the share that was right among such; else as they are.
    """

    folder: Path = WEIGHTS
    calibrated: bool = True

    def number(self, image: Image, line: PrintedLine) -> Reading | None:
        """The number of a number line.

        Raises:
            WeightsMissing: a file of the recogniser is not there, or cannot be used.
        """
        return self._read(image, line, NUMBER).get("number")

    def date(self, image: Image, line: PrintedLine) -> dict[str, Reading]:
        """``day``, ``month`` and ``year`` of a date line, as far as they can be seen.

        Raises:
            WeightsMissing: a file of the recogniser is not there, or cannot be used.
        """
        return self._read(image, line, DATE)

    def fingerprint(self) -> str:
        """A digest of the files: others read otherwise.

        Raises:
            WeightsMissing: a file of the recogniser is not there, or cannot be used.
        """
        with _blamed(self.folder):
            _session(self.folder / NETWORK)
            digest = hashlib.sha256((self.folder / NETWORK).read_bytes())
            digest.update(json.dumps(self._table).encode())
            return digest.hexdigest()[:12]

    @cached_property
    def _table(self) -> tuple[list[float], list[float]]:
        """Mean shares, and the share that was right among such; both rising."""
        if not self.calibrated:
            return [0.0, 1.0], [0.0, 1.0]
        with _blamed(self.folder):
            table = json.loads((self.folder / RELIABILITY).read_text(encoding="utf-8"))
            return table["probability"], table["right"]

    def _read(self, image: Image, line: PrintedLine, form: regex.Pattern[str]) -> dict[str, Reading]:
        views = [self._view(image, line, form, scale, lift) for scale, lift in VIEWS]
        found = {field: self._merged(field, views, form) for field in form.groupindex}
        return {field: reading for field, reading in found.items() if reading is not None}

    def _merged(self, field: str, views: Sequence[_View], form: regex.Pattern[str]) -> Reading | None:
        """The likeliest in the mean of the views, its share made true by what such means were worth on held-back hands.

        None where no view has it as its own best text: then nobody can say where it stands.
        """
        total: dict[str, float] = defaultdict(float)
        for view in views:
            for text, share in view.shares.get(field, {}).items():
                total[text] += share / len(views)
        if not total:
            return None
        best = max(total, key=lambda text: total[text])
        places = [_columns(view.symbols, form, field, best) for view in views]
        place = next((p for p in places if p is not None), None)
        return place and Reading(best, float(np.interp(total[best], *self._table)), place)

    def _view(self, image: Image, line: PrintedLine, form: regex.Pattern[str], scale: float, lift: float) -> _View:
        capital = line.capital * scale
        seen = self.look(cut(image, line.left, line.right, line.baseline + lift * line.capital, capital))
        step = COLUMNS * capital / CAPITAL
        symbols = tuple((s, line.left + a * step, line.left + b * step) for s, a, b in columns(seen))
        return _View(self.shares(seen, form), symbols)

    def look(self, strip: Strip) -> Probabilities:
        """Probabilities of the classes of each column of a strip."""
        with _blamed(self.folder):
            session = _session(self.folder / NETWORK)
        (found,) = session.run(None, {"strips": strip[None, None]})
        return np.asarray(found[0], np.float32)

    @staticmethod
    def shares(probabilities: Probabilities, form: regex.Pattern[str]) -> dict[str, dict[str, float]]:
        """For each field of a form, the share of the probability that each of its readings has."""
        likely = texts(probabilities)
        whole = sum(probability for _, probability in likely)
        found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for text, probability in likely:
            hit = form.search(text)
            for field, value in (hit.groupdict() if hit else {}).items():
                if value is not None:
                    found[field][value] += probability / whole
        return found


def _columns(
    symbols: Sequence[tuple[str, float, float]], form: regex.Pattern[str], field: str, text: str
) -> tuple[float, float] | None:
    """Where a field stands in a line whose likeliest text has it so."""
    hit = form.search("".join(symbol for symbol, _, _ in symbols))
    if hit is None or hit[field] != text:
        return None
    start, end = hit.span(field)
    return symbols[start][1], symbols[end - 1][2]


@contextmanager
def _blamed(folder: Path) -> Iterator[None]:
    """What goes wrong with the files of a folder is told as missing weights."""
    try:
        yield
    except (WeightsMissing, MemoryError):
        raise
    except FileNotFoundError as error:
        raise WeightsMissing(f"{Path(error.filename).name} of the digit recogniser is not there") from error
    except Exception as error:  # onnxruntime and json have many ways to say that a file is damaged
        raise WeightsMissing(f"digit recogniser in {folder.name}: {type(error).__name__}") from error


@lru_cache(maxsize=2)
def _session(network: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  heavy

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
