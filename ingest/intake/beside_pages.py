"""What a PDF holds beside its pages: files attached to it, forms that only some viewers can draw."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from vanthu.models.page import PageWarning, WarningCode


def is_dynamic_form(pdf: pikepdf.Pdf) -> bool:
    """Whether the pages are made by the viewer from an XFA template, so that the file's own page is a placeholder.

    Source: ISO 32000-1, 12.7.8 and table 28 (``NeedsRendering``).
    """
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and "/XFA" in form and bool(pdf.Root.get("/NeedsRendering", False))


def attachments(pdf: pikepdf.Pdf) -> tuple[PageWarning, ...]:
    """One warning that names all files attached to the document; none where there are none."""
    names = sorted({*_embedded(pdf)})
    if not names:
        return ()
    kind = "portfolio" if "/Collection" in pdf.Root else "PDF"
    remedy = "save them with `pdfdetach -saveall` and read them by themselves"
    return (
        PageWarning(
            WarningCode.ATTACHMENT_NOT_READ,
            f"the {kind} has attached files that are not read ({', '.join(names)}): {remedy}",
        ),
    )


def _embedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    try:
        yield from (str(name) for name in pdf.attachments)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
        yield f"unreadable list: {error}"
