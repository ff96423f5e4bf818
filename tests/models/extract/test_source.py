from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.campaign import Field, Status
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.page import Box, Cell, Line, Page, Region, Trail, Verdict, Word

TRAIL = Trail(verdict=Verdict.TEXT)


def pages(*texts: str) -> list[Page]:
    return [Page(n, tuple(Line.plain(t) for t in text.split("\n")), TRAIL) for n, text in enumerate(texts, 1)]


printed = st.lists(
    st.lists(st.text(alphabet="ab ốộ-/1KH", max_size=8), min_size=1, max_size=4).map("\n".join), min_size=1, max_size=3
)


@given(printed)
def test_every_line_stands_where_its_reference_says(texts):
    source = SourceText(pages(*texts))
    assert [source.text[ref.start : ref.end] for ref in source.lines] == [ref.text for ref in source.lines]


@given(printed, st.data())
def test_evidence_slices_give_the_words_back(texts, data):
    source = SourceText(pages(*texts))
    start = data.draw(st.integers(0, len(source.text)))
    end = data.draw(st.integers(start, len(source.text)))
    evidence = source.evidence(start, end)
    assert source.printed(evidence) == " ".join(source.text[start:end].split())
    assert [e.raw for e in evidence] == [
        source.lines[[(r.page, r.number) for r in source.lines].index((e.page, e.line))].text[e.start : e.end]
        for e in evidence
    ]


@given(printed)
def test_every_character_of_a_passage_knows_its_place(texts):
    source = SourceText(pages(*texts))
    passage = Passage.of(source, [(0, len(source.text))])
    assert len(passage.text) == len(passage.offsets)
    assert list(passage.offsets) == sorted(passage.offsets)
    for char, offset in zip(passage.text, passage.offsets, strict=True):
        assert char == source.text[offset] or (char == " " and not passage.text[0].isspace())


def test_pages_are_told_apart_and_counted_as_in_the_file():
    source = SourceText([Page(4, (Line.plain("một"), Line.plain("hai")), TRAIL), Page(5, (Line.plain("ba"),), TRAIL)])
    assert source.text == "một\nhai\fba"
    assert [(e.page, e.line, e.raw) for e in source.evidence(0, len(source.text))] == [
        (4, 1, "một"), (4, 2, "hai"), (5, 1, "ba"),
    ]  # fmt: skip


def test_a_code_broken_by_the_margin_is_joined_and_mapped_back():
    source = SourceText(pages("Kế hoạch số 106-\nKH/TU, ngày 31/8/2022"))
    passage = Passage.of(source, [(0, len(source.text))])
    at = passage.text.index("106-KH/TU")
    start, end = passage.span(at, at + len("106-KH/TU"))
    field = source.field(Field[str], "106-KH/TU", [(start, end)])
    assert field.text == "106- KH/TU"
    assert [(e.line, e.raw) for e in field.evidence] == [(1, "106-"), (2, "KH/TU")]


def test_words_broken_at_a_dash_keep_their_blank():
    source = SourceText(pages("phát triển kinh tế -\nxã hội"))
    assert Passage.of(source, [(0, len(source.text))]).text == "phát triển kinh tế - xã hội"


def test_evidence_carries_box_cell_and_lowest_confidence():
    words = (Word(0, 5, Box(0.1, 0.1, 0.2, 0.2), 0.9), Word(6, 8, Box(0.3, 0.1, 0.4, 0.2), 0.6))
    line = Line("trước 15", "trước 15", words=words, region=Region.TABLE, cell=Cell(0, 2, 3))
    source = SourceText([Page(1, (line,), TRAIL)])
    field = source.field(Field[str], "15", [(0, 8)], certainty=0.9)
    (evidence,) = field.evidence
    assert (evidence.table, evidence.row, evidence.column) == (0, 2, 3)
    assert evidence.box == (0.1, 0.1, 0.4, 0.2)
    assert field.confidence == 0.54


def test_illegible_keeps_the_place_but_no_value():
    source = SourceText(pages("Số: 1?3/KH-UBND"))
    field = source.illegible(Field[int], [(4, 7)])
    assert (field.value, field.status, field.text) == (None, Status.ILLEGIBLE, "1?3")
    assert field.evidence[0].start == 4
