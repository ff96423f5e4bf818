"""Counting the n-gram model: what is counted, how corpora are weighed, and that probabilities sum to one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vanthu.corpora import plans
from vanthu.models.restore.ngrams import BOUNDARY, CLASSES, UNKNOWN, Ngrams, save, tokens
from vanthu.pipelines.train import ngrams
from vanthu.pipelines.train.ngrams import Stream, build_ngrams, choose_words, count, prune, read, to_model
from vanthu.pipelines.train.stock import HELD_OUT, TRAINED_ON

SENTENCES = (
    "Các chi bộ thi đua trồng cây và giữ sạch đường làng.",
    "Chi bộ thôn thi đua giữ sạch đường làng, trồng cây.",
    "Thôn đông người, đường làng sạch, cây xanh tốt.",
    "Người dân thôn giữ cây và giữ đường.",
)


@pytest.fixture(autouse=True)
def few_papers(monkeypatch):
    monkeypatch.setattr(ngrams, "PAPERS", 20)


def corpus(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def model_of(streams: list[Stream], words: list[str], order: int, threshold: float) -> Ngrams:
    return to_model(prune(count(streams, order), threshold), words)


def words_and_streams(*texts: tuple[tuple[str, ...], float]) -> tuple[list[str], list[Stream]]:
    known = {name: i for i, name in enumerate(CLASSES)}
    seen: dict[str, int] = {}
    streams = [Stream(ngrams._ids(lines, known, seen), weight) for lines, weight in texts]
    return list(known), streams


def probabilities(model: Ngrams, context: str) -> dict[str, float]:
    reach = model.order - 1
    ids = [*[BOUNDARY] * reach, *model.ids(context.split()).tolist()][-reach:]
    words = np.arange(len(model.words), dtype=np.int32)
    scores = model.score(np.tile(np.array(ids, np.int32), (len(words), 1)), words).astype(float)
    scores[UNKNOWN] += np.log(ngrams.UNKNOWN_TYPES)
    return dict(zip(model.words, np.exp(scores).tolist(), strict=True))


@pytest.mark.parametrize("order", [2, 3, 4])
@pytest.mark.parametrize("threshold", [0.0, 0.8, 3.0])
@pytest.mark.parametrize("context", ["", "thi", "thi đua", "giữ sạch đường", "xanh người cây"])
def test_probabilities_sum_to_one_however_much_is_pruned(order: int, threshold: float, context: str):
    words, streams = words_and_streams((SENTENCES, 1.0), (SENTENCES[:1], 4.0))
    found = probabilities(model_of(streams, words, order, threshold), context)
    assert sum(found.values()) == pytest.approx(1, abs=0.05)


def test_pruning_leaves_fewer_ngrams_each_with_what_it_begins_and_ends_with():
    _, streams = words_and_streams((SENTENCES * 3, 1.0))
    whole = count(streams, 3)
    pruned = prune(whole, 2.0)
    assert [len(level.keys) for level in pruned[:2]] == [len(level.keys) for level in whole[:2]]
    assert 0 < len(pruned[3].keys) < len(whole[3].keys)
    assert np.array_equal(pruned[2].keys[pruned[3].parents], pruned[3].keys >> np.uint64(16))
    assert np.array_equal(pruned[2].keys[pruned[3].suffixes], pruned[3].keys & np.uint64(0xFFFFFFFF))


def test_a_word_seen_after_one_word_only_is_unlikely_after_others():
    lines = tuple(f"hà nội {other} đẹp" for other in ("rất", "đã", "vẫn", "càng"))
    words, streams = words_and_streams((lines, 1.0))
    after = probabilities(model_of(streams, words, 2, 0.0), "nội")
    assert after["nội"] < after["đẹp"]


def test_the_heavier_corpus_decides():
    words, streams = words_and_streams((("thi đua yêu nước",), 1.0), (("thi đấu yêu nước",), 1.0))
    lighter = [Stream(streams[0].ids, 0.2), streams[1]]
    assert probabilities(model_of(streams, words, 2, 0.0), "thi")["đua"] == pytest.approx(
        probabilities(model_of(streams, words, 2, 0.0), "thi")["đấu"], rel=0.1
    )
    found = probabilities(model_of(lighter, words, 2, 0.0), "thi")
    assert found["đấu"] > 2 * found["đua"]


def test_shares_are_of_words_whatever_the_size_of_the_corpora(tmp_path):
    small, large = corpus(tmp_path, "small", *SENTENCES), corpus(tmp_path, "large", *SENTENCES * 9)
    _, (few, many, _papers, own) = read({small: 3, large: 1})
    assert len(few.ids) * few.weight == pytest.approx(3 * len(many.ids) * many.weight)
    assert own.weight == ngrams.OWN_WEIGHT


def test_bare_and_foreign_paragraphs_are_not_counted(tmp_path):
    bare = "Ke hoach nay duoc gui den cac chi bo truc thuoc de thuc hien"
    words, (stream, *_) = read({corpus(tmp_path, "mixed", SENTENCES[0], bare, "The plan is sent to all units"): 1})
    assert [words[i] for i in stream.ids if i != BOUNDARY] == [word.lower() for word in tokens(SENTENCES[0])]


def test_plans_held_out_are_not_counted(tmp_path):
    words, (*_, own) = read({corpus(tmp_path, "any", *SENTENCES): 1})
    counted = {words[i] for i in own.ids}
    for name in HELD_OUT:
        assert not {word.lower() for word in tokens(plans.load(name).text)} <= counted
    assert (own.ids == BOUNDARY).sum() == len(TRAINED_ON) + 1


def test_typing_errors_and_rare_words_stay_out_of_the_vocabulary():
    often = ("quyết định tổ chức thi công bêtông ở Hà Nội, mục đ",) * 2000
    rare = ("quyêt định của tổchức tại zürich",) * 11 + ("thép xylô và lõi",)
    words, _ = choose_words(*words_and_streams((often + rare + ("lõi",), 1.0)))
    assert {"quyết", "tổ", "chức", "bêtông", "đ", "lõi", "zürich"} <= set(words)
    assert not {"quyêt", "tổchức", "xylô", "thép"} & set(words)


def test_the_same_corpora_give_the_same_file(tmp_path):
    path = corpus(tmp_path, "own", *SENTENCES * 5)
    for name in "ab":
        save(build_ngrams({path: 1}, order=3, threshold=0.5), tmp_path / f"{name}.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_the_command_writes_the_weights(tmp_path, capsys):
    path = corpus(tmp_path, "own", *SENTENCES * 5)
    ngrams.main([f"{path}=2"], out=tmp_path / "out.npz", order=3, threshold=0.5)
    assert Ngrams.load(tmp_path / "out.npz").order == 3
    assert "words" in capsys.readouterr().out
