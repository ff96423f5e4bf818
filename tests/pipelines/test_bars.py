"""The bars of the project on its own documents: the twin of what benchmarks/ measures on real scans and plans."""

from __future__ import annotations

import numpy as np
import pytest

from tests.pipelines.conftest import pdf_of
from tests.pipelines.scoring import HEADER, header, lists, mean, missed
from vanthu.corpora import plans
from vanthu.corpora.degrade import degrade
from vanthu.corpora.degrade.transform import skewed
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.pipelines.read import read

LIST_BARS = {"legal_bases": 0.9, "deadlines": 0.75, "quotas": 0.75, "recipients": 0.9}
SCAN_BARS = {"symbol": 0.95, "type": 0.95, "place": 0.95, "issuer": 0.85, "title": 0.8, "number": 1.0}
SHORT = ("cong_van_phat_dong", "huyen_60_ngay_dem", "huyen_uy_nong_thon_moi", "tinh_doan_cong_trinh")


def test_headers_of_correct_text_are_right(text_plan):
    right = {name: header(plans.load(name).gold, read(text_plan(name)).campaigns[0]) for name in plans.names()}
    wrong = {name: [f for f, ok in fields.items() if not ok] for name, fields in right.items()}
    assert mean(sum(fields.values()) for fields in right.values()) >= 10, wrong
    assert len(HEADER) == 11


@pytest.mark.parametrize(("field", "bar"), LIST_BARS.items())
def test_lists_of_correct_text_reach_their_bar(text_plan, field, bar):
    scores = {name: lists(plans.load(name).gold, read(text_plan(name)).campaigns[0])[field] for name in plans.names()}
    assert mean(scores.values()) >= bar, scores


@pytest.fixture(scope="module")
def office_scans(scanned):
    """Campaign definitions of stamped scans, read by tesseract."""
    return {name: read(scanned(name, "office_scan")).campaigns[0] for name in SHORT}


@pytest.mark.slow
def test_headers_of_stamped_scans_are_right(office_scans):
    right = [header(plans.load(name).gold, campaign) for name, campaign in office_scans.items()]
    for field, bar in SCAN_BARS.items():
        assert mean(fields[field] for fields in right) >= bar, field


@pytest.mark.slow
def test_no_number_or_date_of_a_stamped_scan_is_wrong(office_scans):
    for name, campaign in office_scans.items():
        gold, document = plans.load(name).gold["document"], campaign.document
        assert document.number.value in (None, gold["number"]), name
        assert document.issued_on.value is None or document.issued_on.value.isoformat() == gold["issued_on"], name


@pytest.mark.slow
def test_a_quarter_fewer_words_are_missed_than_by_plain_tesseract(sheets, scanned):
    plain = ours = 0
    for name in SHORT[:3]:
        pages = [page for part in read(scanned(name, "office_scan")).parts for page in part.pages]
        for sheet, page in zip(sheets(name), pages, strict=True):
            plain += missed(sheet.text, plain_text(degrade(sheet.image, "office_scan", seed=7).image))
            ours += missed(sheet.text, page.text)
    assert ours <= 0.75 * plain, (ours, plain)


@pytest.mark.slow
def test_no_block_is_lost_on_a_page_that_lies_askew(sheets, tmp_path):
    sheet = sheets("huyen_60_ngay_dem")[0]
    askew, _ = skewed(sheet.image, 1.0, np.random.default_rng(3))
    (part,) = read(pdf_of([askew], tmp_path / "askew.pdf")).parts
    assert missed(sheet.text, part.pages[0].text) <= 0.05 * len(sheet.text.split())


def plain_text(image):
    return "\n".join(line.text for line in TesseractEngine().read(image, dpi=300))
