"""What a training reads: corpora in their shares, own plans but those held out, made-up papers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from vanthu.corpora import plans
from vanthu.corpora.errors import BadOption
from vanthu.pipelines.train.recipe import Corpus
from vanthu.pipelines.train.stock import HELD_OUT, MADE_UP, OWN, TRAINED_ON, held_out, library, plan_lines

PROSE = "Tổ tự quản thôn Đông giữ sạch tuyến đường hoa."


def corpus(folder: Path, name: str, weight: float = 1.0) -> Corpus:
    path = folder / name
    path.write_text(f"{name.title()} {PROSE}\n" * 30, encoding="utf-8")
    return Corpus(path, weight)


def passages(shelves, n: int) -> list[str]:
    return ["\n".join(shelves.passage(random.Random(i), 60)) for i in range(n)]  # noqa: S311  noise, not secrets


def test_corpora_share_what_own_plans_and_papers_leave(tmp_path):
    shelves = library([corpus(tmp_path, "anh", 3), corpus(tmp_path, "binh", 1)])
    found = passages(shelves, 800)
    first, second = (sum(name in text.lower() and "tuyến đường hoa" in text.lower() for text in found) / 800
                     for name in ("anh", "binh"))  # fmt: skip
    rest = 1 - OWN - MADE_UP
    assert first == pytest.approx(0.75 * rest, abs=0.06)
    assert second == pytest.approx(0.25 * rest, abs=0.06)


def test_without_a_corpus_own_plans_and_papers_are_left():
    assert all(passages(library([]), 20))


def test_plans_are_read_by_printed_line():
    for name in plans.names():
        lines = plan_lines(name)
        assert "\n".join(lines).split() == plans.load(name).text.split()
        assert all(line.strip() and "\n" not in line for line in lines)


def test_plans_held_out_are_never_read_in_a_training():
    shelves = library([])
    read = {line.strip().lower() for text in passages(shelves, 1500) for line in text.split("\n")}
    known = {line.lower() for name in TRAINED_ON for line in plan_lines(name)}
    own = {line.lower() for lines in held_out() for line in lines if len(line) > 45} - known
    assert not set(HELD_OUT) & set(TRAINED_ON)
    assert {*HELD_OUT, *TRAINED_ON} <= set(plans.names())
    assert len(own) > 20
    assert not own & read


@pytest.mark.parametrize("content", [b"", b"1 2 3\n4 5 6\n", "Kế hoạch".encode("utf-16"), b"\xff\xfe\xfd ke hoach"])
@pytest.mark.parametrize("name", ["bad.txt", "bad.txt.xz"])
def test_a_corpus_that_is_no_text_is_a_bad_option_that_names_it(tmp_path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadOption, match=r"bad\.txt"):
        library([Corpus(tmp_path / name)])
