"""The n-gram model at run time: forms, lookup and back-off, the file, and the weights that come with the package."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.restore.ngrams import (
    BOUNDARY,
    CLASSES,
    NUMBER,
    STEPS_PER_NAT,
    UNKNOWN,
    WEIGHTS,
    Ngrams,
    form,
    make_order,
    pack,
    quantise,
    save,
    tokens,
)

WORDS = (*CLASSES, "thi", "đua", "yêu", "nước")
THI, DUA, YEU, NUOC = range(3, 7)
SINGLE = {THI: -2.0, DUA: -3.0, YEU: -2.5, NUOC: -4.0, BOUNDARY: -1.5, UNKNOWN: -9.0, NUMBER: -1.0}
SINGLE_LEFT = {THI: -1.0, DUA: -0.5, YEU: -0.25}
LONGER = {
    (THI, DUA): (-0.25, -0.75),
    (DUA, YEU): (-0.5, -0.125),
    (BOUNDARY, THI): (-1.0, 0.0),
    (THI, DUA, YEU): (-0.125, 0.0),
}


def small_model() -> Ngrams:
    orders = []
    for length in (2, 3):
        grams = sorted(gram for gram in LONGER if len(gram) == length)
        log_probs, backoffs = (quantise(np.array([LONGER[gram][i] for gram in grams])) for i in (0, 1))
        orders.append(make_order(pack(np.array(grams)), log_probs, backoffs if length == 2 else backoffs[:0]))
    singles = np.array([SINGLE[i] for i in range(len(WORDS))], np.float32)
    left = np.array([SINGLE_LEFT.get(i, 0.0) for i in range(len(WORDS))], np.float32)
    return Ngrams(WORDS, singles, left, tuple(orders))


def by_hand(context: tuple[int, ...], word: int) -> float:
    if not context:
        return SINGLE[word]
    if (*context, word) in LONGER:
        return LONGER[*context, word][0]
    left = SINGLE_LEFT.get(context[0], 0.0) if len(context) == 1 else LONGER.get(context, (0.0, 0.0))[1]
    return left + by_hand(context[1:], word)


@pytest.fixture(scope="module")
def weights() -> Ngrams:
    return Ngrams.load()


def total(model: Ngrams, text: str) -> float:
    ids = np.append(np.full(model.order - 1, BOUNDARY, np.int32), model.ids(tokens(text)))
    windows = np.lib.stride_tricks.sliding_window_view(ids, model.order)
    return float(model.score(windows[:, :-1], windows[:, -1]).sum())


def test_words_are_cut_without_punctuation_and_numbers_stay_whole():
    line = "Chi bộ “bốn tốt”, số 14-KH/TU ngày 29/7/2025: đạt 95%; ông K'Hương."
    assert tokens(line) == [
        *("Chi", "bộ", "bốn", "tốt", "số", "14-KH/TU", "ngày", "29/7/2025"),
        *("đạt", "95%", "ông", "K'Hương"),
    ]


@pytest.mark.parametrize(
    ("word", "entry"),
    [
        ("Hoà", "hòa"),
        ("UỶ", "ủy"),
        ("quý", "quý"),
        ("14-KH/TU", "<n>"),
        ("<n>", "<n>"),
        ("(Đảng,", "đảng"),
        ("K’Ho", "k'ho"),
    ],
)
def test_case_tone_place_and_edges_do_not_matter(word: str, entry: str):
    assert form(word) == entry


@given(st.text(max_size=12))
def test_a_form_is_its_own_form(word: str):
    assert form(form(word)) == form(word)


def test_ids_of_numbers_and_unknown_words():
    model = small_model()
    assert model.ids(["THI", "2025", "xyz", "nước"]).tolist() == [THI, NUMBER, UNKNOWN, NUOC]
    assert model.knows("Đua")
    assert model.knows("30/4")
    assert not model.knows("dua")


@given(st.lists(st.tuples(*[st.integers(0, len(WORDS) - 1)] * 3), max_size=8))
def test_scores_are_those_of_backing_off_by_hand(grams: list[tuple[int, int, int]]):
    table = np.array(grams, np.int32).reshape(-1, 3)
    expected = [by_hand(gram[:2], gram[2]) for gram in grams]
    assert small_model().score(table[:, :2], table[:, 2]).tolist() == pytest.approx(expected, abs=1e-5)


def test_a_file_gives_the_model_back_and_has_the_same_bytes_each_time(tmp_path):
    model = small_model()
    save(model, tmp_path / "a.npz")
    save(model, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    loaded = Ngrams.load(tmp_path / "a.npz")
    assert loaded.words == model.words
    assert loaded.order == 3
    for mine, theirs in zip(model.orders, loaded.orders, strict=True):
        assert np.array_equal(mine.keys, theirs.keys)
        assert np.array_equal(mine.log_probs[:-1], theirs.log_probs[: len(mine.keys) - 1])
    table = np.array([(a, b, c) for a in range(7) for b in range(7) for c in range(7)], np.int32)
    assert np.array_equal(model.score(table[:, :2], table[:, 2]), loaded.score(table[:, :2], table[:, 2]))


def test_the_weights_are_small_in_the_package_and_in_memory(weights: Ngrams):
    arrays = [a for order in weights.orders for a in (order.keys, order.log_probs, order.backoffs)]
    assert WEIGHTS.stat().st_size < 20e6
    assert sum(a.nbytes for a in arrays) < 120e6


@pytest.mark.parametrize("context", ["", "phong trào thi", "ngày 14", "ban thường", "zzz zzz zzz"])
def test_probabilities_after_a_context_sum_to_one(weights: Ngrams, context: str):
    from vanthu.pipelines.train.ngrams import UNKNOWN_TYPES

    reach = weights.order - 1
    ids = [*[BOUNDARY] * reach, *weights.ids(context.split()).tolist()][-reach:]
    words = np.arange(len(weights.words), dtype=np.int32)
    probabilities = np.exp(weights.score(np.tile(np.array(ids, np.int32), (len(words), 1)), words).astype(float))
    probabilities[UNKNOWN] *= UNKNOWN_TYPES
    assert probabilities.sum() == pytest.approx(1, abs=0.5 / STEPS_PER_NAT)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("phát động phong trào thi đua", "phát động phong trào thì đua"),
        ("xây dựng chi bộ bốn tốt", "xây dựng chỉ bộ bốn tốt"),
        ("mô hình dân vận khéo", "mô hình dân văn khéo"),
        ("nhân rộng điển hình tiên tiến", "nhân rộng điện hình tiên tiến"),
        ("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tình ủy"),
        ("trước ngày 30 tháng 10 năm 2023", "trước ngày 30 thắng 10 nam 2023"),
    ],
)
def test_the_weights_know_the_set_phrases_of_plans(weights: Ngrams, right: str, wrong: str):
    assert total(weights, right) > total(weights, wrong) + 2


@pytest.mark.parametrize("word", ["đảng", "Hoà", "UBND", "2025", "Đắk", "Lắk"])
def test_the_weights_know_common_words(weights: Ngrams, word: str):
    assert weights.knows(word)


@pytest.mark.parametrize("word", ["quyêt", "tổchức", "thirc", "nguời"])
def test_errors_of_typing_are_unknown_to_the_weights(weights: Ngrams, word: str):
    assert not weights.knows(word)
