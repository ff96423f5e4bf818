from __future__ import annotations

import importlib
from threading import Event

import pytest

from vanthu.corpora import plans
from vanthu.corpora.errors import EngineMissing, OcrTimeout, TooManyBytes
from vanthu.ingest.intake import open_document
from vanthu.ingest.reader import Bench, connect, read_page, read_pages
from vanthu.models.page import Verdict
from vanthu.pipelines.overlay import fields_of
from vanthu.pipelines.read import read

TWO_PAGES = "huyen_60_ngay_dem"
WITH_TABLE = "so_noi_vu_cai_cach"


def assert_evidence_gives_the_text_back(reading):
    for part, campaign in zip(reading.parts, reading.campaigns, strict=True):
        lines = {(page.number, n): line for page in part.pages for n, line in enumerate(page.lines, 1)}
        for path, field in fields_of(campaign):
            assert (field.value is None) or field.evidence, path
            slices = [e for e in field.evidence if e.role == "value"]
            words = [lines[e.page, e.line].text[e.start : e.end] for e in slices]
            assert " ".join(" ".join(words).split()) == (field.text or ""), path
            for e in field.evidence:
                lo, hi = lines[e.page, e.line].raw_span(e.start, e.end)
                assert e.raw == lines[e.page, e.line].raw[lo:hi]
                assert e.box is None or (0 <= e.box[0] <= e.box[2] <= 1 and 0 <= e.box[1] <= e.box[3] <= 1)


@pytest.mark.parametrize("name", plans.names())
def test_every_value_of_a_text_plan_has_evidence_that_gives_it_back(text_plan, name):
    assert_evidence_gives_the_text_back(read(text_plan(name)))


def test_every_value_of_a_scan_has_evidence_with_a_box(scanned, truth_engine):
    reading = read(scanned(TWO_PAGES), engine=truth_engine(TWO_PAGES))
    assert_evidence_gives_the_text_back(reading)
    found = [f for _, f in fields_of(reading.campaigns[0]) if f.value is not None]
    assert len(found) > 20
    assert all(e.box for f in found for e in f.evidence)


def test_a_scan_and_its_text_give_the_same_header(scanned, text_plan, truth_engine):
    scan = read(scanned(TWO_PAGES), engine=truth_engine(TWO_PAGES)).campaigns[0].document
    text = read(text_plan(TWO_PAGES)).campaigns[0].document
    for name in ("type", "code", "issued_on", "place", "title"):
        assert getattr(scan, name).value == getattr(text, name).value, name
    assert scan.issuer.value == text.issuer.value


def test_a_form_feed_in_text_is_a_page_break(text_plan):
    reading = read(text_plan(TWO_PAGES))
    assert [page.number for page in reading.parts[0].pages] == [1, 2]
    assert [p.verdict for p in reading.campaigns[0].source.pages] == [Verdict.TEXT, Verdict.TEXT]


def test_pages_read_in_chunks_of_any_size_give_the_same(scanned, truth_engine):
    path = scanned(WITH_TABLE)
    with open_document(path) as document:
        whole = [r.page for r in read_pages(document, Bench(truth_engine(WITH_TABLE)))]
        bench = Bench(truth_engine(WITH_TABLE))
        for size in (1, 2):
            starts = range(1, document.page_count + 1, size)
            chunks = [[read_page(p, bench) for p in document.pages(s, min(s + size - 1, len(whole)))] for s in starts]
            assert [r.page for r in connect(r for chunk in chunks for r in chunk)] == whole


def test_files_joined_are_the_pages_of_one_document(sheets, tmp_path, truth_engine):
    from PIL import Image as Picture

    paths = []
    for number, sheet in enumerate(sheets(TWO_PAGES), 1):
        paths.append(tmp_path / f"page{number}.png")
        Picture.fromarray(sheet.image).save(paths[-1], dpi=(300, 300))
    reading = read(*paths, engine=truth_engine(TWO_PAGES))
    assert [page.number for page in reading.parts[0].pages] == [1, 2]
    assert reading.campaigns[0].document.code.value == plans.load(TWO_PAGES).gold["document"]["code"]


def test_a_file_that_holds_two_documents_gives_two_definitions(tmp_path):
    names = [TWO_PAGES, "xa_dan_van_kheo"]
    path = tmp_path / "bound.txt"
    path.write_text("\f".join(plans.load(name).text for name in names), encoding="utf-8")
    campaigns = read(path).campaigns
    assert [c.document.code.value for c in campaigns] == [plans.load(name).gold["document"]["code"] for name in names]
    assert [(c.source.part.index, c.source.part.of) for c in campaigns] == [(1, 2), (2, 2)]
    assert campaigns[1].source.part.first_page == campaigns[0].source.part.last_page + 1


def test_files_joined_stay_one_document_whatever_stands_on_their_pages(text_plan):
    (campaign,) = read(text_plan(TWO_PAGES), text_plan("xa_dan_van_kheo")).campaigns
    assert (campaign.source.part.index, campaign.source.part.of) == (1, 1)
    assert campaign.document.code.value == plans.load(TWO_PAGES).gold["document"]["code"]


def test_a_text_of_more_than_a_million_characters_is_read(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(("Các đơn vị thực hiện nghiêm túc.\n" * 100 + "\f") * 330, encoding="utf-8")
    assert len(read(path).parts[0].pages) == 330


def test_an_absurdly_long_text_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "endless.txt"
    path.write_bytes(b"a" * 4_000_001)
    with pytest.raises(TooManyBytes, match="split it"):
        read(path)


def test_a_page_that_fails_makes_the_document_partial_and_keeps_the_rest(scanned, truth_engine):
    engine = truth_engine(TWO_PAGES, fails_on=frozenset({2}), failure=OcrTimeout("page 2: 120 s"))
    campaign = read(scanned(TWO_PAGES), engine=engine).campaigns[0]
    assert campaign.status == "partial"
    assert campaign.source.pages[1].error == "ocr_timeout: page 2: 120 s"
    assert campaign.document.code.value == plans.load(TWO_PAGES).gold["document"]["code"]
    assert [(i.code, i.path) for i in campaign.issues if i.severity == "error"] == [("page_failed", "source.pages.1")]


def test_a_crash_of_an_engine_on_one_page_is_that_pages_error(scanned, truth_engine):
    engine = truth_engine(TWO_PAGES, fails_on=frozenset({1}), failure=RuntimeError("segmentation fault"))
    campaign = read(scanned(TWO_PAGES), engine=engine).campaigns[0]
    assert campaign.source.pages[0].error == "error: RuntimeError: segmentation fault"
    assert campaign.source.pages[1].error is None


def test_a_missing_engine_fails_the_file_not_its_pages(scanned, truth_engine):
    engine = truth_engine(TWO_PAGES, fails_on=frozenset({1, 2}), failure=EngineMissing("tesseract is not on the PATH"))
    with pytest.raises(EngineMissing):
        read(scanned(TWO_PAGES), engine=engine)


def test_a_file_of_which_no_page_can_be_read_has_failed_for_the_reason_of_its_first_page(scanned, truth_engine):
    engine = truth_engine(TWO_PAGES, fails_on=frozenset({1, 2}), failure=OcrTimeout("too slow"))
    with pytest.raises(OcrTimeout, match="no page could be read; page 1: too slow"):
        read(scanned(TWO_PAGES), engine=engine)


def test_lists_that_are_empty_have_an_issue_that_says_why(text_plan):
    campaign = read(text_plan(TWO_PAGES)).campaigns[0]
    empty = [name for name, value in campaign.campaign if value == () and name != "slogans"]
    paths = {issue.path for issue in campaign.issues}
    assert [name for name in empty if f"campaign.{name}" not in paths] == []


def test_the_original_is_never_written_to(text_plan):
    path = text_plan(TWO_PAGES)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_the_pipeline_loads_while_pages_are_read(text_plan, monkeypatch):
    module = importlib.import_module("vanthu.pipelines.read")
    loaded = Event()
    monkeypatch.setattr(module, "warm", loaded.set)
    assert module.read(text_plan("cong_van_phat_dong")).campaigns
    assert loaded.is_set()


def test_readers_that_disagree_on_hand_written_digits_are_reported():
    from vanthu.models.page import Page, Trail
    from vanthu.pipelines.definition import _page_issues

    steps = ("fade_ink spots=1", "digits number=440 0.00 contradicted (OCR: 410)")
    pages = [Page(3, (), Trail(verdict=Verdict.OCR, steps=s)) for s in (steps, steps[:1], ("digits number=440 0.97",))]
    (issue,) = _page_issues(pages)
    assert (issue.code, issue.severity, issue.path) == ("digits_disagree", "warning", "source.pages.0")
    assert "440" in issue.message
    assert "410" in issue.message


def test_digits_that_nobody_could_read_are_reported_with_the_reason():
    from vanthu.models.page import Page, Trail
    from vanthu.pipelines.definition import _page_issues

    step = "digits not read: weights_missing: digits.onnx of the digit recogniser is not there"
    (issue,) = _page_issues([Page(1, (), Trail(verdict=Verdict.OCR, steps=(step,)))])
    assert (issue.code, issue.severity) == ("digits_not_read", "warning")
    assert "digits.onnx" in issue.message
