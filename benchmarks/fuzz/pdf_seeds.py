"""Small PDFs that hold what scans and plans hold: fonts, pictures, forms, annotations, layers over images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image as Picture
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vanthu.corpora.typeset import fonts

_SHEET = (200, 120)
"""Points: small, so that drawing a page costs a millisecond."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An indirect object as written, and its content unpacked where it is a stream."""

    number: int
    text: bytes
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The objects of a PDF and its trailer."""

    things: tuple[Thing, ...]
    trailer: bytes


@cache
def seeds() -> tuple[Book, ...]:
    """The project's own pages, a few objects each."""
    return tuple(_book(make()) for make in (_text, _embedded_font, _scan, _annotated, _forms, _tree, _labelled))


def _book(pdf: pikepdf.Pdf) -> Book:
    out = BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    with pikepdf.open(out) as saved:
        things = tuple(_thing(thing) for thing in saved.objects if thing is not None)
        trailer = saved.trailer.unparse()
    return Book(things, trailer)


def _thing(thing: pikepdf.Object) -> Thing:
    number = thing.objgen[0]
    if not isinstance(thing, pikepdf.Stream):
        return Thing(number, thing.unparse(resolved=True))
    entries = {key: value for key, value in thing.items() if key != "/Length"}
    unpacked = "/DCTDecode" not in str(entries.get("/Filter"))
    if unpacked:
        entries.pop("/Filter", None)
        entries.pop("/DecodeParms", None)
    text = b"<< " + b" ".join(key.encode() + b" " + _value(value) for key, value in entries.items()) + b" >>"
    return Thing(number, text, thing.read_bytes() if unpacked else thing.read_raw_bytes())


def _value(value: object) -> bytes:
    return value.unparse() if isinstance(value, pikepdf.Object) else str(value).encode()


def _drawn(font: str = "Helvetica", text: str = "Ke hoach thi dua") -> Canvas:
    sheet = Canvas(BytesIO(), pagesize=_SHEET)
    sheet.setFont(font, 12)
    for line in range(3):
        sheet.drawString(10, 90 - 15 * line, f"{text} {line}")
    sheet.rect(5, 5, 180, 100)
    return sheet


def _opened(sheet: Canvas) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(sheet.getpdfdata()))


def _text() -> pikepdf.Pdf:
    return _opened(_drawn())


def _embedded_font() -> pikepdf.Pdf:
    pdfmetrics.registerFont(TTFont("Own", str(fonts.face())))
    return _opened(_drawn("Own", "Kế hoạch số 12, thi đua yêu nước"))


def _picture(pdf: pikepdf.Pdf, *, coded: bool) -> pikepdf.Object:
    noise = Picture.effect_noise((40, 24), 90)
    if not coded:
        image = pdf.make_stream(noise.tobytes())
    else:
        out = BytesIO()
        noise.save(out, "JPEG")
        image = pdf.make_stream(out.getvalue())
        image.Filter = Name.DCTDecode
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 40, 24
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    return image


def _scan() -> pikepdf.Pdf:
    """Two pages that pictures cover, the second with a mask, each with a text layer."""
    pdf = _opened(_drawn())
    pdf.pages.append(pdf.pages[0])
    for index in (0, 1):
        page = pdf.pages[index]
        image = _picture(pdf, coded=index == 0)
        if index:
            image.SMask = _picture(pdf, coded=False)
        page.obj.Resources.XObject = Dictionary(I=image)
        page.contents_add(b"q 200 0 0 120 0 0 cm /I Do Q")
    return pdf


def _annotated() -> pikepdf.Pdf:
    """A stamped number and a signature, as signing software adds them."""
    pdf = _opened(_drawn())
    notes = []
    for text in (b"12", b"Ky boi: Van thu"):
        look = pdf.make_stream(b"BT /F1 9 Tf 2 4 Td (" + text + b") Tj ET")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 80, 16])
        look.Resources = Dictionary(Font=Dictionary(F1=pdf.pages[0].obj.Resources.Font.F1))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, F=4, Rect=Array([100, 60, 180, 76]))
        note.AP = Dictionary(N=look)
        notes.append(pdf.make_indirect(note))
    pdf.pages[0].obj.Annots = Array(notes)
    pdf.Root.AcroForm = Dictionary(Fields=Array(notes), SigFlags=3)
    return pdf


def _forms() -> pikepdf.Pdf:
    """Forms within forms, a shading and a pattern of tiles."""
    pdf = _opened(_drawn())
    inner = pdf.make_stream(b"0 0 20 20 re f")
    outer = pdf.make_stream(b"/X Do 1 0 0 1 30 0 cm /X Do")
    tiles = pdf.make_stream(b"0 0 2 2 re f")
    for form in (inner, outer):
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 50])
    outer.Resources = Dictionary(XObject=Dictionary(X=inner))
    tiles.PatternType, tiles.PaintType, tiles.TilingType, tiles.BBox = 1, 1, 1, Array([0, 0, 4, 4])
    tiles.XStep, tiles.YStep, tiles.Resources = 4, 4, Dictionary()
    fade = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 99, 0]), Function=fade)
    own = pdf.pages[0].obj.Resources
    own.XObject, own.Pattern, own.Shading = Dictionary(X=outer), Dictionary(P=tiles), Dictionary(S=shade)
    pdf.pages[0].contents_add(b"q /X Do /Pattern cs /P scn 50 50 40 40 re f /S sh Q")
    return pdf


def _tree() -> pikepdf.Pdf:
    """A page tree of two levels, values inherited, one page turned and cropped."""
    pdf = pikepdf.new()
    for _ in range(3):
        page = pdf.add_blank_page(page_size=_SHEET)
        page.obj.Contents = Array([pdf.make_stream(b"q 10 10 50 20 re f"), pdf.make_stream(b" Q")])
    pdf.pages[1].obj.Rotate, pdf.pages[1].obj.CropBox = 90, Array([10, 10, 150, 100])
    root = pdf.Root.Pages
    branch = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=2, Parent=root, Kids=Array(list(root.Kids)[1:])))
    branch.MediaBox, branch.Resources = Array([0, 0, *_SHEET]), Dictionary()
    for leaf in branch.Kids:
        leaf.Parent = branch
        del leaf.MediaBox
    root.Kids = Array([root.Kids[0], branch])
    return pdf


def _labelled() -> pikepdf.Pdf:
    """A composite font with a map to Unicode, and a font of drawn letters."""
    pdf = _opened(_drawn())
    page = pdf.pages[0].obj
    to_unicode = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <5a> <1ea0> endbfrange"
    descendant = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Own, DW=500)
    descendant.CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    descendant.W = Array([1, Array([500, 600]), 5, 9, 700])
    wide = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Own, Encoding=Name("/Identity-H"))
    wide.DescendantFonts, wide.ToUnicode = Array([descendant]), pdf.make_stream(to_unicode)
    drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9, 9]), FirstChar=97, LastChar=97)
    drawn.FontMatrix, drawn.Widths = Array([0.1, 0, 0, 0.1, 0, 0]), Array([9])
    drawn.CharProcs = Dictionary(a=pdf.make_stream(b"9 0 0 0 9 9 d1 0 0 9 9 re f"))
    drawn.Encoding, drawn.Resources = Dictionary(Differences=Array([97, Name.a])), Dictionary()
    page.Resources.Font.W, page.Resources.Font.D = pdf.make_indirect(wide), pdf.make_indirect(drawn)
    pdf.pages[0].contents_add(b"BT /W 12 Tf 10 20 Td <00410042> Tj /D 12 Tf 50 0 Td (aaa) Tj ET")
    return pdf
