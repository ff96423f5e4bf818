"""Running text to be damaged: what is taken from a corpus, in which shares, and how paragraphs become lines."""

from __future__ import annotations

import lzma
import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.noise.passages import Library, Source, break_lines, is_prose, load

PROSE = "Chi bộ thôn Đông phát động thi đua trồng cây, giữ sạch đường làng."
OTHER = "Các tổ tự quản đăng ký mô hình tuyến đường hoa trước ngày 20 tháng 5."
words = st.text("abcđểửỡ,.-/;”\u00a0", min_size=1, max_size=12)
codes = st.sampled_from(["106-KH/TU", "14-CT/TW,15-NQ/TW", "(106-KH/TU-2-BC)", "7-ĐU"])
paragraphs = st.lists(st.lists(words | codes, max_size=30).map(" ".join), max_size=5)


def seeded(seed: int = 0) -> random.Random:
    return random.Random(seed)  # noqa: S311  noise, not secrets


def broken(paragraphs: list[str]) -> list[str]:
    """As lines of a page, not left whole."""
    return next(lines for i in range(99) if len(lines := break_lines(paragraphs, seeded(i))) > len(paragraphs))


@given(paragraphs, st.integers(0, 999))
def test_breaking_loses_no_characters_and_gives_no_empty_line(given_paragraphs: list[str], seed: int):
    lines = break_lines(given_paragraphs, seeded(seed))
    assert "".join("".join(lines).split()) == "".join("".join(given_paragraphs).split())
    assert all(lines)
    assert "\n" not in "".join(lines)


@given(st.lists(words.filter(lambda word: "-" not in word), min_size=1, max_size=60), st.integers(0, 999))
def test_words_without_codes_stay_whole(given_words: list[str], seed: int):
    text = " ".join(given_words)
    assert " ".join(break_lines([text], seeded(seed))).split() == text.split()


def test_lines_of_a_page_have_one_width():
    lines = broken([" ".join([PROSE] * 9)])
    width = max(map(len, lines))
    assert 50 <= width <= 105
    assert all(len(line) + 1 + len(after.split()[0]) > width for line, after in pairwise(lines))


def test_a_code_breaks_behind_its_hyphen_where_the_line_ends():
    text = f"{'x' * 45} " * 3 + "số 106-KH/TU-2-BC ngày"
    found = {tuple(break_lines(["x" * n + " số 106-KH/TU ngày"], seeded(i))) for n in range(40, 100) for i in range(30)}
    assert any(lines[0].endswith("106-") and lines[1] == "KH/TU ngày" for lines in found if len(lines) == 2)
    assert all("106-KH/TU" in line for lines in found for line in lines if "KH" in line and not line.startswith("KH"))
    assert "".join("".join(broken([text])).split()) == "".join(text.split())


def test_some_pages_are_left_unbroken():
    whole = [break_lines([PROSE * 20, "", OTHER], seeded(i)) == [PROSE * 20, OTHER] for i in range(400)]
    assert 0.05 < sum(whole) / 400 < 0.17


def test_a_paragraph_begins_a_line():
    lines = broken([PROSE * 5, OTHER])
    assert any(line.startswith("Các tổ") for line in lines)


@pytest.mark.parametrize("name", ["a.txt", "a.txt.xz"])
def test_a_corpus_is_read_in_nfc_one_paragraph_a_line(tmp_path, name: str):
    content = f"  {unicodedata.normalize('NFD', PROSE)}  \n\n{OTHER}\n".encode()
    (tmp_path / name).write_bytes(lzma.compress(content) if name.endswith("xz") else content)
    source = load(tmp_path / name, 0.5)
    assert (source.paragraphs, source.weight) == ([PROSE, OTHER], 0.5)


@pytest.mark.parametrize(
    "debris", ["", "-", "12.500.000 | 13.200.000 | 98 %", "Họ tên:..............ký", "aaaaaaaaa bbb", "14/3/2021 15-16"]
)
def test_tables_dotted_lines_and_codes_are_no_prose(debris: str):
    assert not is_prose(debris)
    assert is_prose(PROSE)


@pytest.mark.parametrize("content", ["", "\n\n", "1 2 3\n4 | 5 | 6\n"])
def test_a_corpus_without_prose_is_refused_by_name(tmp_path, content: str):
    (tmp_path / "empty.txt").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"empty\.txt holds no running text"):
        load(tmp_path / "empty.txt", 1.0)


@given(st.integers(0, 999), st.integers(1, 400))
def test_a_source_gives_consecutive_paragraphs(seed: int, length: int):
    numbered = [f"đoạn {i:03d} của văn bản" for i in range(50)]
    found = Source(numbered, 1.0).write(seeded(seed), length)
    first = numbered.index(found[0])
    assert found == numbered[first : first + len(found)]
    assert sum(len(p) + 1 for p in found[:-1]) < length
    assert sum(len(p) + 1 for p in found) >= length or found[-1] == numbered[-1]


def test_sources_and_writers_come_in_their_shares():
    library = Library([Source(["nguồn một"], 0.6), Source(["nguồn hai"], 0.3)], [(lambda _: ["tự viết"], 0.1)])
    drawn = [" ".join(library.passage(seeded(i), 9)).lower() for i in range(600)]
    shares = [sum(name in text for text in drawn) / 600 for name in ("nguồn một", "nguồn hai", "tự viết")]
    assert sum(shares) == pytest.approx(1)
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.07)


def test_a_writer_writes_until_the_passage_is_long_enough():
    library = Library([], [(lambda _: ["một dòng"], 1.0)])
    lines = library.passage(seeded(), 500)
    assert sum(map(len, lines)) >= 500


def test_paragraphs_are_dressed_as_in_plans_now_and_then():
    library = Library([Source([PROSE], 1.0)])
    first = [library.passage(seeded(i), 10)[0] for i in range(500)]
    capitals = sum(line.isupper() for line in first)
    marked = sum(line.split(" ", 1)[1].startswith("Chi bộ") for line in first)
    assert 5 <= capitals <= 45
    assert 80 <= marked <= 170


@given(st.integers(0, 99))
def test_the_same_seed_gives_the_same_passage(seed: int):
    library = Library([Source([PROSE, OTHER] * 9, 1.0)])
    assert library.passage(seeded(seed), 300) == library.passage(seeded(seed), 300)
