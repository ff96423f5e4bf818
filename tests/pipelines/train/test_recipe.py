from __future__ import annotations

import pytest

from vanthu.corpora.errors import BadOption
from vanthu.pipelines.train.recipe import Corpus, parse_corpora


def test_a_corpus_has_a_weight_or_counts_once(tmp_path):
    for name in ("a.txt", "b=2.txt"):
        (tmp_path / name).touch()
    a, b = tmp_path / "a.txt", tmp_path / "b=2.txt"
    assert parse_corpora([f"{a}=2.5", str(a), str(b), f"{b}=3"]) == (
        Corpus(a, 2.5),
        Corpus(a, 1.0),
        Corpus(b, 1.0),
        Corpus(b, 3.0),
    )


@pytest.mark.parametrize("weight", ["0", "-1", "nan", "inf"])
def test_a_weight_is_a_positive_number(tmp_path, weight):
    (tmp_path / "a.txt").touch()
    with pytest.raises(BadOption, match="positive"):
        parse_corpora([f"{tmp_path}/a.txt={weight}"])


@pytest.mark.parametrize("item", ["nowhere.txt", "nowhere.txt=2", "nowhere.txt=much", "=2", ""])
def test_a_corpus_is_a_file(item):
    with pytest.raises(BadOption, match="no such file"):
        parse_corpora([item])
