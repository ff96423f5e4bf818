"""What moves the words: skew and perspective, each with the matrix that takes old places to new ones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from vanthu.corpora.typeset.truth import Image, PixelBox, SetLine, SetWord, Sheet

Matrix = npt.NDArray[np.float64]
"""3 x 3 homography from pixels of the clean page to pixels of the damaged one."""

MAX_SKEW_DEGREES = 3.0


def skewed(image: Image, strength: float, rng: np.random.Generator) -> tuple[Image, Matrix]:
    """Laid askew on the glass: turned about the middle by 50 to 100 % of ``strength`` times three degrees."""
    height, width = image.shape[:2]
    degrees = MAX_SKEW_DEGREES * strength * rng.uniform(0.5, 1) * rng.choice([-1, 1])
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix: Matrix = np.vstack([turn, [0, 0, 1]]).astype(np.float64)
    return _warped(image, matrix, (255, 255, 255)), matrix


def perspective(image: Image, strength: float, rng: np.random.Generator) -> tuple[Image, Matrix]:
    """Photographed by hand: each corner moves inward by up to 8 % of the side, on a dark table."""
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    moved = corners + inward * rng.uniform(0.2, 1, (4, 2)) * 0.08 * strength * (width, height)
    matrix: Matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32)).astype(np.float64)
    return _warped(image, matrix, (58, 48, 42)), matrix


def turned(image: Image, strength: float, rng: np.random.Generator) -> tuple[Image, Matrix]:  # noqa: ARG001  one signature for all
    """Fed in the wrong way: a quarter turn left, above a third of the scale right, above 0.7 upside down."""
    height, width = image.shape[:2]
    if strength > 0.7:  # noqa: PLR2004  as the docstring says
        return np.ascontiguousarray(image[::-1, ::-1]), np.array([[-1.0, 0, width], [0, -1, height], [0, 0, 1]])
    if strength > 1 / 3:
        return np.ascontiguousarray(np.rot90(image, -1)), np.array([[0.0, -1, height], [1, 0, 0], [0, 0, 1]])
    return np.ascontiguousarray(np.rot90(image)), np.array([[0.0, 1, 0], [-1, 0, width], [0, 0, 1]])


def spread(left: Image, right: Image, strength: float) -> tuple[Image, Matrix]:
    """Two facing pages on one sheet, darker towards the fold, and the matrix of the right one."""
    height = max(left.shape[0], right.shape[0])
    width = left.shape[1] + right.shape[1]
    sheet = np.full((height, width, 3), 255, np.uint8)
    sheet[: left.shape[0], : left.shape[1]] = left
    sheet[: right.shape[0], left.shape[1] :] = right
    away = np.abs(np.arange(width, dtype=np.float32) - left.shape[1]) / (0.04 * width)
    light = 1 - 0.8 * strength * np.exp(-away)
    matrix: Matrix = np.array([[1.0, 0, left.shape[1]], [0, 1, 0], [0, 0, 1]])
    return (sheet * light[None, :, None]).astype(np.uint8), matrix


def map_box(box: PixelBox, matrix: Matrix) -> PixelBox:
    """The upright box around where ``box`` has come to lie."""
    x0, y0, x1, y1 = box
    corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
    moved = cv2.perspectiveTransform(corners, matrix)[0]
    (left, top), (right, bottom) = moved.min(0), moved.max(0)
    return float(left), float(top), float(right), float(bottom)


def moved(sheet: Sheet, image: Image, matrix: Matrix) -> Sheet:
    """A sheet that became ``image``, its lines, seals and tables where ``matrix`` takes them."""

    def boxes(found: tuple[PixelBox, ...]) -> tuple[PixelBox, ...]:
        return tuple(map_box(box, matrix) for box in found)

    lines = tuple(_moved_line(line, matrix) for line in sheet.lines)
    return replace(sheet, image=image, lines=lines, seals=boxes(sheet.seals), tables=boxes(sheet.tables))


def _moved_line(line: SetLine, matrix: Matrix) -> SetLine:
    return replace(line, words=tuple(SetWord(w.text, map_box(w.box, matrix)) for w in line.words))


def _warped(image: Image, matrix: Matrix, beyond: tuple[int, int, int]) -> Image:
    height, width = image.shape[:2]
    moved = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=beyond)
    return moved.astype(np.uint8)
