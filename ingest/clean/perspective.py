"""A sheet photographed from the side: its four edges found on a darker table, and the sheet laid flat."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from vanthu.ingest.clean.geometry import Projection
from vanthu.ingest.clean.survey import Survey
from vanthu.ingest.ocr.engine import Image

WORKING_WIDTH = 500
"""Pixels of the copy on which the edges are looked for: half a millimetre each."""
LEAST_AREA = 0.3
"""Share of the picture that the sheet must fill."""
FILLED = 0.97
"""Least share of the four-cornered hull that the sheet fills: torn and curled sheets fill less, and are left alone."""
DARK_TABLE = 0.75
"""Brightness of the table over that of the sheet at most: a white table shows no edge."""
KEYSTONE_DEGREES = 0.7
"""Angle between opposite edges from which the sheet is laid flat: scanners leave at most 0.4 (145 pages of scans, lids
and black edges included), lines 100 mm apart diverge by a millimetre over the page."""

Corners = npt.NDArray[np.float32]
"""Four corners (x, y) in pixels: top left, top right, bottom right, bottom left."""


def detect(page: Survey) -> tuple[float, Corners | None]:
    """Largest angle between opposite edges of the sheet in degrees, and its corners where it is to be laid flat."""
    scale = min(1.0, WORKING_WIDTH / page.grey.shape[1])
    small = cv2.resize(page.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corners = _sheet(np.asarray(cv2.medianBlur(small, 5), np.uint8))
    if corners is None:
        return 0.0, None
    keystone = _keystone(corners)
    return keystone, corners * np.float32(page.step / scale) if keystone >= KEYSTONE_DEGREES else None


def _sheet(grey: Image) -> Corners | None:
    """The corners of the bright sheet, None where there is no such thing."""
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea, default=None)
    if outline is None or cv2.contourArea(outline) < LEAST_AREA * grey.size:
        return None
    hull = cv2.convexHull(outline)
    found = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True)
    if len(found) != 4 or cv2.contourArea(outline) < FILLED * cv2.contourArea(found):  # noqa: PLR2004  a sheet
        return None
    inside = cv2.fillConvexPoly(np.zeros_like(grey), found, 1).astype(bool)
    if inside.all() or grey[~inside].mean() > DARK_TABLE * np.median(grey[inside]):
        return None
    return _ordered(_refined(outline.reshape(-1, 2).astype(np.float32), found.reshape(4, 2).astype(np.float32)))


def _refined(outline: Corners, rough: Corners) -> Corners:
    """Corners where straight lines through the middle part of each edge meet."""
    lines = []
    for start, end in pairwise([*rough, rough[0]]):
        along = (end - start) / np.linalg.norm(end - start)
        offset = outline - start
        place, aside = offset @ along, offset @ np.array([-along[1], along[0]])
        length = float(np.linalg.norm(end - start))
        near = outline[(np.abs(aside) < 0.015 * length + 2) & (place > 0.1 * length) & (place < 0.9 * length)]
        vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append(np.cross([x, y, 1.0], [x + vx, y + vy, 1.0]))
    meets = [np.cross(before, after) for before, after in pairwise([lines[-1], *lines])]
    return np.array([[m[0] / m[2], m[1] / m[2]] for m in meets], np.float32)


def _ordered(corners: Corners) -> Corners:
    """From the top left corner clockwise."""
    middle = corners.mean(axis=0)
    clockwise = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.roll(clockwise, -first, axis=0)


def _keystone(corners: Corners) -> float:
    """Largest angle between opposite edges, in degrees."""
    top, right, bottom, left = (end - start for start, end in pairwise([*corners, corners[0]]))
    return max(_angle(top, -bottom), _angle(right, -left))


def _angle(one: Corners, other: Corners) -> float:
    turn = math.atan2(float(one[1]), float(one[0])) - math.atan2(float(other[1]), float(other[0]))
    return abs(math.degrees(math.remainder(turn, math.tau)))


def flatten(image: Image, corners: Corners) -> tuple[Image, Projection]:
    """The sheet alone, as if seen from above, and the map from the picture to it."""
    sides = [float(np.linalg.norm(end - start)) for start, end in pairwise([*corners, corners[0]])]
    width, height = round(max(sides[0], sides[2])), round(max(sides[1], sides[3]))
    sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = Projection.of(np.asarray(cv2.getPerspectiveTransform(corners, sheet), np.float64))
    flat = cv2.warpPerspective(
        image, way.on_pixel_centres(), (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8), way
