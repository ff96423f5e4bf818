"""The bars of the restorer on the project's own documents, and, where it is there, on the material of ../shared.

Noisy text was recorded once by ``python -m benchmarks.restoration.readings`` (see docs/restorer.md), so that no OCR
model is needed here; ``benchmarks/restore.py`` measures the same on many more pages. Damaged text is that of the plans
that training never sees (``UNSEEN``); correct text must stay in all of them.
"""

from __future__ import annotations

import pytest

from benchmarks.restoration import documents, speed
from benchmarks.restoration.documents import UNSEEN
from benchmarks.restoration.readings import NOISY, Reading, load
from benchmarks.restoration.scoring import Errors, errors, syllables_wrong, words_changed, words_right
from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.pipelines.train.stock import HELD_OUT, TRAINED_ON

WEIGHTS = documents.ROOT / "models/restore/weights/tagger.onnx"
pytestmark = pytest.mark.slow

# English-OCR layers: shares of words, characters and numbers that are wrong
# (of the own pages one number in fifty is a speck that was read as a digit: those stay, whatever is restored)
OWN_WORDS, OWN_CHARACTERS, OWN_NUMBERS = 0.06, 0.02, 0.03
REAL_WORDS, REAL_CHARACTERS, REAL_NUMBERS = 0.06, 0.02, 0.02
# bare text: share of syllables that come back
# (the own plans that were held out are short, and their offices and persons are invented: 7 of 1,645 syllables)
OWN_SYLLABLES = 0.985
# same, of the three shortest real papers: names and titles above all; all 24 together 0.9926
SHORT_PAPERS = 0.988
# correct text: share of words that do not stay
CHANGED = 0.0005
# Vietnamese OCR of damaged pages: what is left of the word errors
LEFT = 0.7
# reliability: how far the share of right words may lie from the confidence that was said, where many words say it
UNRELIABLE, MANY = 0.08, 400
PEAK_MB = 400


def restore(lines: list[str]):
    if not WEIGHTS.exists():
        pytest.skip("needs the weights of the restorer, which are not here")
    from vanthu.models import restore as ours

    return ours.restore(lines)


def restored(lines: list[str]) -> list[str]:
    return [line.text for line in restore(lines)]


def total(readings: list[tuple[Reading, list[str]]]) -> Errors:
    return sum((errors(reading.true, got) for reading, got in readings), Errors())


def recorded(file: str) -> list[Reading]:
    return [reading for reading in load(NOISY / f"{file}.tsv") if reading.name in UNSEEN]


@pytest.fixture(scope="module")
def english() -> list[tuple[Reading, list[str]]]:
    """What English models read of own plans, and what became of it."""
    return [(reading, restored(reading.read)) for reading in recorded("english")]


@pytest.fixture(scope="module")
def vietnamese() -> list[tuple[Reading, list[str]]]:
    """What Vietnamese models read of own plans, and what became of it."""
    return [(reading, restored(reading.read)) for reading in recorded("vietnamese")]


@pytest.fixture(scope="module")
def own() -> list[list[str]]:
    """Correct text of all own plans."""
    return documents.correct(documents.ROOT / "absent")["own plans"]


def test_recorded_noise_is_as_heavy_as_that_of_real_layers():
    """80 to 84 % of the words of real layers are wrong; text that is hardly damaged would make any bar easy."""
    noise = total([(reading, reading.read) for reading in load(NOISY / "english.tsv")])
    assert 0.78 <= noise.wer <= 0.86
    assert {reading.name for reading in load(NOISY / "english.tsv")} == {*HELD_OUT, *TRAINED_ON}


def test_words_of_english_layers_come_back(english):
    found = total(english)
    assert found.wer <= OWN_WORDS
    assert found.cer <= OWN_CHARACTERS


def test_numbers_of_english_layers_are_right(english):
    assert total(english).ner <= OWN_NUMBERS


def test_accents_come_back_on_bare_text():
    unseen = documents.correct(documents.ROOT / "absent")["unseen plans"]
    counts = [syllables_wrong(lines, restored([strip_marks(line) for line in lines])) for lines in unseen]
    assert sum(wrong for wrong, _ in counts) <= (1 - OWN_SYLLABLES) * sum(n for _, n in counts)


def test_correct_text_stays(own):
    counts = [words_changed(lines, restored(lines)) for lines in own]
    assert sum(changed for changed, _ in counts) <= CHANGED * sum(n for _, n in counts)


def test_vietnamese_ocr_of_damaged_pages_gets_better(vietnamese):
    damaged = [(reading, got) for reading, got in vietnamese if reading.setting.damage != "clean"]
    before = total([(reading, reading.read) for reading, _ in damaged])
    assert total(damaged).word_errors <= LEFT * before.word_errors


def test_vietnamese_ocr_of_a_clean_page_never_gets_worse(vietnamese):
    clean = [(reading, got) for reading, got in vietnamese if reading.setting.damage == "clean"]
    worse = {reading.name: documents.pages_made_worse(reading, got) for reading, got in clean}
    assert worse == dict.fromkeys(UNSEEN, 0)


def test_confidence_of_words_means_what_it_says(english):
    bins: dict[int, list[tuple[float, bool]]] = {}
    for reading, _ in english:
        for true, line in zip(reading.true, restore(reading.read), strict=True):
            for word, right in zip(line.words, words_right(true, line.text), strict=True):
                bins.setdefault(min(int(word.confidence * 10), 9), []).append((word.confidence, right))
    for words in bins.values():
        said, right = (sum(part) / len(words) for part in zip(*words, strict=True))
        assert len(words) < MANY or abs(said - right) <= UNRELIABLE


def test_it_is_small():
    restore(["thử"])
    assert speed.measure(sorted((documents.ROOT / "corpora/plans").glob("t*.txt")))["peak_mb"] <= PEAK_MB


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "003", "004"])
def test_real_english_layers_come_back(shared, name):
    layer = next(layer for layer in documents.layers(shared) if layer.name == name)
    found = errors(layer.true, restored(layer.read))
    assert found.wer <= REAL_WORDS
    assert found.cer <= REAL_CHARACTERS
    assert found.ner <= REAL_NUMBERS


@pytest.mark.shared
def test_our_counts_are_those_of_the_yardstick(shared):
    score = documents.yardstick(shared)
    for layer in documents.layers(shared):
        ours, theirs = errors(layer.true, layer.read), score("\n".join(layer.true), "\n".join(layer.read))
        assert (round(ours.wer, 4), round(ours.cer, 4)) == (theirs["wer"], theirs["cer"])
        assert (ours.words, ours.number_errors, ours.numbers) == tuple(
            theirs[key] for key in ("words", "number_errors", "numbers")
        )


@pytest.mark.shared
def test_accents_come_back_on_bare_real_plans_and_correct_ones_stay(shared):
    texts = sorted(documents.correct(shared)["plans"], key=lambda lines: sum(map(len, lines)))[:3]
    bare = [syllables_wrong(lines, restored([strip_marks(line) for line in lines])) for lines in texts]
    assert sum(wrong for wrong, _ in bare) <= (1 - SHORT_PAPERS) * sum(n for _, n in bare)
    kept = [words_changed(lines, restored(lines)) for lines in [*texts, *documents.correct(shared)["gold"]]]
    assert sum(changed for changed, _ in kept) <= CHANGED * sum(n for _, n in kept)
