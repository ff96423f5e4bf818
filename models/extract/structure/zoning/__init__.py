"""Component ``zones``: which part of the act each line belongs to, by place on the paper and by content."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.structure.zoning.asides import mark_asides
from vanthu.models.extract.structure.zoning.closing import closing_start, mark_closing
from vanthu.models.extract.structure.zoning.opening import mark_opening
from vanthu.models.extract.structure.zoning.remainder import mark_rest
from vanthu.models.extract.structure.zoning.sheet import Sheet


@Language.component("zones", assigns=["doc._.zones"], requires=["doc._.source"])
def zones(doc: Doc) -> Doc:
    """Give every source line its zone."""
    doc._.zones = zone_lines(doc._.source)
    return doc


def zone_lines(source: SourceText) -> tuple[Zone, ...]:
    """One zone for each line of ``source``."""
    sheet = Sheet.of(source)
    mark_asides(sheet)
    title_end = mark_opening(sheet)
    closing = closing_start(sheet, title_end)
    end = mark_closing(sheet, closing) if closing is not None else len(sheet.lines)
    mark_rest(sheet, title_end, end)
    return tuple(zone or Zone.BODY for zone in sheet.zones)
