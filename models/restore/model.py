"""The restorer at work: condition of lines, spellings from the tagger, choice by the n-grams, guard of numbers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import regex

from vanthu.corpora.errors import WeightsMissing
from vanthu.models import legacy
from vanthu.models.restore import keyboard
from vanthu.models.restore.condition import Finding, examine
from vanthu.models.restore.guard import Licence, guarded, held, licences
from vanthu.models.restore.lattice import Choice, Lattice
from vanthu.models.restore.ngrams import Ngrams
from vanthu.models.restore.numbers import settle
from vanthu.models.restore.person_names import middle_names
from vanthu.models.restore.pieces import cut, joined, pieces
from vanthu.models.restore.result import RestoredLine, RestoredWord
from vanthu.models.restore.shields import codes_spelt
from vanthu.models.restore.spellings import Slot, Spelling, slots
from vanthu.models.restore.tagger import WEIGHTS, Tagger, Tags

LEFT_ALONE = 0.995
"""Confidence of words that were not looked at: of lines in another language, typed, or without a word."""
_WORD = re.compile(r"\S+")  # of re: white space is what str.split takes for it, as for regex it is not
_NEW_PARAGRAPH = regex.compile(r"\s*(?:[-+*•]\s|\(?(?:\d{1,2}|[a-zđ]|[IVX]{1,5})[.)-]|\p{Lu}{2})")
_PARAGRAPH_END = regex.compile(r"[.;:!?/]\W*$")


@dataclass(frozen=True)
class Model:
    """The tagger, the n-grams and the table that makes probabilities mean what they say."""

    tagger: Tagger
    ngrams: Ngrams
    folder: Path

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Model:
        """The weights in ``folder``.

        Raises:
            WeightsMissing: a file is not there, or cannot be read.
        """
        try:
            model = cls(Tagger.load(folder), Ngrams.load(folder / "ngrams.npz"), folder)
            model.confidence(1.0)  # reads its table
        except FileNotFoundError as error:
            raise WeightsMissing(f"{Path(error.filename).name} is not there") from error
        except MemoryError:
            raise
        except Exception as error:  # onnxruntime and numpy have many ways to say that a file is damaged
            raise WeightsMissing(f"weights in {folder.name}: {type(error).__name__}") from error
        return model

    def fingerprint(self) -> str:
        """A digest of the weights."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if path.suffix in {".onnx", ".npz", ".json"}:
                digest.update(path.read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def _reliability(self) -> tuple[list[float], list[float]]:
        path = self.folder / "reliability.json"
        if not path.exists():  # weights in the making
            return [0.0, 1.0], [0.0, 1.0]
        table = json.loads(path.read_text("utf-8"))
        return table["probability"], table["right"]

    def confidence(self, probability: float) -> float:
        """Share of words that turned out right among those that the model gave this probability."""
        return round(float(np.interp(probability, *self._reliability)), 4)

    def restore(self, lines: Sequence[str], /) -> list[RestoredLine]:
        """One line for each line given, in order; see :func:`vanthu.models.restore.restore`."""
        cuts = [cut(line) for line in lines]
        restored: list[RestoredLine] = []
        for piece in pieces(chain.from_iterable(parts for parts, _ in cuts), str):
            restored += self._piece([legacy.normalise(part) for part in piece])
        following = iter(restored)
        return [joined([next(following) for _ in parts], between) for parts, between in cuts]

    def _piece(self, lines: Sequence[str]) -> list[RestoredLine]:
        findings = examine(lines)
        allowed = licences(lines, findings)

        def aside(i: int) -> RestoredLine:
            return self._aside(lines[i], findings[i], lines[i + 1] if i + 1 < len(lines) else "")

        if not any(allowed):
            return [aside(i) for i in range(len(lines))]
        tags = self.tagger.tag("\n".join(lines))
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        found = [
            self._slots(line, tags, start, licence) if licence else _as_read(line)
            for line, start, licence in zip(lines, starts, allowed, strict=False)
        ]
        flat = [slot for of_line in found for slot in of_line]
        choices = iter(Lattice(flat, _breaks(lines, found), self.ngrams).choose())
        restored = []
        for i, (line, of_line) in enumerate(zip(lines, found, strict=True)):
            chosen = [next(choices) for _ in of_line]
            restored.append(self._line(line, of_line, chosen) if allowed[i] else aside(i))
        return restored

    def _slots(self, line: str, tags: Tags, start: int, licence: Licence) -> list[Slot]:
        shield = held(line, self.tagger.alphabet.numbers, licence)
        codes, names = codes_spelt(line), middle_names(line)
        found = []
        for slot in slots(line, tags, start, self.tagger):
            name = names.get(slot.start)
            settled = _as_name(slot, name, line) if name else _as_code(line, slot, codes)
            if settled:
                found.append(settled)
                continue
            as_read = self.tagger.kept(tags, start + slot.start, start + slot.end)
            own = shield[slot.start : slot.end]
            found.append(guarded(line[slot.start : slot.end], slot, own, as_read, licence))
        return found

    def _aside(self, line: str, finding: Finding, following: str) -> RestoredLine:
        """A line that the model does not touch: as it is, or converted from typed keys."""
        text, offsets = (line, ()) if finding.scheme is None else keyboard.convert(line, finding.scheme, following)
        words = tuple(RestoredWord(m.start(), m.end(), LEFT_ALONE) for m in _WORD.finditer(text))
        return RestoredLine(line, text, offsets if text != line else (), words)

    def _line(self, line: str, of_line: Sequence[Slot], chosen: Sequence[Choice]) -> RestoredLine:
        parts = list(line)
        flags: list[tuple[int, int, float, bool]] = []
        for slot, choice in zip(of_line, chosen, strict=True):
            spelling = slot.spellings[choice.index]
            raw, text = line[slot.start : slot.end], spelling.text
            settled = settle(raw, text, choice.probability)
            if settled.text != text:
                spelling = _as_settled(raw, settled.text, slot)
            parts[slot.start : slot.end] = spelling.parts
            flags.append((slot.start, slot.end, self.confidence(choice.probability), settled.number_changed))
        return _assemble(line, parts, flags)


def _assemble(line: str, parts: Sequence[str], flags: Sequence[tuple[int, int, float, bool]]) -> RestoredLine:
    text = "".join(parts)
    offsets = [i for i, part in enumerate(parts) for _ in part]
    words = []
    flag = 0
    for match in _WORD.finditer(text):
        while flag + 1 < len(flags) and offsets[match.start()] >= flags[flag][1]:
            flag += 1
        words.append(RestoredWord(match.start(), match.end(), flags[flag][2], flags[flag][3]))
    same = text == line
    return RestoredLine(line, text, () if same else (*offsets, len(line)), tuple(words))


def _as_settled(raw: str, text: str, slot: Slot) -> Spelling:
    """The spelling of a slot that spells ``text``, else its characters shared out from left to right."""
    for spelling in slot.spellings:
        if spelling.text == text:
            return spelling
    if text == raw:
        return Spelling(tuple(raw), 0.0)
    parts = [*text[: len(raw) - 1].ljust(len(raw) - 1, "\0"), text[len(raw) - 1 :]]
    return Spelling(tuple("" if part == "\0" else part for part in parts), 0.0)


def _as_read(line: str) -> list[Slot]:
    return [Slot(m.start(), m.end(), (Spelling(tuple(m[0]), 0.0),)) for m in _WORD.finditer(line)]


def _as_code(line: str, slot: Slot, codes: Mapping[int, str]) -> Slot | None:
    """A slot whose letters and digits are all of a code, spelt in the language of codes."""
    raw = line[slot.start : slot.end]
    if not codes or any(c.isalnum() and slot.start + i not in codes for i, c in enumerate(raw)):
        return None
    spelt = tuple(codes.get(slot.start + i, c) for i, c in enumerate(raw))
    return Slot(slot.start, slot.end, (Spelling(spelt, 0.0),)) if any(map(str.isalnum, raw)) else None


def _as_name(slot: Slot, name: str, line: str) -> Slot:
    """The slot of a misread middle name, which is as long as the name; what follows it in the slot stays."""
    return Slot(slot.start, slot.end, (Spelling((*name, *line[slot.start + len(name) : slot.end]), 0.0),))


def _breaks(lines: Sequence[str], found: Sequence[Sequence[Slot]]) -> set[int]:
    """Slots before which a paragraph begins."""
    breaks: set[int] = set()
    at, ended = 0, True
    for line, of_line in zip(lines, found, strict=True):
        if of_line and (ended or _NEW_PARAGRAPH.match(line)):
            breaks.add(at)
        at += len(of_line)
        ended = not line.strip() or bool(_PARAGRAPH_END.search(line))
    return breaks
