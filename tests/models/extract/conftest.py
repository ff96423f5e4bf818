"""Reading a document given as text: pages cut by form feeds, lines by line feeds."""

from __future__ import annotations

import pytest

from vanthu.models.extract.language import annotate
from vanthu.models.page import Line, Page, Trail, Verdict

HEADER = ("zones", "letterhead", "title", "signatory", "recipients", "stamps")


@pytest.fixture(scope="session")
def read_text():
    """Annotate text with the components of the header and the closing."""

    def read(text, only=HEADER):
        pages = [
            Page(number, tuple(Line.plain(line) for line in page.split("\n")), Trail(Verdict.TEXT))
            for number, page in enumerate(text.split("\f"), 1)
        ]
        return annotate(pages, only=only)

    return read
