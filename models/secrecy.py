"""Secrecy marks on a page as read (Luật Bảo vệ bí mật nhà nước 29/2018/QH14, điều 8), before all else is made of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.stamp_words import stamp_words
from vanthu.models.page import Page, Region

_FRAME = " .:;,|*_-[](){}!/'\"“”"
_RUNNING_TEXT = frozenset({Region.BODY, Region.TABLE, Region.RECIPIENTS, Region.SIGNATURE})


class Secrecy(StrEnum):
    """The three levels, lowest first."""

    MAT = "MẬT"
    TOI_MAT = "TỐI MẬT"
    TUYET_MAT = "TUYỆT MẬT"

    @property
    def rank(self) -> int:
        """1 to 3."""
        return list(Secrecy).index(self) + 1


def highest(pages: Iterable[Page]) -> Secrecy | None:
    """The highest mark on any page: a secrecy word that stands alone on its line in capitals, outside running text.

    Diacritics do not count, since a stamp reads worse than print: a paper kept back by mistake costs less than one let
    through.
    """
    marks = [mark for page in pages for line in page.lines if (mark := _mark(line.text, line.region))]
    return max(marks, key=lambda mark: mark.rank, default=None)


def _mark(text: str, region: Region) -> Secrecy | None:
    word = " ".join(text.strip(_FRAME).split())
    known = stamp_words().get(bare(word))
    if known is None or known[1] != "secrecy" or not word.isupper() or region in _RUNNING_TEXT:
        return None
    return Secrecy(known[0])
