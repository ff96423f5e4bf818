"""Any name that a file can have is shown on one line, within its columns, without a character that a terminal obeys."""

import os
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from vanthu.corpora.wording import counted, writable
from vanthu.pipelines.terminal.consoles import console
from vanthu.pipelines.terminal.names import Name, escaped, place, shortened
from vanthu.pipelines.terminal.tables import table

names = st.binary(min_size=1, max_size=255).map(os.fsdecode) | st.text(min_size=1, max_size=255)


@given(names, st.integers(1, 120))
def test_any_name_fits_its_columns_and_moves_no_cursor(name, width):
    shown = shortened(name, width)
    assert cell_len(shown) <= width
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    shown.encode()


@given(names, names)
def test_two_names_without_escapes_of_their_own_never_look_the_same_at_full_width(one, other):
    assume("\\" not in one + other and one != other)
    assume(writable(one) != writable(other))
    assert escaped(one) != escaped(other)


@given(names)
def test_what_is_escaped_is_not_escaped_again(name):
    assert escaped(escaped(name)) == escaped(name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("dòng\nmới.pdf", r"dòng\nmới.pdf"),
        ("\u202efdp.exe", r"\u202efdp.exe"),
        ("k\udcff.pdf", r"k\xff.pdf"),
        ("\u0301a.pdf", r"\u0301a.pdf"),
        (unicodedata.normalize("NFD", "thuỷ lợi.pdf"), unicodedata.normalize("NFD", "thuỷ lợi.pdf")),
        ("[bold] :smile:.pdf", "[bold] :smile:.pdf"),
    ],
)
def test_names_as_they_are_shown(name, shown):
    assert escaped(name) == shown


def test_the_middle_gives_way_and_the_own_name_stays():
    assert shortened("/srv/hộp 1/hồ sơ/báo cáo số 12 về việc.pdf", 40) == "/srv/hộp 1/hồ…/báo cáo số 12 về việc.pdf"


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("file:///srv/h%E1%BB%99p%201/a.pdf", "/srv/hộp 1/a.pdf"),
        ("zip:///srv/a.zip!/b/c%20d.pdf", "/srv/a.zip!/b/c d.pdf"),
        ("s3://bucket/a%20b.pdf", "s3://bucket/a b.pdf"),
        ("file:///srv/k%FF.pdf", "/srv/k\udcff.pdf"),
    ],
)
def test_a_place_is_in_plain_letters(uri, shown):
    assert place(uri) == shown


@given(names, st.sampled_from([80, 100, 120]))
def test_a_table_of_any_name_fits_the_terminal_and_cuts_no_date(name, width):
    out = console()
    out.width = width
    rows = [("2026-11-30 22:43:01", Name(name), 12, "task_crashed", "died of SIGSEGV " * 9)]
    with out.capture() as captured:
        out.print(table(("at", "file", "pages", "code", "why"), rows, running=("why",)))
    lines = captured.get().splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "2026-11-30 22:43:01" in lines[1]
    assert "task_crashed" in lines[1]


def test_numbers_agree_with_their_nouns():
    assert [counted(n, "document") for n in (0, 1, 2, 1000)] == [
        "0 documents",
        "1 document",
        "2 documents",
        "1,000 documents",
    ]
    assert counted(2, "entry", "entries") == "2 entries"
