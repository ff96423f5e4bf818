"""Training: a few steps of a very small network, from text to weights that restore."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from vanthu.corpora.errors import BadOption
from vanthu.corpora.noise.channel import COMMITTED, Channel
from vanthu.corpora.noise.examples import Example
from vanthu.corpora.noise.passages import Library, Source
from vanthu.models.restore.alphabet import FIRST, KEEP, Alphabet
from vanthu.models.restore.model import Model
from vanthu.models.restore.tagger import WINDOW
from vanthu.pipelines.train.recipe import Corpus, Device, Recipe

pytestmark = [
    pytest.mark.train,
    # torch's exporter warns of what torch itself will change
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning"),
]

PROSE = (
    "Chi bộ thôn Đông phát động thi đua trồng cây, giữ sạch đường làng.",
    "Các tổ tự quản đăng ký mô hình tuyến đường hoa trước ngày 20 tháng 5.",
    "Hoà giải ở cơ sở: mỗi tổ xử lý xong ít nhất 03 vụ việc trong quý.",
)
SMALL = {"width": 16, "wide": 32, "hidden": 32, "heads": 2, "layers": 2, "close": 1}
ALPHABET = Alphabet(tuple("abcdefghiklmnopqrstuvxy ,.\n"), (KEEP, "", "ă", "đ", "ộ", "á", "à", "ư", "ơ", "ủ"))


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """Threads of a network this small wait for each other more than they work."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def small():
    """Everything of a training as small as it can be."""
    from vanthu.pipelines.train import ngrams, reliability, trials
    from vanthu.pipelines.train.tagger import finish, restorer
    from vanthu.pipelines.train.tagger.network import Shape

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restorer, "Shape", partial(Shape, **SMALL))
        patch.setattr(restorer, "ALPHABET_SAMPLES", 8)
        patch.setattr(restorer, "ROUND", 1)
        patch.setattr(restorer, "REPORT", 1)
        patch.setattr(trials, "MOST", 9)
        patch.setattr(reliability, "ROUNDS", 1)
        patch.setattr(ngrams, "PAPERS", 9)
        patch.setattr(finish, "build_ngrams", partial(ngrams.build_ngrams, order=2))
        yield restorer


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    folder = tmp_path_factory.mktemp("training")
    (folder / "corpus.txt").write_text("\n".join(PROSE * 20), encoding="utf-8")
    corpora = (Corpus(folder / "corpus.txt"),)
    return Recipe(corpora, folder / "work", folder / "out", steps=2, batch=2, seed=3, device=Device.CPU)


@pytest.fixture(scope="module")
def trained(small, recipe: Recipe) -> Recipe:
    small.train(recipe)
    return recipe


def state(recipe: Recipe) -> dict:
    import torch

    return torch.load(recipe.work / "state.pt")


def network(shape: dict[str, int] | None = None):
    from vanthu.pipelines.train.tagger.network import Network, Shape

    return Network(Shape(ALPHABET.size, len(ALPHABET.edits), **(shape or SMALL)))


def test_two_steps_give_a_folder_of_weights_that_restores(trained: Recipe):
    assert {path.name for path in trained.out.iterdir()} == {
        *("alphabet.json", "tagger.onnx", "ngrams.npz", "reliability.json", "CARD.md"),
    }
    lines = ["xdy dyng 16i séng", "", "nang cao nhan thirc cua can b6", "Ngày 20/5/2024."]
    restored = Model.load(trained.out).restore(lines)
    assert [line.raw for line in restored] == lines
    assert all(0 <= word.confidence <= 1 for line in restored for word in line.words)


def test_the_card_says_what_was_done(trained: Recipe):
    card = (trained.out / "CARD.md").read_text("utf-8")
    for fact in ("2 steps of 2 windows", "seed 3", "device cpu", "| corpus.txt | 1 |", "| sound |", "| eng |"):
        assert fact in card, fact
    assert str(trained.work.parent) not in card


def test_a_reliability_table_comes_with_the_weights(trained: Recipe):
    table = json.loads((trained.out / "reliability.json").read_text("utf-8"))
    assert len(table["probability"]) == len(table["right"]) > 0


def test_a_training_goes_on_from_its_checkpoint(small, trained: Recipe, tmp_path, capsys):
    import shutil

    shutil.copytree(trained.work, tmp_path / "work")
    further = replace(trained, work=tmp_path / "work", out=tmp_path / "out", steps=3)
    before = state(further)
    small.train(further)
    after = state(further)
    assert (before["step"], after["step"]) == (2, 3)
    assert after["chars"] == 1.5 * before["chars"]
    assert after["spent"] > before["spent"]
    assert (tmp_path / "work/alphabet.json").read_bytes() == (trained.work / "alphabet.json").read_bytes()
    told = capsys.readouterr().err
    assert "step 3" in told
    assert "step 1 " not in told
    assert "words wrong" in told


def test_a_training_that_is_done_trains_no_further(small, trained: Recipe, tmp_path):
    import shutil

    import torch

    shutil.copytree(trained.work, tmp_path / "work")
    again = replace(trained, work=tmp_path / "work", out=tmp_path / "out")
    small.train(again)
    assert state(again)["step"] == 2
    assert all(torch.equal(w, state(trained)["net"][name]) for name, w in state(again)["net"].items())


def test_weights_can_be_adapted_to_another_text(small, trained: Recipe, tmp_path):
    adapted = replace(trained, work=tmp_path / "work", out=tmp_path / "out", init=trained.out, steps=1, seed=5)
    small.train(adapted)
    assert state(adapted)["step"] == 1
    assert (tmp_path / "out/alphabet.json").read_bytes() == (trained.out / "alphabet.json").read_bytes()
    assert "adapted from out" in (tmp_path / "out/CARD.md").read_text("utf-8")


def test_an_adaptation_begins_with_the_weights_that_it_adapts(small, trained: Recipe, tmp_path):
    begun = small._begin(replace(trained, work=tmp_path, init=trained.out), None, small._device(Device.CPU))
    for name, weight in begun.network.state_dict().items():
        assert np.allclose(weight.numpy(), state(trained)["net"][name].numpy(), atol=0.01), name
    assert begun.step == 0


def test_weights_without_a_network_cannot_be_adapted(small, trained: Recipe, tmp_path):
    with pytest.raises(BadOption, match=r"no tagger\.onnx"):
        small.train(replace(trained, init=tmp_path, work=tmp_path / "work", out=tmp_path / "out"))
    assert not (tmp_path / "work").exists()


def test_a_corpus_without_prose_stops_a_training_before_it_begins(small, trained: Recipe, tmp_path):
    (tmp_path / "codes.txt").write_text("1\n2 | 3\n", encoding="utf-8")
    corpora = (*trained.corpora, Corpus(tmp_path / "codes.txt"))
    with pytest.raises(BadOption, match=r"codes\.txt"):
        small.train(replace(trained, corpora=corpora, work=tmp_path / "work"))


def test_noise_is_learned_once_and_languages_without_a_model_keep_that_of_the_package(
    small, recipe, tmp_path, monkeypatch
):
    from vanthu.pipelines.train import noise

    learned = Channel.fit([("eng", [("đường làng", "duong lang")] * 3)])
    calls = []
    monkeypatch.setattr(noise, "learn", lambda *_: calls.append(1) or learned)
    own = replace(recipe, work=tmp_path, tessdata=(tmp_path,))
    first, second = small._channel(own), small._channel(own)
    assert calls == [1]
    assert len(first.kinds["eng"].pages) == len(second.kinds["eng"].pages) == 1
    assert len(first.kinds["vie"].pages) == len(Channel.load(COMMITTED).kinds["vie"].pages)


def test_a_checkpoint_is_written_whole_or_not_at_all(small, tmp_path, monkeypatch):
    import torch

    from vanthu.pipelines.train.tagger.optimise import optimisers

    net = network()
    training = small.Training(net, ALPHABET, optimisers(net), step=7)
    training.save(tmp_path)

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full_disk)
    training.step = 8
    with pytest.raises(OSError, match="No space"):
        training.save(tmp_path)
    monkeypatch.undo()
    again = small.Training(net, ALPHABET, optimisers(net))
    again.resume(tmp_path / "state.pt")
    assert again.step == 7


def test_the_learning_rate_warms_up_stays_and_falls():
    from vanthu.pipelines.train.tagger.optimise import LAST, PLATEAU, RATE, WARM_UP, rate

    assert rate(0, 0.0) == pytest.approx(RATE / WARM_UP)
    assert rate(WARM_UP, PLATEAU / 2) == RATE
    falling = [rate(1000, progress) for progress in (PLATEAU, 0.5, 0.7, 0.9, 1.0)]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] == pytest.approx(LAST * RATE)


def test_a_row_is_a_window_padded_with_what_teaches_nothing():
    from vanthu.pipelines.train.tagger.batches import IGNORED, row

    characters, tags = row(Example("doxq\n", ["đ", "ộ", "Ω", "q", "\n"]), ALPHABET)
    assert characters[:5].tolist() == [*ALPHABET.read("doxq\n")]
    assert tags[:5].tolist() == [3, 4, IGNORED, 0, 0]
    assert characters.shape == tags.shape == (WINDOW,)
    assert not characters[5:].any()
    assert (tags[5:] == IGNORED).all()


def test_a_row_may_begin_at_another_phase_and_is_cut_at_the_window():
    from vanthu.pipelines.train.tagger.batches import row

    long = Example("ab" * WINDOW, ["a", "b"] * WINDOW)
    characters, tags = row(long, ALPHABET, shift=1)
    assert characters.tolist() == [FIRST + 1, FIRST] * (WINDOW // 2)
    assert not tags.any()


def test_the_same_seed_draws_the_same_batches():
    import torch

    from vanthu.pipelines.train.tagger.batches import Batches, Draw

    shelves = Library([Source(PROSE * 20, 1.0)])
    draw = Draw(shelves, Channel.load(COMMITTED), ALPHABET, 2, 5)
    first, again, other = (next(iter(Batches(d))) for d in (draw, draw, replace(draw, seed=6)))
    assert first[0].shape == first[1].shape == (2, WINDOW)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])


@pytest.mark.parametrize("length", [4, 64, WINDOW])
def test_the_network_has_logits_of_each_edit_at_each_character(length: int):
    import torch

    logits = network()(torch.ones((3, length), dtype=torch.long))
    assert logits.shape == (3, length, len(ALPHABET.edits))
    assert torch.isfinite(logits).all()


def test_the_network_learns():
    import torch
    from torch.nn import functional

    from vanthu.pipelines.train.tagger.optimise import move, optimisers

    torch.manual_seed(0)
    net, characters = network(), torch.randint(FIRST, ALPHABET.size, (4, 64))
    tags, steps = (characters % 5), optimisers(net)
    losses = []
    for _ in range(40):
        loss = functional.cross_entropy(net(characters).flatten(0, 1), tags.flatten())
        loss.backward()
        move(steps, net, 1e-2)
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


def test_a_network_that_keeps_all_is_right_on_sound_text_and_wrong_on_bare_text():
    import torch
    from torch import nn

    from vanthu.pipelines.train.tagger.score import error

    class Keep(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(1))

        def forward(self, characters):
            return torch.eye(len(ALPHABET.edits))[torch.zeros_like(characters)]

    sound, bare = Example("chi bộ\n", [*"chi bộ\n"]), Example("chi bo\n", [*"chi bộ\n"])
    assert error(Keep(), ALPHABET, [sound, sound]) == 0
    assert error(Keep(), ALPHABET, [sound, bare]) == 0.25
    assert error(Keep(), ALPHABET, [Example("a" * 2000, ["a"] * 2000)]) == 0


def test_the_exported_file_says_what_the_network_says(tmp_path):
    import torch
    from onnxruntime import InferenceSession

    from vanthu.pipelines.train.tagger.export import OPTIONS, export

    torch.manual_seed(0)
    net = network()
    characters = torch.randint(FIRST, ALPHABET.size, (3, WINDOW))
    expected = torch.log_softmax(net(characters), -1).detach().numpy()
    export(net, tmp_path / "tagger.onnx")
    tags, log_probs = InferenceSession(str(tmp_path / "tagger.onnx")).run(None, {"characters": characters.numpy()})
    assert tags.shape == log_probs.shape == (3, WINDOW, OPTIONS)
    assert (np.diff(log_probs, axis=-1) <= 0).all()
    assert np.abs(np.take_along_axis(expected, tags, -1) - log_probs).mean() < 0.1
    assert list(tmp_path.iterdir()) == [tmp_path / "tagger.onnx"]


def test_weights_of_an_exported_file_come_back_as_exact_as_eight_bits_are(tmp_path):
    import torch

    from vanthu.pipelines.train.tagger.export import export, load_weights

    one, other = network(), network()
    for weight in one.parameters():  # fresh norms are all alike, and the exporter keeps one of them
        torch.nn.init.normal_(weight)
    export(one, tmp_path / "tagger.onnx")
    load_weights(other, tmp_path / "tagger.onnx")
    for name, weight in one.state_dict().items():
        assert np.allclose(weight.numpy(), other.state_dict()[name].numpy(), atol=0.03), name


def test_an_exported_file_of_another_shape_is_refused(tmp_path):
    from vanthu.pipelines.train.tagger.export import export, load_weights

    export(network(), tmp_path / "tagger.onnx")
    with pytest.raises(KeyError):
        load_weights(network({**SMALL, "layers": 3}), tmp_path / "tagger.onnx")
