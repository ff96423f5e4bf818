"""Does the line under an appendix carry the number and date of its own document? Official documents of ../shared.

    python benchmarks/appendix_votes.py

Counts, over documents published as text, the lines ``(Kèm theo … số …, ngày …)`` with the symbol of the document's own
letterhead, and how many of them give its number and its date; and how often running text speaks of its own document by
number (``… số … này``). What they come to is in docs/extraction.md.
"""

from __future__ import annotations

import lzma
from datetime import date
from pathlib import Path

import regex

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared/corpora/official.txt.xz"
SYMBOL = r"(?P<number>\d+[a-z]?)/(?P<symbol>(?:\d{4}/)?\p{Lu}[\p{L}\d-]+)"
DAY = r"ngày\s+(?P<day>\d+)(?:/|-|\s*tháng\s*)(?P<month>\d+)(?:/|-|\s*năm\s*)(?P<year>\d{4})"
LETTERHEAD = regex.compile(rf"^.{{0,60}}?\bSố: *{SYMBOL}", regex.MULTILINE)
ISSUED = regex.compile(rf"(?:^|\s)\p{{Lu}}[^\n,]{{2,25}}, {DAY}\W*$", regex.MULTILINE)
LINE = regex.compile(
    rf"^\W*(?:ban hành )?kèm theo [\p{{L}} ]+? số:? *{SYMBOL}(?:.{{0,60}}?{DAY})?", regex.MULTILINE | regex.IGNORECASE
)
ITSELF = regex.compile(rf"số:? *{SYMBOL}(?:,? (?:{DAY}))? này\b", regex.IGNORECASE)
HEAD = 2500
"""Characters of a document that hold its letterhead."""


def day_of(found: regex.Match[str] | None) -> date | None:
    """The day that was printed; None where there is none."""
    return date(int(found["year"]), int(found["month"]), int(found["day"])) if found and found["day"] else None


def main() -> None:
    if not CORPUS.exists():
        print("skipped: this benchmark needs ../shared/corpora")
        return
    numbers, dates, itself, documents, papers = [], [], 0, 0, 0
    for document in regex.split(r"(?m)^### ", lzma.decompress(CORPUS.read_bytes()).decode()):
        own = LETTERHEAD.search(document, 0, HEAD)
        lines = [line for line in LINE.finditer(document, own.end()) if line["symbol"] == own["symbol"]] if own else []
        papers += own is not None
        itself += len(ITSELF.findall(document, own.end())) if own else 0
        issued = day_of(ISSUED.search(document, 0, HEAD))
        numbers += [line["number"].lstrip("0") == own["number"].lstrip("0") for line in lines if own]
        dates += [day_of(line) == issued for line in lines if issued and day_of(line)]
        documents += bool(lines)
    print(f"{documents} documents; number the same: {sum(numbers)} of {len(numbers)} lines")
    print(f"date the same: {sum(dates)} of {len(dates)} lines")
    print(f"running text that speaks of its own document by number: {itself} times in {papers} documents")


if __name__ == "__main__":
    main()
