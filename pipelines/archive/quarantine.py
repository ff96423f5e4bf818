"""The quarantine folder: a folder with ``error.json`` for each file put aside; originals stay where they are."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from vanthu.corpora.errors import Unwritable
from vanthu.pipelines.target import save

ERROR = "error.json"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Why a file lies in quarantine."""

    uri: str
    name: str
    """Original name."""
    sha256: str | None
    stage: str
    pages: tuple[int, int] | None
    attempts: int
    code: str
    message: str
    remedy: str
    at: str


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A folder on the driver's machine; private to its user."""

    folder: Path

    def put(self, case: Quarantined) -> Path:
        """Write ``error.json`` for a file, whole or not at all; a later case of the same file takes its place.

        Raises:
            Unwritable: the folder cannot be written to.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self.folder / place_of(case.name, case.uri) / ERROR
        save(place, json.dumps(asdict(case), ensure_ascii=False, indent=2) + "\n")
        return place

    def release(self, name: str, uri: str) -> None:
        """The file is no longer in quarantine."""
        shutil.rmtree(self.folder / place_of(name, uri), ignore_errors=True)

    def remove(self, place: str) -> None:
        """Remove a folder, as :func:`place_of` names it, for good; one that is not there is removed already.

        Raises:
            Unwritable: it cannot be removed.
        """
        try:
            shutil.rmtree(self.folder / place)
        except FileNotFoundError:
            return
        except OSError as error:
            raise Unwritable(f"{self.folder / place}: {error.strerror}") from error


def place_of(name: str, uri: str) -> str:
    """A folder's name: the original's, made safe, and what tells it from others of that name."""
    safe = re.sub(r"[^\w.-]+", "_", name).strip("._")[:80] or "file"
    return f"{safe}.{hashlib.sha256(uri.encode(errors='surrogateescape')).hexdigest()[:8]}"
