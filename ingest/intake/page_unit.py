"""How large a PDF page is meant to be: its own unit, and sizes that no sheet of paper has."""

from __future__ import annotations

import pikepdf

from vanthu.ingest.intake.unpack import entries, resources

_POINTS_PER_INCH = 72
_A4_INCHES = 11.69
"""Long side of the sheet that a page of an impossible size is taken for."""
_PLAUSIBLE_INCHES = (2.0, 24.0)
"""Long side of a sheet, from a label to A2. What is smaller was never printed so."""
_COARSE_DPI = 100
"""A scan drawn below this on a page larger than A2 states a wrong size: it could not have been read at that size."""


def page_unit(page: pikepdf.Page) -> float:
    """Points for each unit of the page's own coordinates; 1 on nearly all pages.

    ``UserUnit`` (ISO 32000-1, table 30) is multiplied out. A page whose long side no sheet has is taken to be A4: any
    page that is too small, and one that is too large where it shows a scan of few pixels.
    """
    unit = _own_unit(page.obj)
    left, bottom, right, top = (float(side) for side in page.cropbox)
    inches = max(abs(right - left), abs(top - bottom)) * unit / _POINTS_PER_INCH
    least, most = _PLAUSIBLE_INCHES
    if 0 < inches < least or (inches > most and _is_coarse_scan(page.obj, inches)):
        return unit * _A4_INCHES / inches
    return unit


def scale_page(page: pikepdf.Page, unit: float) -> None:
    """Write the page of a one-page PDF in points: its boxes and all that it draws become ``unit`` times as large."""
    if unit == 1.0:
        return
    box = [float(side) * unit for side in page.cropbox]
    page.contents_add(f"q {unit:.6f} 0 0 {unit:.6f} 0 0 cm".encode(), prepend=True)
    page.contents_add(b"Q")
    for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit"):
        if name in page.obj:
            del page.obj[name]
    page.obj.MediaBox = pikepdf.Array(box)


def _own_unit(page: pikepdf.Object) -> float:
    found = page.get("/UserUnit", 1)
    try:
        unit = float(found)
    except (TypeError, ValueError):
        return 1.0
    return unit if unit > 0 else 1.0


def _is_coarse_scan(page: pikepdf.Object, inches: float) -> bool:
    sides = [
        max(int(thing.get("/Width", 0)), int(thing.get("/Height", 0)))
        for _, thing in entries(resources(page), "/XObject")
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    ]
    return bool(sides) and max(sides) < _COARSE_DPI * inches
