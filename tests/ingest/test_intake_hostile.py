"""Hostile files end in a coded error, within 500 MB and 10 seconds of CPU time."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from vanthu.corpora.errors import (
    Bomb,
    FileBroken,
    FileEmpty,
    FileEncrypted,
    FileMissing,
    FileUnknown,
    FolderGiven,
    NoPages,
    NoText,
    TooManyBytes,
    TooManyPages,
    TooManyPixels,
    VanthuError,
)
from vanthu.ingest.intake import open_document, open_joined
from vanthu.ingest.limits import Limits

_PROBE = r"""
import json, pathlib, re, sys, time
from vanthu.corpora.errors import VanthuError
from vanthu.ingest.intake import open_document
from vanthu.ingest.verdict import judge
begun, code = time.process_time(), None
try:
    with open_document(sys.argv[1]) as document:
        for page in document.pages():
            judge(page)
            page.render(300)
except VanthuError as error:
    code = error.code
peak = int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps({"code": code, "mb": peak, "seconds": time.process_time() - begun}))
"""


def _probe(path: Path) -> dict[str, object]:
    """Open, judge and render every page in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _PROBE, str(path)], capture_output=True, check=True, timeout=600)
    return dict(json.loads(done.stdout))


def _pdf(path: Path, content: bytes = b"", **resources: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Contents = pdf.make_stream(content)
    page.obj.Resources = pikepdf.Dictionary(**resources)
    pdf.save(path)
    return pdf


def _zeros(megabytes: int) -> bytes:
    """A deflated run of blanks, a thousandth of its size."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def _write_png(path: Path, width: int, height: int) -> None:
    """A black bilevel PNG, written without holding its pixels."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, body in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b"")):
            file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))


def test_missing_file_and_folder_are_not_found(tmp_path):
    with pytest.raises(FileMissing):
        open_document(tmp_path / "none.pdf")
    with pytest.raises(FolderGiven):
        open_document(tmp_path)


def test_empty_file(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    with pytest.raises(FileEmpty):
        open_document(path)


def test_archive_renamed_to_pdf_is_unknown(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"PK\x03\x04\x14\x00\x00\x00" + bytes(range(256)))
    with pytest.raises(FileUnknown):
        open_document(path)


def test_bytes_that_no_encoding_explains_are_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Le comité a décidé à l'été".encode("latin-1"))
    with pytest.raises(NoText):
        open_document(path)


def test_text_that_breaks_its_own_bom_is_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfKe hoach \xff\xfe")
    with pytest.raises(NoText):
        open_document(path)


@pytest.mark.parametrize("kept", [20, 200])
def test_truncated_pdf_is_broken(tmp_path, kept):
    path = tmp_path / "a.pdf"
    _pdf(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises((FileBroken, NoPages)), open_document(path) as document:
        next(document.pages()).render(72)


def test_truncated_images_are_broken(tmp_path):
    for kind in ("png", "jpeg", "tiff"):
        path = tmp_path / f"a.{kind}"
        Image.effect_noise((300, 300), 60).save(path)
        path.write_bytes(path.read_bytes()[:-5000])
        with pytest.raises(FileBroken), open_document(path) as document:
            next(document.pages()).render(72)


def test_pdf_with_a_password_is_encrypted(tmp_path):
    path = tmp_path / "a.pdf"
    _pdf(path).save(path, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    with pytest.raises(FileEncrypted):
        open_document(path)


def test_pdf_encrypted_with_an_empty_password_is_read(tmp_path):
    path = tmp_path / "a.pdf"
    _pdf(path, b"0 0 100 100 re f").save(path, encryption=pikepdf.Encryption(user="", owner="owner"))
    with open_document(path) as document:
        assert next(document.pages()).render(72).min() == 0


def test_pdf_without_pages(tmp_path):
    path = tmp_path / "a.pdf"
    pikepdf.new().save(path)
    with pytest.raises(NoPages):
        open_document(path)


def test_limit_on_bytes_holds_for_one_file_and_for_joined_ones(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Ke hoach")
    with pytest.raises(TooManyBytes):
        open_document(path, Limits(max_bytes=7))
    with pytest.raises(TooManyBytes):
        open_joined([path, path], Limits(max_bytes=12))


def test_limit_on_pages_holds_for_every_kind(tmp_path):
    pdf = pikepdf.new()
    for _ in range(4):
        pdf.add_blank_page()
    pdf.save(tmp_path / "a.pdf")
    frame = Image.new("1", (10, 10))
    frame.save(tmp_path / "a.tiff", save_all=True, append_images=[frame] * 3)
    (tmp_path / "a.txt").write_text("a\fb\fc\fd")
    for name in ("a.pdf", "a.tiff", "a.txt"):
        with open_document(tmp_path / name, Limits(max_pages=4)) as document:
            assert document.page_count == 4
        with pytest.raises(TooManyPages):
            open_document(tmp_path / name, Limits(max_pages=3))


def test_huge_image_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "a.png"
    _write_png(path, 30_000, 30_000)
    result = _probe(path)
    assert result["code"] == TooManyPixels.code
    assert result["mb"] < 200
    assert result["seconds"] < 2


def test_one_pixel_image_opens(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (1, 1), "white").save(path)
    with open_document(path) as document:
        assert next(document.pages()).render(300).shape == (1, 1, 3)


def _stream_bomb(path: Path) -> None:
    pdf = _pdf(path)
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, _zeros(1000))
    pdf.pages[0].obj.Contents["/Filter"] = pikepdf.Name.FlateDecode
    pdf.save(path)


def _nested_filter_bomb(path: Path) -> None:
    pdf = _pdf(path)
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, zlib.compress(_zeros(1000), 9))
    pdf.pages[0].obj.Contents["/Filter"] = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
    pdf.save(path)


def _font_bomb(path: Path) -> None:
    pdf = _pdf(path, b"BT /F 12 Tf (a) Tj ET")
    program = pikepdf.Stream(pdf, _zeros(300))
    program["/Filter"] = pikepdf.Name.FlateDecode
    descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontFile2=pdf.make_indirect(program))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, FontDescriptor=descriptor)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    pdf.save(path)


def _form_bomb(path: Path) -> None:
    """Thirty forms, each drawing the next ten times."""
    pdf = _pdf(path, b"/F Do")
    inner = pikepdf.Stream(pdf, b"0 0 1 1 re f")
    for _ in range(30):
        inner["/Type"], inner["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
        inner["/BBox"] = pikepdf.Array([0, 0, 500, 500])
        outer = pikepdf.Stream(pdf, b"/F Do " * 10)
        outer["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=pdf.make_indirect(inner)))
        inner = outer
    inner["/Type"], inner["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    inner["/BBox"] = pikepdf.Array([0, 0, 500, 500])
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=pdf.make_indirect(inner)))
    pdf.save(path)


def _image_bomb(path: Path) -> None:
    pdf = _pdf(path, b"595 0 0 842 0 0 cm /I Do")
    image = pikepdf.Stream(pdf, _zeros(900))
    image["/Type"], image["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    image["/Width"] = image["/Height"] = 30_000
    image["/ColorSpace"], image["/BitsPerComponent"] = pikepdf.Name.DeviceGray, 8
    image["/Filter"] = pikepdf.Name.FlateDecode
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(image)))
    pdf.save(path)


def _huge_sheet(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_400, 14_400)).obj.MediaBox = pikepdf.Array([0, 0, 1_000_000, 1_000_000])
    pdf.save(path)


def _deep_tree(path: Path) -> None:
    """A page under five thousand nodes."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    node = pdf.Root.Pages
    for _ in range(5_000):
        parent = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=1, Kids=pikepdf.Array([node])))
        node.Parent = parent
        node = parent
    pdf.Root.Pages = node
    pdf.save(path)


def _looping_tree(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    pdf.save(path)


def _many_pages(path: Path) -> None:
    """One page object under thousands of leaves."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    leaf = pdf.Root.Pages.Kids[0]
    pdf.Root.Pages.Kids = pikepdf.Array([leaf] * 50_000)
    pdf.Root.Pages.Count = 50_000
    pdf.save(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (_stream_bomb, Bomb),
        (_nested_filter_bomb, Bomb),
        (_font_bomb, Bomb),
        (_form_bomb, Bomb),
        (_image_bomb, TooManyPixels),
        (_huge_sheet, TooManyPixels),
        (_deep_tree, FileBroken),
        (_looping_tree, FileBroken),
        (_many_pages, TooManyPages),
    ],
)
def test_bomb_ends_in_a_coded_error_within_bounds(tmp_path, build, expected):
    path = tmp_path / "bomb.pdf"
    build(path)
    result = _probe(path)
    assert result["code"] == expected.code
    assert result["mb"] < 500
    assert result["seconds"] < 10


def test_broken_page_leaves_the_others_readable(tmp_path):
    path = tmp_path / "a.pdf"
    pdf = pikepdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(200, 200)).obj.Contents = pdf.make_stream(b"0 0 100 100 re f")
    pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 1_000_000, 1_000_000])
    pdf.save(path)
    outcome = []
    with open_document(path) as document:
        for page in document.pages():
            try:
                outcome.append(page.render(72).shape)
            except VanthuError as error:
                outcome.append(error.code)
    assert outcome == [(200, 200, 3), TooManyPixels.code, (200, 200, 3)]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileMissing, match="not a file"):
        open_document(tmp_path / "pipe")


def test_utf32_is_not_taken_for_utf16(tmp_path):
    (tmp_path / "a.txt").write_text("Kế hoạch", encoding="utf-32")
    with pytest.raises(FileUnknown, match="NUL"):
        open_document(tmp_path / "a.txt")


def test_a_page_of_twenty_thousand_letters_is_read_in_seconds(tmp_path):
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(1000, 1000))
    sheet.setFont("Helvetica", 4)
    for line in range(180):
        sheet.drawString(10, 990 - 5 * line, "thi dua yeu nuoc " * 7)
    sheet.save()
    begun = time.process_time()
    with open_document(tmp_path / "a.pdf") as document:
        assert next(document.pages()).layer().text.count("thi dua") == 1260
    assert time.process_time() - begun < 10
