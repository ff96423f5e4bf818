"""Non-destructive tokenizer for official Vietnamese: syllables, codes, dates, numbers, quotes, abbreviations.

spaCy's own Vietnamese tokenizer needs pyvi and joins syllables into words; extraction wants syllables and whole codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.vocab import Vocab

TOKEN = regex.compile(
    r"""
      (?P<blank>\s+)
    | (?P<link>https?://[^\s<>“”"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<date>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{4}(?!\d)|\d{1,2}/\d{1,4}(?![\d/-]))
    | (?P<code>\d+\p{L}?(?:/\d{4})?[-/]\p{Lu}[\p{Lu}\d&]*+(?!\p{Ll})(?:[-/.]\p{Lu}[\p{L}\d&]*)*)
    | (?P<hour>\d{1,2}[hg]\d{2}(?!\w))
    | (?P<number>\d+(?:[.,]\d+)*%?)
    | (?P<abbreviation>(?:TM|KT|TL|TUQ|TT|TP|TX|GS|PGS|TS|ThS|BS|KS|Q|P)\.)
    | (?P<word>\p{L}[\p{L}\p{M}\d]*(?:['’]\p{L}+)?)
    | (?P<ellipsis>\.{2,}|…+|_{2,})
    | (?P<other>.)
    """,
    regex.VERBOSE | regex.DOTALL,
)


class VietnameseTokenizer:
    """Cuts a text into a spaCy ``Doc`` whose text is the input, character by character.

    A single blank after a token is its trailing space; longer runs, line feeds and form feeds are tokens of white
    space, as spaCy has them.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise ``text``; never fails, never loses a character."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.finditer(text):
            token = piece.group()
            if not token.isspace():
                words.append(token)
                spaces.append(False)
                continue
            if token[0] == " " and words and not words[-1].isspace():
                spaces[-1] = True
                token = token[1:]
            if token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)
