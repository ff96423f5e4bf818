"""PDF files: tokens of objects and of page content changed, objects exchanged, filters claimed, tables that lie."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from random import Random

from benchmarks.fuzz import odd
from benchmarks.fuzz.pdf_seeds import Book, Thing, seeds

_TOKEN = re.compile(
    rb"\d+ 0 R|<<|>>|\[|\]|/[^\s/\[\]<>()]*|<[0-9a-fA-F]*>|\((?:\\.|[^()\\])*\)|[-+.\d]+|[^\s/\[\]<>()]+"
)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NUMBER = re.compile(rb"[-+.\d]+")
_NUMBERS = (
    b"0",
    b"1",
    b"-1",
    b"0.00001",
    b"-32768",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"1e9",
    b"99999999999999999999",
)
_FILTERS = (
    b"/FlateDecode /LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /CCITTFaxDecode /JBIG2Decode /DCTDecode "
    b"/JPXDecode /Crypt"
).split()
_NAMES = (
    b"/Type /Page /Pages /Catalog /Kids /Parent /Count /MediaBox /CropBox /Rotate /Resources /Contents /Font /XObject "
    b"/Image /Form /Subtype /Width /Height /BitsPerComponent /ColorSpace /DeviceRGB /DeviceCMYK /DeviceN /Indexed "
    b"/ICCBased /Separation /Pattern /Filter /DecodeParms /Predictor /Columns /Colors /K /SMask /Mask /Decode "
    b"/ImageMask /Matrix /BBox /Annots /AP /N /Rect /F /Encoding /ToUnicode /DescendantFonts /W /FontDescriptor "
    b"/FontFile2 /Widths /FirstChar /LastChar /UserUnit /Length /Differences /CharProcs /FontMatrix /Type3 /Type0"
).split()
_OPERATORS = (
    b"q Q cm Do BT ET Tf Td TD Tm T* Tj TJ ' \" Tc Tw Tz TL Tr Ts re f f* B S s n W W* m l c v y h w J j M d ri i gs cs "
    b"CS sc SC scn SCN g G rg RG k K sh BI ID EI BMC BDC EMC MP DP BX EX d0 d1"
).split()
_PLAIN = (
    b"null",
    b"true",
    b"[]",
    b"<<>>",
    b"()",
    b"<>",
    b"/",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(" * 40,
    b"[" * 600,
    b"<<" * 300,
)


def mutated(chance: Random) -> bytes:
    """A file of a seed's objects after one to four changes."""
    book = chance.choice(seeds())
    things = {thing.number: thing for thing in book.things}
    trailer = book.trailer
    for _ in range(chance.randint(1, 4)):
        number = chance.choice(list(things)) if things else 0
        match chance.randrange(12):
            case 0 if things:
                things[number] = replace(things[chance.choice(list(things))], number=number)
            case 1 if things:
                del things[number]
            case 2:
                trailer = _tokens_changed(chance, trailer, tuple(things))
            case _ if things:
                things[number] = _changed(chance, things[number], tuple(things))
    data = _packed(chance, Book(tuple(things.values()), trailer))
    return odd.damaged(chance, data) if chance.random() < 0.1 else data  # noqa: PLR2004  few: qpdf rebuilds its table then


def _changed(chance: Random, thing: Thing, numbers: tuple[int, ...]) -> Thing:
    """Another token in the object, in its content, other bytes there, or another filter."""
    way = chance.randrange(4) if thing.content is not None else 0
    if way == 0 or thing.content is None:
        return replace(thing, text=_tokens_changed(chance, thing.text, numbers))
    if way == 1:
        return replace(thing, content=_content_changed(chance, thing.content))
    if way == 2:  # noqa: PLR2004  the third way
        return replace(thing, content=odd.damaged(chance, thing.content))
    names = b" ".join(chance.choices(_FILTERS, k=chance.choice((1, 1, 1, 2, 3))))
    more = b" /DecodeParms << /Predictor 12 /Columns 5 /K -1 >>" if chance.random() < 0.5 else b""  # noqa: PLR2004  half
    return replace(thing, text=thing.text[:-2] + b"/Filter [" + names + b"]" + more + b" >>")


def _tokens_changed(chance: Random, text: bytes, numbers: tuple[int, ...]) -> bytes:
    """One token replaced by another of its kind or of any, one lost, one twice, or two exchanged."""
    tokens = _TOKEN.findall(text)
    if not tokens:
        return text
    index = chance.randrange(len(tokens))
    match chance.randrange(7):
        case 0 | 1 | 2:
            tokens[index] = _alike(chance, tokens[index], numbers)
        case 3:
            tokens[index] = _any(chance, numbers)
        case 4:
            del tokens[index]
        case 5:
            tokens.insert(index, chance.choice(tokens))
        case _:
            other = chance.randrange(len(tokens))
            tokens[index], tokens[other] = tokens[other], tokens[index]
    return b" ".join(tokens)


def _alike(chance: Random, token: bytes, numbers: tuple[int, ...]) -> bytes:
    if _REFERENCE.fullmatch(token):
        return b"%d 0 R" % chance.choice((*numbers, 0, 999_999))
    if token.startswith(b"/"):
        return chance.choice(_NAMES)
    if _NUMBER.fullmatch(token):
        return chance.choice(_NUMBERS) if chance.random() < 0.5 else b"%d" % odd.number(chance)  # noqa: PLR2004  half and half
    return odd.damaged(chance, token)


def _any(chance: Random, numbers: tuple[int, ...]) -> bytes:
    return chance.choice((chance.choice(_PLAIN), chance.choice(_NAMES), _alike(chance, b"1 0 R", numbers)))


def _content_changed(chance: Random, content: bytes) -> bytes:
    """Another operator or operand; a piece of content many times over."""
    tokens = _TOKEN.findall(content)
    if not tokens or len(content) > 50_000:  # noqa: PLR2004  a font: no tokens
        return odd.damaged(chance, content)
    index = chance.randrange(len(tokens))
    match chance.randrange(4):
        case 0:
            tokens[index] = chance.choice(_OPERATORS)
        case 1:
            tokens[index] = _alike(chance, tokens[index], (1,))
        case 2:
            tokens[index:index] = tokens[index : index + chance.randint(1, 8)] * chance.choice((1, 2, 40))
        case _:
            tokens.insert(index, chance.choice(_OPERATORS))
    return b" ".join(tokens)


def _packed(chance: Random, book: Book) -> bytes:
    """The file, its table of places right in nine cases of ten."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for thing in book.things:
        places[thing.number] = len(out)
        out += b"%d 0 obj\n" % thing.number + _written(chance, thing) + b"\nendobj\n"
    if chance.random() < 0.1:  # noqa: PLR2004  one in ten
        places = {number: odd.number(chance, place) % 10**10 for number, place in places.items()}
    size = max(places, default=0) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    trailer = book.trailer.rstrip().removesuffix(b">>") + b" /Size %d >>" % size
    return bytes(out) + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


def _written(chance: Random, thing: Thing) -> bytes:
    if thing.content is None:
        return thing.text
    content, text = thing.content, thing.text
    if b"/Filter" not in text:
        content, text = zlib.compress(content, 1), _with(text, b"/Filter /FlateDecode")
    length = odd.number(chance, len(content)) if chance.random() < 0.05 else len(content)  # noqa: PLR2004  few: qpdf searches the end then
    return _with(text, b"/Length %d" % length) + b"\nstream\n" + content + b"\nendstream"


def _with(text: bytes, entry: bytes) -> bytes:
    return text.rstrip().removesuffix(b">>") + b" " + entry + b" >>"
