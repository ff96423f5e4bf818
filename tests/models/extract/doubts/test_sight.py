"""Everything that is seen of a value has a weight, and what the document says elsewhere counts."""

from __future__ import annotations

from vanthu.models.campaign import CampaignFacts, Document, Field, Responsibility
from vanthu.models.extract.doubts.sight import Sight
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Line, Page, Trail, Verdict


def who(verdict, *lines):
    source = SourceText([Page(1, tuple(map(Line.plain, lines)), Trail(verdict))])
    start = source.text.index("Phòng Tố chức")
    field = source.field(Field[str], "Phòng Tố chức", [(start, start + len("Phòng Tố chức"))])
    facts = CampaignFacts(responsibilities=(Responsibility(who=field),))
    return Sight(source, Document(), facts).signals("campaign.responsibilities.0.who", field)


def test_a_body_that_the_document_names_again_is_doubted_less():
    once = who(Verdict.TEXT, "Phòng Tố chức: lập danh sách")
    again = who(Verdict.TEXT, "Phòng Tố chức: lập danh sách", "gửi về PHÒNG TỐ CHỨC")
    assert (once["responsibilities.who: said once"], again["responsibilities.who: said once"]) == (1.0, 0.0)


def test_misreadings_are_looked_for_only_where_something_was_read():
    line = "Phòng Tố chức: tống kết"
    assert "misspelt" in who(Verdict.OCR, line)
    assert "misspelt" not in who(Verdict.TEXT, line)
