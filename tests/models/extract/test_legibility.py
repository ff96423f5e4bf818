"""What is not found is absent only where it could have been read."""

from __future__ import annotations

import pytest

from vanthu.models.campaign import Status
from vanthu.models.extract import annotate
from vanthu.models.page import Line, Page, PageWarning, Trail, Verdict, WarningCode

HEAD = "ỦY BAN NHÂN DÂN\nHUYỆN AN THỊNH\nKẾ HOẠCH\nPhát động phong trào thi đua năm 2024"
BODY = "1. Các xã, thị trấn đăng ký thi đua trước ngày 29/3/2024."
DOUBTED = PageWarning(WarningCode.HARDLY_LEGIBLE, "doubted")


def _page(number, text, *warnings, verdict=Verdict.TEXT):
    return Page(number, tuple(map(Line.plain, text.split("\n"))), Trail(verdict, warnings=warnings))


def _read(*pages):
    doc = annotate(pages)
    return doc._.document, {issue.path: issue for issue in doc._.issues}


def test_on_pages_that_were_read_it_is_absent():
    document, issues = _read(_page(1, HEAD), _page(2, BODY))
    assert (document.code.status, document.signatory.status) == (Status.ABSENT, Status.ABSENT)
    assert (issues["campaign.quotas"].code, issues["campaign.quotas"].severity) == ("absent", "info")


@pytest.mark.parametrize("first", [_page(1, HEAD, DOUBTED), _page(1, "", verdict=Verdict.FAILED)])
def test_on_a_first_page_that_was_not_read_nothing_is_absent(first):
    document, issues = _read(first, _page(2, BODY))
    assert (document.code.status, document.signatory.status) == (Status.ILLEGIBLE, Status.ILLEGIBLE)
    assert (issues["campaign.quotas"].code, issues["campaign.quotas"].severity) == ("not_readable", "warning")
    assert "page 1" in issues["campaign.quotas"].message


def test_a_last_page_that_was_not_read_leaves_the_letterhead_absent():
    document, _ = _read(_page(1, HEAD), _page(2, "", verdict=Verdict.FAILED))
    assert (document.code.status, document.signatory.status) == (Status.ABSENT, Status.ILLEGIBLE)
