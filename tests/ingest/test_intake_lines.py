from __future__ import annotations

import io
import os
import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.errors import TooManyBytes, VanthuError
from vanthu.corpora.gazetteer.folding import TONE_MARKS, strip_tone
from vanthu.ingest.intake import lines as room
from vanthu.ingest.intake.lines import TextLine, open_lines

SENTENCE = "Uỷ ban nhân dân các xã tổ chức thực hiện phong trào thi đua yêu nước"


class Pipe(io.BytesIO):
    """What cannot be gone back in."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation


def lines_of(source, max_bytes=1_000_000):
    with open_lines(source, max_bytes) as text:
        first = list(text.lines())
        assert list(text.lines()) == first
    return first


@pytest.mark.parametrize("source", [io.BytesIO, Pipe])
def test_each_line_keeps_its_break(source):
    assert lines_of(source(b"a\n\rb\r\nc")) == [
        TextLine("a", "\n"),
        TextLine("", "\r"),
        TextLine("b", "\r\n"),
        TextLine("c", ""),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_vietnamese_text_in_every_encoding_has_the_same_lines(codec):
    written = tones_apart(SENTENCE) if codec == "cp1258" else SENTENCE
    found = lines_of(Pipe(f"{written}\n{written}\n".encode(codec)))
    assert [unicodedata.normalize("NFC", line.text) for line in found] == [SENTENCE] * 2


def tones_apart(text):
    """Windows-1258 writes tones as combining characters."""
    tones = frozenset(TONE_MARKS.values())
    pairs = ((strip_tone(c), "".join(tones.intersection(unicodedata.normalize("NFD", c)))) for c in text)
    return "".join(letter + tone for letter, tone in pairs)


def test_a_named_pipe_is_read_as_a_stream(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"a\nb",))
    writer.start()
    assert [line.text for line in lines_of(pipe)] == ["a", "b"]
    writer.join()


def test_a_stream_without_end_stops_at_the_limit():
    with pytest.raises(TooManyBytes, match="stdin"):
        lines_of(Pipe(b"a\n" * 1000), max_bytes=100)


@given(st.lists(st.binary(max_size=12), max_size=8), st.integers(1, 9))
def test_any_bytes_give_all_their_lines_or_a_coded_error(parts, chunk):
    data = b"\n".join([b"x", *parts])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_CHUNK", chunk)
        try:
            found = lines_of(io.BytesIO(data))
        except VanthuError:
            return
    whole = data.splitlines(keepends=True)
    assert [line.ending.encode() for line in found] == [line[len(line.rstrip(b"\r\n")) :] for line in whole]
