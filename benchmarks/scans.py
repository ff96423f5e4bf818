"""Reading of scans: accuracy, cost and speed of vanthu against tesseract and its peers.

    python benchmarks/scans.py [PART ...] [--pages N] [--strengths 1.0] [--systems vanthu,vie] [--best-int FOLDER]

PART is one or more of:

real        words missed (by ../shared/tools/score.py, order-free) on the transcribed pages of ../shared/scans/text, and
            CPU seconds; plain systems get each page as a PNG file at 300 dpi, ours the file itself, so that its seconds
            hold opening, rendering, verdict, cleaning, second readings and layout
typeset     characters wrong on typeset pages with every damage at three strengths, and CPU seconds
seals       letters that the removal of seals costs on 1,000 typeset lines with seals over them
steps       what the image steps cost against OCR
throughput  pages a second of a whole document on two cores, against ocrmypdf
in_process  tesserocr behind the protocol of the engines

All of them but `throughput` and `in_process` by default. CPU seconds count children; every system has one thread. Peers
that are not installed are named and left out. Writes benchmarks/out/reading.json.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2

from benchmarks.reading import hard, in_process, real, steps, throughput
from benchmarks.reading.seals import count_eaten
from benchmarks.reading.systems import System, systems

OUT = Path(__file__).resolve().parent / "out/reading.json"
LINES = 1000


def main() -> None:
    """Run the parts asked for, and keep their figures."""
    arguments = _arguments()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    figures: dict[str, Any] = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    for part in arguments.parts or DEFAULT:
        print(f"-- {part}")
        figures[part] = PARTS[part](arguments)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    parser.add_argument("--pages", type=int, default=0, help="how many real pages; all by default")
    parser.add_argument("--strengths", default="0.33,0.67,1.0", help="of damage, 0 to 1, separated by commas")
    parser.add_argument("--systems", default="", help="names separated by commas; all that are installed by default")
    parser.add_argument("--best-int", type=Path, help="folder with vie.traineddata of tesseract.js 4.0.0_best_int")
    return parser.parse_args()


def _systems(arguments: argparse.Namespace) -> list[System]:
    found = systems(arguments.best_int)
    wanted = arguments.systems.split(",") if arguments.systems else [system.name for system in found]
    return [system for system in found if system.name in wanted]


def _real(arguments: argparse.Namespace) -> object:
    pages = real.transcripts(arguments.pages)
    if not pages:
        print("skipped: this part needs ../shared")
        return None
    return real.run(_systems(arguments), pages)


def _typeset(arguments: argparse.Namespace) -> object:
    return hard.run(_systems(arguments), [float(strength) for strength in arguments.strengths.split(",")])


def _seals(_: argparse.Namespace) -> object:
    eaten = count_eaten(LINES)
    for name in ("lost", "eaten", "saved"):
        count = getattr(eaten, name)
        print(f"{name:6} {count:5} of {eaten.letters} letters on {eaten.lines} lines: {eaten.share(count):.3f} %")
    print(*eaten.words)
    return {name: getattr(eaten, name) for name in ("lines", "letters", "lost", "eaten", "saved")}


def _throughput(_: argparse.Namespace) -> object:
    return throughput.run()


def _steps(_: argparse.Namespace) -> object:
    return steps.run()


def _in_process(_: argparse.Namespace) -> None:
    in_process.run()


PARTS: dict[str, Callable[[argparse.Namespace], object]] = {
    "real": _real,
    "typeset": _typeset,
    "seals": _seals,
    "steps": _steps,
    "throughput": _throughput,
    "in_process": _in_process,
}
DEFAULT = ("real", "typeset", "seals", "steps")


if __name__ == "__main__":
    main()
