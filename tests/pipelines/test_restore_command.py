from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import vanthu
from tests.models.restore.word_restorer import KNOWN, WordRestorer
from vanthu.corpora.errors import (
    BadOption,
    FileEmpty,
    FileMissing,
    FileUnknown,
    FolderGiven,
    LineTooLong,
    NoText,
    TooManyBytes,
    Unwritable,
    VanthuError,
    WeightsMissing,
)
from vanthu.ingest.intake import lines as intake
from vanthu.models.legacy import Encoding, encode
from vanthu.models.restore.restorer import load
from vanthu.pipelines.restore import restore_file

GARBLED = "Ké hoach\n\n\fphát dong thi đua\r\nxdy dyng 16i mới"
RESTORED = "Kế hoạch\n\n\fphát động thi đua\r\nxây dựng lối mới"
SENTENCE = "Các chi bộ tổ chức phát động phong trào thi đua xây dựng nông thôn mới trong toàn huyện. "
COMMAND = """
import sys
import vanthu.models.restore.restorer as seam
from tests.models.restore.word_restorer import WordRestorer
seam.load = lambda weights=None: WordRestorer()
from vanthu.pipelines.cli import main
main()
"""


def command(*arguments, root, given=b""):
    program = [sys.executable, "-c", COMMAND, "restore", *map(str, arguments)]
    return subprocess.run(program, input=given, capture_output=True, check=False, cwd=root)


@pytest.fixture
def restore(tmp_path):
    """Restore bytes of a file into another; gives what was written and the tally."""

    def run(data, *, as_json=False, max_bytes=10_000_000, restorer=None):
        source, out = tmp_path / "a.txt", tmp_path / "out.txt"
        source.write_bytes(data)
        tally = restore_file(source, out, restorer or WordRestorer(), quiet(), as_json=as_json, max_bytes=max_bytes)
        return out.read_bytes().decode("utf-8"), tally

    return run


def quiet():
    return Console(file=io.StringIO())


def test_one_line_comes_out_for_each_line_with_its_break_and_its_form_feed(restore):
    text, tally = restore(GARBLED.encode())
    assert text == RESTORED
    assert str(tally) == "4 lines, 6 of 10 words changed, 1 number changed (look at line 4)"


def test_json_holds_raw_text_alignment_and_words_of_each_line(restore):
    text, _ = restore(GARBLED.encode(), as_json=True)
    objects = [json.loads(line) for line in text.splitlines()]
    assert [o["line"] for o in objects] == [1, 2, 3, 4]
    assert [o["text"] for o in objects] == ["Kế hoạch", "", "\fphát động thi đua", "xây dựng lối mới"]
    assert objects[3]["raw"] == "xdy dyng 16i mới"
    assert (objects[1]["offsets"], objects[3]["offsets"]) == ([], list(range(17)))
    assert objects[3]["words"][2] == {"start": 9, "end": 12, "confidence": 0.97, "number_changed": True}


def test_words_after_a_form_feed_stand_where_they_are(restore):
    text, _ = restore("ở chibộ\fKé dong\fthi".encode(), as_json=True)
    line = json.loads(text)
    assert [line["text"][w["start"] : w["end"]] for w in line["words"]] == ["ở", "chi", "bộ", "Kế", "động", "thi"]
    assert len(line["offsets"]) == len(line["text"]) + 1
    start, end = line["words"][3]["start"], line["words"][4]["end"]
    assert line["raw"][line["offsets"][start] : line["offsets"][end]] == "Ké dong"


def test_text_that_is_right_comes_out_byte_for_byte(restore):
    right = (SENTENCE + "\r\n\r\n\t- Số 12/KH\n") * 20
    assert restore(right.encode()) == restore(right.encode("utf-8-sig")) == restore(right.encode("utf-16"))
    assert restore(right.encode())[0] == right


def test_decomposed_text_comes_out_composed(restore):
    assert restore(unicodedata.normalize("NFD", SENTENCE).encode())[0] == SENTENCE


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
@pytest.mark.parametrize("codec", ["utf-8", "latin-1"])
def test_legacy_text_is_converted_first(restore, encoding, codec):
    assert restore(encode(f"{SENTENCE}\n" * 5, encoding).encode(codec))[0] == f"{SENTENCE}\n" * 5


def test_lines_in_several_encodings_are_each_read_in_theirs(restore):
    legacy = encode(f"{SENTENCE}\n" * 5, Encoding.TCVN3).encode("latin-1")
    assert restore(f"{SENTENCE}\n".encode() + legacy)[0] == f"{SENTENCE}\n" * 6


@pytest.mark.parametrize(
    "text", ["第三季度工作计划\n", "The quick brown fox, café.\n", "a\u200bb\u00adc\ufeff\n", "\u2028\x85\v\n"]
)
def test_other_languages_and_odd_characters_pass(restore, text):
    assert restore(text.encode())[0].count("\n") == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"\0\1\2 binary", FileUnknown),
        (b"text " * 2000 + b"\0", FileUnknown),
        (b"%PDF-1.7\n%\xe2\xe3", FileUnknown),
        (b"\x89PNG\r\n\x1a\n", FileUnknown),
        ("\ud800 alone".encode("utf-8", "surrogatepass"), NoText),
        (b"\xff\xfe" + "\ud800 alone".encode("utf-16-le", "surrogatepass"), NoText),
        (b"\xff\xfea\0b", NoText),
        (b"caf\xe9 and \xff others, plainly English", NoText),
        (b"a" * 2_000_000, LineTooLong),
        (b"x\n" * 6_000_000, TooManyBytes),
    ],
)
def test_what_cannot_be_read_gives_a_coded_error_and_no_result(restore, tmp_path, data, error):
    with pytest.raises(error):
        restore(data)
    assert not (tmp_path / "out.txt").exists()


def test_a_line_that_cannot_be_read_is_named(restore):
    with pytest.raises(NoText, match="line 3"):
        restore(SENTENCE.encode() + b"\n\n\xfe\xff\n")


def test_a_file_of_carriage_returns_has_lines(restore):
    text, tally = restore("Ké hoach\r".encode() * 8_000)
    assert (text, tally.lines) == ("Kế hoạch\r" * 8_000, 8_000)


def test_a_break_of_two_bytes_is_one_wherever_the_file_is_cut(restore, monkeypatch):
    monkeypatch.setattr(intake, "_CHUNK", 3)
    assert restore(b"ab\r\ncd\r\r\n\nef\r\n")[0] == "ab\r\ncd\r\r\n\nef\r\n"


def test_a_long_file_goes_through_in_pieces_between_paragraphs(restore):
    restorer = WordRestorer()
    text, _ = restore((f"{SENTENCE}\n" * 50 + "\n").encode() * 60, restorer=restorer)
    assert text == (f"{SENTENCE}\n" * 50 + "\n") * 60
    assert len(restorer.seen) > 1
    assert all(piece[0] == "" for piece in restorer.seen[1:])


def test_the_original_is_never_written_to(tmp_path):
    source, link = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("Ké")
    os.link(source, link)
    for out in (source, link, tmp_path / "." / "a.txt"):
        with pytest.raises(BadOption, match="originals"):
            restore_file(source, out, WordRestorer(), quiet(), as_json=False, max_bytes=100)
    assert source.read_text() == "Ké"


def test_a_result_that_fails_half_way_leaves_nothing(restore, tmp_path):
    with pytest.raises(WeightsMissing):
        restore(b"K\xc3\xa9", restorer=WordRestorer(failure=WeightsMissing("gone")))
    with pytest.raises(VanthuError, match=r"a\.txt: restoring failed: RuntimeError: boom"):
        restore(b"K\xc3\xa9", restorer=WordRestorer(failure=RuntimeError("boom")))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "a.txt").write_text("Ké")
    with pytest.raises(Unwritable):
        restore_file(tmp_path / "a.txt", tmp_path / "a.txt" / "b", WordRestorer(), quiet(), as_json=False, max_bytes=9)


def test_a_file_that_is_not_there_is_said(tmp_path):
    for source, error in ((tmp_path / "nowhere.txt", FileMissing), (tmp_path, FolderGiven)):
        with pytest.raises(error):
            restore_file(source, None, WordRestorer(), quiet(), as_json=False, max_bytes=100)


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from([*KNOWN, "\f", "Ké\fdong"])), max_size=8))
def test_as_many_lines_come_out_as_went_in(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("any")
    text = "\n".join(["x", *parts]).replace("\0", "").encode("utf-8", "replace")
    (folder / "a.txt").write_bytes(text)
    try:
        restore_file(folder / "a.txt", folder / "o.txt", WordRestorer(), quiet(), as_json=False, max_bytes=10_000)
    except FileUnknown:  # control characters
        return
    assert len((folder / "o.txt").read_bytes().splitlines()) == len(text.splitlines())


def test_standard_input_is_read_and_only_data_is_on_stdout(root):
    for arguments in ((), ("-",)):
        done = command(*arguments, root=root, given=GARBLED.encode())
        assert (done.returncode, done.stdout.decode()) == (0, RESTORED)
        assert done.stderr.decode().startswith("4 lines, 6 of 10 words changed")


def test_a_long_pipe_is_kept_on_disk_and_bounded(root):
    done = command("--max-bytes", 9_000_000, root=root, given="Ké hoach\n".encode() * 1_000_000)
    assert done.returncode == 4
    assert b"too_many_bytes: stdin" in done.stderr


def test_an_error_on_the_command_line_has_code_and_remedy(root, tmp_path):
    (tmp_path / "x.txt").write_bytes(b"a" * 50_000_000)
    done = command(tmp_path / "x.txt", root=root)
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr.decode().startswith("line_too_long: x.txt: line 1")
    assert b"fold -s" in done.stderr


def test_a_full_disk_behind_stdout_is_a_coded_error(root):
    with Path("/dev/full").open("wb") as full:
        program = [sys.executable, "-c", COMMAND, "restore"]
        done = subprocess.run(program, input=b"a", stdout=full, stderr=subprocess.PIPE, check=False, cwd=root)
    assert (done.returncode, done.stderr[:18]) == (6, b"unwritable: stdout")
    assert b"Traceback" not in done.stderr


def test_training_without_torch_says_how_to_get_it(root, tmp_path):
    (tmp_path / "c.txt").write_text(SENTENCE)
    program = "import sys; sys.modules['torch'] = None\nfrom vanthu.pipelines.cli import main\nmain()"
    options = ["train", "restorer", "--corpus", tmp_path / "c.txt", "--work", tmp_path / "w", "--out", tmp_path / "o"]
    run = [sys.executable, "-c", program, *map(str, options)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 5
    assert "extra_missing" in done.stderr
    assert "pip install 'vanthu[train]'" in done.stderr


@pytest.mark.slow
def test_the_function_and_the_command_restore_lines_with_form_feeds_alike(restore):
    lines = ["Ké hoach", "\fphát dong thi đua\fxdy dyng chibộ tét", "xdy dyng 16i mới"]
    text, _ = restore("\n".join(lines).encode(), restorer=load())
    assert text.split("\n") == [line.text for line in vanthu.restore(lines)]
    assert [line.text.count("\f") for line in vanthu.restore(lines)] == [0, 2, 0]
