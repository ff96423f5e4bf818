"""The noise channel: what it learns from pages of pairs, and what it makes of text."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.noise.channel import COMMITTED, EDGE, UNREADABLE, Channel

CLEAN = [("thi đua xây dựng nông thôn mới", "thi đua xây dựng nông thôn mới")] * 3
ONE = [("đường làng đẹp", "duong lang dep"), ("đội đã đi đến", "doi da di den")] * 4
OTHER = [("đường làng đẹp", "pường làng pẹp"), ("đội đã đi đến", "pội pã pi pến")] * 4
LINE = "đội đi đường đèo, đến đền đỏ"


def seeded(seed: int = 0) -> random.Random:
    return random.Random(seed)  # noqa: S311  noise, not secrets


def read(channel: Channel, page: int, line: str = LINE, seed: int = 0, kind: str = "eng") -> str:
    return "".join(channel.page(kind, page).read(line, seeded(seed)))


@pytest.fixture(scope="module")
def two_pages() -> Channel:
    return Channel.fit([("eng", ONE), ("eng", OTHER)])


@pytest.fixture(scope="module")
def committed() -> Channel:
    return Channel.load(COMMITTED)


def test_a_page_without_errors_teaches_to_read_without_errors():
    channel = Channel.fit([("vie", CLEAN)])
    assert read(channel, 0, CLEAN[0][0], kind="vie") == CLEAN[0][0]


def test_characters_never_seen_are_read_as_they_are(two_pages: Channel):
    assert "".join(two_pages.page("eng", 0).read("Ω中§", seeded())) == "Ω中§"


def test_a_line_has_one_piece_for_each_character_and_an_empty_line_has_none(two_pages: Channel):
    assert len(two_pages.page("eng", 0).read(LINE, seeded())) == len(LINE)
    assert two_pages.page("eng", 0).read("", seeded()) == []


def test_errors_come_in_styles_of_pages(two_pages: Channel):
    """Both pages together read ``đ`` as ``d`` or ``p`` half of the time, each of them hardly ever mixes."""
    one, other = (Counter(read(two_pages, page, "đ" * 400)) for page in (0, 1))
    assert one["d"] > 9 * one["p"]
    assert other["p"] > 9 * other["d"]


def test_errors_depend_on_the_neighbours():
    pairs = [("tực", "tyc"), ("tựa", "tua")] * 20
    channel = Channel.fit([("eng", pairs)])
    assert channel.probability("eng", "tực", "y") > 0.9
    assert channel.probability("eng", "tựa", "u") > 0.9
    found = [read(channel, 0, "tực tựa", seed).split() for seed in range(40)]
    assert sum(words == ["tyc", "tua"] for words in found) > 30


def test_the_ends_of_a_line_are_neighbours_too():
    channel = Channel.fit([("eng", [("ó nhà ó", "6 nha o")] * 20)])
    assert channel.probability("eng", f"{EDGE}ó ", "6") > 0.9
    assert channel.probability("eng", f" ó{EDGE}", "o") > 0.9


@pytest.mark.parametrize("context", ["ờđư", "xđx", "xyz", f"{EDGE}đ{EDGE}", "中文字"])
def test_chances_in_any_context_sum_to_one(two_pages: Channel, context: str):
    pieces = {*two_pages.kinds["eng"].characters.get(context[1], {}), context[1]}
    assert sum(two_pages.probability("eng", context, piece) for piece in pieces) == pytest.approx(1)


def test_pages_of_noise_are_left_out():
    noise = [("cac chi bo thuc hien", "~~ x# |o \\\\ #### @")]
    channel = Channel.fit([("eng", ONE), ("eng", noise)])
    assert len(channel.kinds["eng"].pages) == 1
    assert channel.kinds["eng"].pages[0].loss <= UNREADABLE
    assert "#" not in str(channel.kinds["eng"].characters)


def test_lost_marks_make_no_page_unreadable():
    assert len(Channel.fit([("eng", [("đồng bộ, đúng độ", "dong bo, dung do")])]).kinds["eng"].pages) == 1


def test_pieces_read_once_are_accidents_of_the_alignment():
    channel = Channel.fit([("eng", [*ONE, ("đi", "}i")])])
    assert channel.probability("eng", f"{EDGE}đi", "}") == 0
    assert "}" not in "".join(read(channel, 0, "đi " * 50, seed) for seed in range(5))


def test_good_pages_are_drawn_more_often_and_bad_ones_where_mildness_is_negative():
    bad = [("cac xom lam viec that tot", "cac x0m lam v1ec that t0t")] * 3
    channel = Channel.fit([("eng", CLEAN), ("eng", bad)])

    def share_bad(mildness: float) -> float:
        drawn = [channel.style("eng", seeded(i), mildness=mildness)._page.loss > 0 for i in range(200)]
        return sum(drawn) / len(drawn)

    assert share_bad(25.0) < 0.2
    assert 0.4 < share_bad(0.0) < 0.6
    assert share_bad(-25.0) > 0.8


@given(st.text("đườngẹpộiã axyz.", max_size=40), st.integers(0, 99), st.integers(0, 1))
def test_the_same_seed_reads_the_same(two_pages: Channel, line: str, seed: int, page: int):
    assert read(two_pages, page, line, seed) == read(two_pages, page, line, seed)


def test_a_channel_saved_and_loaded_samples_the_same_and_has_the_same_bytes(tmp_path, two_pages: Channel):
    two_pages.save(tmp_path / "a.xz")
    loaded = Channel.load(tmp_path / "a.xz")
    loaded.save(tmp_path / "b.xz")
    assert (tmp_path / "a.xz").read_bytes() == (tmp_path / "b.xz").read_bytes()
    for seed in range(20):
        styles = [channel.style("eng", seeded(seed)) for channel in (two_pages, loaded)]
        assert styles[0].read(LINE * 9, seeded(seed)) == styles[1].read(LINE * 9, seeded(seed))
    assert loaded.probability("eng", "ờđư", "d") == two_pages.probability("eng", "ờđư", "d")


def test_pieces_that_are_equally_frequent_are_drawn_the_same_in_whichever_order_they_were_counted(tmp_path):
    channel = Channel.fit([("eng", [("ế", "z"), ("ế", "e"), ("ế", "9")] * 3)])
    channel.save(tmp_path / "a.xz")
    assert read(channel, 0, "ế" * 60) == read(Channel.load(tmp_path / "a.xz"), 0, "ế" * 60)


def test_the_file_holds_counts_and_no_text(tmp_path, two_pages: Channel):
    import json
    import lzma

    two_pages.save(tmp_path / "a.xz")
    stored = json.loads(lzma.decompress((tmp_path / "a.xz").read_bytes()))
    assert {len(context) for context in stored["eng"]["contexts"]} == {3}
    assert {len(c) for page in stored["eng"]["pages"] for c in page["table"]} == {1}


def test_the_committed_channel_knows_both_readings_from_many_pages(committed: Channel):
    assert {kind: len(known.pages) >= 100 for kind, known in committed.kinds.items()} == {"eng": True, "vie": True}


def test_the_committed_channel_makes_the_errors_of_real_layers(committed: Channel):
    """Real English-OCR layers: ``Đ`` → ``P`` 59 %, ``l`` → ``1`` 24 %, ``ắ`` → ``i`` 51 % (docs/restorer.md)."""
    alone = committed.kinds["eng"].characters
    for printed, piece, least in (("Đ", "P", 0.2), ("l", "1", 0.03), ("ắ", "i", 0.1)):
        assert alone[printed][piece] / alone[printed].total() > least, (printed, alone[printed].most_common(4))
    vietnamese = committed.kinds["vie"].characters
    assert vietnamese["ắ"]["ắ"] / vietnamese["ắ"].total() > 0.8


def test_english_reading_leaves_no_letter_that_only_vietnamese_has(committed: Channel):
    line = "Ủy ban nhân dân phát động phong trào thi đua, xây dựng đường làng sạch đẹp"
    readings = ["".join(committed.style("eng", seeded(i)).read(line, seeded(i))) for i in range(30)]
    assert not [c for reading in readings for c in reading if c in "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ"]
    assert len(set(readings)) > 20
