"""The restorer as a whole: its promises hold whatever the network says, and its own network keeps what is right."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models.restore.told import KNOWN, Word, told, wild
from vanthu.corpora import plans
from vanthu.corpora.errors import WeightsMissing
from vanthu.models import legacy, restore
from vanthu.models.restore.alphabet import KEEP, Alphabet
from vanthu.models.restore.model import Model
from vanthu.models.restore.ngrams import Ngrams, save
from vanthu.models.restore.pieces import PIECE
from vanthu.models.restore.result import RestoredLine
from vanthu.models.restore.tagger import WEIGHTS, Tagger

GARBLED = [
    "Chi bé thén phét déng phong trdo thi dua",
    "nang cao nhan thirc ciia can b6, dang vién",
    "xdy dyng 16i séng vé néng thén méi",
]
WRITTEN: dict[str, Word] = {
    "thirc": ["t", "h", "ứ", "", "c"],
    "16i": ["l", "ố", "i"],
    "séng": ["s", "ố", "n", "g"],
    "ciia": ["c", "ủ", "", "a"],
    "b6": ["b", "ộ"],
    "phét": ["p", "h", "á", "t"],
    "déng": ["đ", "ộ", "n", "g"],
}
odd_lines = st.text(
    st.sampled_from("aăđểỒ bcghntuyAD019.,:;/-%@“”\t\u00a0\x1c\u0301\u200b\ufeff中é€") | st.characters(), max_size=60
)
noisy_lines = st.lists(
    st.sampled_from([*GARBLED, "", "  ", "Số: 106-KH/TU", "29/7/2025", "The plan of all units", "- "]), max_size=5
)
documents = st.lists(odd_lines, max_size=5) | noisy_lines


def model(tagger: Tagger, ngrams: Ngrams, folder: Path = Path("nowhere")) -> Model:
    return Model(tagger, ngrams, folder)


def texts(lines: Iterable[RestoredLine]) -> list[str]:
    return [line.text for line in lines]


def check(given_lines: list[str], lines: list[RestoredLine]) -> None:
    """What holds of every restoration."""
    assert [line.raw for line in lines] == [legacy.normalise(line) for line in given_lines]
    for line in lines:
        assert "\n" not in line.text or "\n" in line.raw
        if line.offsets:
            assert len(line.offsets) == len(line.text) + 1
            assert list(line.offsets) == sorted(line.offsets)
            assert line.offsets[0] >= 0
            assert line.offsets[-1] == len(line.raw)
        else:
            assert line.text == line.raw
        assert [line.text[word.start : word.end] for word in line.words] == re.findall(r"\S+", line.text)
        assert all(0 <= word.confidence <= 1 for word in line.words)


@given(documents, st.integers(0, 99))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_tagger_says_there_is_one_aligned_line_for_each_line(ngrams, given_lines, seed: int):
    check(given_lines, model(wild(seed), ngrams).restore(given_lines))


@given(documents)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_tagger_keeps_and_no_scheme_typed_comes_back_in_nfc(ngrams, given_lines):
    restored = model(told(), ngrams).restore(given_lines)
    check(given_lines, restored)
    typed = set("^~+()'`?.0123456789") | set("sfrxjzwSFRXJZW")
    assert all(line.text == line.raw for line in restored if not set(line.raw) & typed)


@given(
    st.lists(
        st.sampled_from(["29/7/2025", "12.500.000 đồng", "75%", "03 tập thể", "106-KH/TU"]), min_size=1, max_size=4
    )
)
@settings(max_examples=15)
def test_no_digit_changes_without_a_flag(ngrams, numbers: list[str]):
    lines = [f"{garbled} {number}" for garbled, number in zip(GARBLED * 2, numbers, strict=False)]
    for line in model(wild(len(numbers)), ngrams).restore(lines):
        words = [line.text[w.start : w.end] for w in line.words if not w.number_changed]
        digits = {"".join(c for c in word if c.isdigit()) for word in words} - {""}
        known = {"".join(c for c in word if c.isdigit()) for word in line.raw.split()}
        assert digits <= known


@given(st.lists(st.sampled_from(GARBLED), min_size=1, max_size=3), st.integers(0, 99))
@settings(max_examples=15)
def test_addresses_dates_and_names_of_the_peoples_stay_whatever_the_tagger_says(ngrams, lines: list[str], seed: int):
    held = "vanthu@tinh.example.vn 15/6/2024 K'Hương https://tinh.example.vn/van-ban"
    *_, last = model(wild(seed), ngrams).restore([*lines, f"ciia {held}"])
    assert all(word in last.text for word in held.split())


def test_english_ocr_is_restored_word_for_word(ngrams):
    restored = model(told(WRITTEN), ngrams).restore(GARBLED)
    assert "nhan thức của can bộ," in restored[1].text
    assert "lối sống" in restored[2].text
    check(GARBLED, restored)


def test_offsets_lead_from_each_character_to_the_one_that_it_was_read_as(ngrams):
    line = model(told(WRITTEN), ngrams).restore(GARBLED)[1]
    at = line.text.index("thức")
    assert [line.raw[i] for i in line.offsets[at : at + 4]] == ["t", "h", "i", "c"]
    word = next(word for word in line.words if word.start == at)
    assert line.raw[line.offsets[word.start] : line.offsets[word.end]] == "thirc"


def test_a_number_that_becomes_a_word_is_flagged_and_no_other_word_is(ngrams):
    """``14`` could be a number, ``16i`` could not."""
    line = model(told({**WRITTEN, "14": ["l", "à"]}), ngrams).restore([*GARBLED, "16i séng dep 14 ciia b6 12"])[-1]
    assert line.text.split()[:4] == ["lối", "sống", "dep", "là"]
    assert [line.text[word.start : word.end] for word in line.words if word.number_changed] == ["là"]


def test_foreign_lines_come_back_as_they_are(ngrams):
    english = ["The plan is sent to all units of the province.", "They report the results before the end of the month."]
    restored = model(wild(3), ngrams).restore(english)
    assert texts(restored) == english
    assert not any(line.offsets for line in restored)


def test_typed_marks_are_converted_by_rule_with_offsets(ngrams):
    typed = ["Chi bo^. pha't ddo^.ng phong tra`o thi ddua tro^`ng ca^y va` giu+~ sa.ch ddu+o+`ng la`ng"]
    restored = model(wild(3), ngrams).restore(typed)
    assert texts(restored) == ["Chi bộ phát động phong trào thi đua trồng cây và giữ sạch đường làng"]
    check(typed, restored)


def test_decomposed_text_and_look_alikes_come_back_composed(ngrams):
    line = "Ủy ban nhân dân xã phát động thi đua theo Quyết định số 12/QĐ-UBND"
    (restored,) = model(told(), ngrams).restore([unicodedata.normalize("NFD", line).replace("D\u0111", "\u00d0")])
    assert restored.text == restored.raw == line


@pytest.mark.parametrize("lines", [[], [""], ["", "", ""], [" ", "\t", "\u00a0\x1c"], ["…"], ["."], ["1"], ["\ufeff"]])
def test_documents_without_words_come_back_as_they_are(ngrams, lines: list[str]):
    restored = model(wild(1), ngrams).restore(lines)
    check(lines, restored)
    assert texts(restored) == lines


@pytest.mark.parametrize("unit", [GARBLED[0] + " ", "thiduaxdy", "tén..", "a-b/c.", "1.", "'"])
def test_one_line_of_thirty_thousand_characters_is_aligned_as_any_other(ngrams, unit: str):
    line = (unit * 30_000)[:30_000]
    restored = model(told(WRITTEN), ngrams).restore([line])
    check([line], restored)


def test_a_line_longer_than_a_piece_is_restored_in_parts_and_stays_one_line(ngrams):
    line = "thi dua 16i séng, " * (3 * PIECE // 18)
    (restored,) = model(told(WRITTEN), ngrams).restore([line])
    check([line], [restored])
    assert restored.text == "thi dua lối sống, " * (3 * PIECE // 18)


def test_a_long_document_is_restored_in_pieces_and_all_lines_come_back(ngrams):
    lines = [line for i in range(2 * PIECE // 100) for line in (f"16i séng dep {i} {'…' * 80}", *[""] * (i % 7 == 0))]
    restored = model(told(WRITTEN), ngrams).restore(lines)
    check(lines, restored)
    assert all(line.text.startswith("lối sống dep") for line in restored if line.text)


def test_a_word_without_a_known_spelling_stays_and_is_not_trusted(ngrams):
    (line,) = model(told(), ngrams).restore([f"{GARBLED[0]} xqzt"])
    assert line.text.endswith(" xqzt")
    assert line.words[-1].confidence < 0.5


@pytest.fixture
def folder(tmp_path, ngrams) -> Path:
    """A folder of weights, whose network keeps every character: Unsqueeze, x - x, Cast."""
    shutil.copy(Path(__file__).parent / "keep.onnx", tmp_path / "tagger.onnx")
    Alphabet(KNOWN, (KEEP, "")).save(tmp_path / "alphabet.json")
    save(ngrams, tmp_path / "ngrams.npz")
    (tmp_path / "reliability.json").write_text(json.dumps({"probability": [0.5, 1.0], "right": [0.4, 0.9]}))
    return tmp_path


def test_weights_are_loaded_from_their_folder(folder: Path):
    loaded = Model.load(folder)
    check(GARBLED, loaded.restore(GARBLED))
    assert texts(loaded.restore(["Chi bộ phát động thi đua."])) == ["Chi bộ phát động thi đua."]


def test_confidence_is_read_off_the_table_between_its_points(folder: Path):
    loaded = Model.load(folder)
    assert [loaded.confidence(p) for p in (0.1, 0.5, 0.75, 1.0)] == [0.4, 0.4, 0.65, 0.9]
    assert loaded.restore(["thi đua"])[0].words[0].confidence <= 0.9


def test_weights_in_the_making_say_their_probability(folder: Path):
    (folder / "reliability.json").unlink()
    assert Model.load(folder).confidence(0.75) == 0.75


@pytest.mark.parametrize("name", ["tagger.onnx", "alphabet.json", "ngrams.npz"])
def test_weights_that_are_not_there_are_told(folder: Path, name: str):
    (folder / name).unlink()
    with pytest.raises(WeightsMissing):
        Model.load(folder)


@pytest.mark.parametrize("name", ["tagger.onnx", "alphabet.json", "ngrams.npz", "reliability.json"])
@pytest.mark.parametrize("damage", [lambda _: b"", lambda data: data[: len(data) // 2], lambda _: b"{}"])
def test_damaged_weights_are_told_when_they_are_loaded(folder: Path, name: str, damage):
    (folder / name).write_bytes(damage((folder / name).read_bytes()))
    with pytest.raises(WeightsMissing):
        Model.load(folder)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(WeightsMissing, match=r"alphabet\.json is not there"):
        Model.load(tmp_path / "nowhere")


def test_other_weights_have_another_fingerprint_and_the_same_ones_the_same(folder: Path):
    first, again = Model.load(folder).fingerprint(), Model.load(folder).fingerprint()
    (folder / "CARD.md").write_text("Not part of what decides a result.")
    card = Model.load(folder).fingerprint()
    (folder / "reliability.json").write_text(json.dumps({"probability": [0.5, 1.0], "right": [0.4, 0.8]}))
    assert first == again == card != Model.load(folder).fingerprint()


@pytest.fixture(scope="module")
def own() -> Model:
    """The weights that come with the package."""
    if not (WEIGHTS / "tagger.onnx").exists():
        pytest.skip("needs the weights of the restorer, which are not here")
    return Model.load()


def test_no_edit_of_the_weights_breaks_or_joins_lines(own: Model):
    assert not [edit for edit in own.tagger.alphabet.edits if "\n" in edit]
    assert own.tagger.alphabet.edits[:2] == (KEEP, "")


def test_the_package_restores_with_its_weights(own: Model):
    lines = ["nang cao nhan thirc cua can b6, dang vién", "xdy dyng chi b6 bén tét"]
    assert restore.restore(lines) == own.restore(lines)
    assert restore.fingerprint() == own.fingerprint()
    check(lines, own.restore(lines))


def test_a_plan_in_good_order_comes_back_unchanged_with_all_its_numbers(own: Model):
    lines = [line for page in plans.load(plans.names()[-1]).pages for line in page.split("\n")]
    restored = own.restore(lines)
    check(lines, restored)
    changed = [(line.raw, line.text) for line in restored if line.text != line.raw]
    assert len(changed) <= 0.02 * len(lines), changed
    assert not [word for line in restored for word in line.words if word.number_changed]
    assert [re.findall(r"\d+", line.text) for line in restored] == [re.findall(r"\d+", line) for line in lines]


def test_the_weights_write_accents_back(own: Model):
    bare = ["Cac chi bo phat dong phong trao thi dua trong cay,", "giu gin ve sinh va xay dung nong thon moi."]
    assert texts(own.restore(bare)) == [
        "Các chi bộ phát động phong trào thi đua trồng cây,",
        "giữ gìn vệ sinh và xây dựng nông thôn mới.",
    ]


@pytest.mark.slow
def test_long_lines_take_no_longer_than_others(own: Model):
    for unit in (f"{GARBLED[0]} ", "thiduaxdy"):
        line = (unit * 9000)[:9000]
        check([line], own.restore([line]))


def test_the_same_document_is_restored_the_same_each_time(own: Model):
    assert own.restore(GARBLED * 20) == own.restore(GARBLED * 20)
