"""What earlier states of the extractor found on the same pages: wrong values to learn from, now that most are mended.

Each revision is checked out into a folder of its own, and reads the pages in a process of its own.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from vanthu.models.campaign import CampaignFacts, Document, Field, LegalBasis
from vanthu.models.page import Page

REVISIONS = ("79f63f7", "b9fedfd", "0d8a269")
"""From the newest: before the last mending, in the middle of the work, and the first cut."""
PROGRAM = """
import json, pickle, sys
from vanthu.models.extract import language
only = tuple(name for name in language.PIPELINE if name != "confidence")
for pages in pickle.load(open(sys.argv[1], "rb")):
    doc = language.annotate(pages, only)
    bases = [field.model_dump_json() for field in doc._.legal_bases]
    print(json.dumps([doc._.document.model_dump_json(), bases, doc._.campaign.model_dump_json()]))
"""
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one document."""

    document: Document
    bases: tuple[Field[LegalBasis], ...]
    campaign: CampaignFacts


def found_by(root: Path, revision: str, pages: Mapping[K, Sequence[Page]]) -> Iterator[tuple[K, Found]]:
    """What the extractor of a revision finds in each document.

    Raises:
        subprocess.CalledProcessError: there is no such revision, or it cannot read today's pages.
    """
    with tempfile.TemporaryDirectory() as folder:
        tree, book = Path(folder) / "tree", Path(folder) / "pages.pickle"
        _git(root, "worktree", "add", "--detach", str(tree), revision)
        try:
            book.write_bytes(pickle.dumps(list(pages.values())))
            command = [sys.executable, "-c", PROGRAM, str(book)]
            environment = {**os.environ, "PYTHONPATH": str(tree)}
            done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=True)
        finally:
            _git(root, "worktree", "remove", "--force", str(tree))
    for key, line in zip(pages, done.stdout.splitlines(), strict=True):
        document, bases, campaign = json.loads(line)
        yield (
            key,
            Found(
                Document.model_validate_json(document),
                tuple(Field[LegalBasis].model_validate_json(basis) for basis in bases),
                CampaignFacts.model_validate_json(campaign),
            ),
        )


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)  # noqa: S607  git of the path
