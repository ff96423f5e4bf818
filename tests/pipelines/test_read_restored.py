from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from tests.models.restore.word_restorer import WordRestorer
from tests.pipelines.conftest import TruthEngine
from tests.pipelines.test_read import assert_evidence_gives_the_text_back
from vanthu.corpora import plans
from vanthu.corpora.errors import WeightsMissing
from vanthu.models.page import Verdict
from vanthu.pipelines.overlay import fields_of
from vanthu.pipelines.read import read
from vanthu.pipelines.settings import Settings
from vanthu.pipelines.stage_versions import restoration_version

PLAN = "huyen_60_ngay_dem"
TITLE = "KE HOACH\nphat dong phong trao thi dua xay dyng “chi b6 bén t6t” giai doan 2023 - 2028\n"
BODY = "Can ctr Nghi quyét s6 21-NQ/TW, ngay l6/6/2022 cia Ban Chap hanh\n" * 12
WORDS = {
    "KE": "KẾ", "HOACH": "HOẠCH", "phat": "phát", "dong": "động", "trao": "trào", "dua": "đua", "xay": "xây",
    "dyng": "dựng", "b6": "bộ", "bén": "bốn", "t6t”": "tốt”", "doan": "đoạn", "Can": "Căn", "ctr": "cứ", "Nghi": "Nghị",
    "quyét": "quyết", "s6": "số", "ngay": "ngày", "cia": "của", "Chap": "Chấp", "hanh": "hành",
    "l6/6/2022": "16/6/2022",
}  # fmt: skip


@pytest.fixture
def layer(tmp_path):
    """The text of a foreign OCR, whose image is gone."""
    path = tmp_path / "layer.txt"
    path.write_text(TITLE + BODY, encoding="utf-8")
    return path


def warnings_of(campaign):
    return [(i.code, i.path) for i in campaign.issues if i.severity == "warning"]


def confidences(campaign):
    return [field.confidence for _, field in fields_of(campaign) if field.value is not None]


def test_text_of_a_foreign_ocr_is_restored_before_anything_is_extracted(layer):
    reading = read(layer, restorer=WordRestorer(WORDS))
    (campaign,) = reading.campaigns
    assert campaign.source.pages[0].verdict == Verdict.RESTORE
    assert campaign.document.type.value.code == "KH"
    assert reading.parts[0].pages[0].lines[0].raw == "KE HOACH"
    assert [basis.value.code for basis in campaign.legal_bases] == ["21-NQ/TW"]


def test_evidence_of_restored_text_gives_back_what_was_read(layer):
    reading = read(layer, restorer=WordRestorer(WORDS))
    assert_evidence_gives_the_text_back(reading)
    (basis,) = reading.campaigns[0].legal_bases
    raw = " ".join(e.raw for e in basis.evidence)
    assert "quyét" in raw
    assert "quyết" in basis.text


def test_what_was_restored_is_said_and_every_changed_number_is_flagged(layer):
    (campaign,) = read(layer, restorer=WordRestorer(WORDS)).campaigns
    (summary,) = [i for i in campaign.issues if i.code == "restored"]
    assert (summary.severity, summary.path) == ("info", "source.pages.0")
    assert summary.message == "page 1: 132 words changed, 26 numbers among them"
    numbers = [i for i in campaign.issues if i.code == "number_restored"]
    assert {(i.severity, i.path) for i in numbers} == {("warning", "source.pages.0")}
    assert [i.message for i in numbers] == [
        "page 1, line 2: “b6” was restored to “bộ”",
        "page 1, line 2: “t6t”” was restored to “tốt””",
        "page 1, line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14: “s6” was restored to “số”",
        "page 1, line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14: “l6/6/2022” was restored to “16/6/2022”",
    ]


def test_fields_are_as_sure_as_the_restorer_of_their_words(layer):
    sure, unsure = (read(layer, restorer=WordRestorer(WORDS, confidence=c)).campaigns[0] for c in (0.95, 0.5))
    assert max(confidences(unsure)) <= 0.5 < max(confidences(sure))


def test_text_that_is_right_gives_the_very_same_definition_with_and_without_the_restorer(text_plan):
    path = text_plan(PLAN)
    restored = read(path, restorer=WordRestorer())
    (with_it,), (without,) = restored.campaigns, read(path, settings=Settings(restore=False)).campaigns
    assert restored.parts[0].pages[0].text.split("\n") == plans.load(PLAN).pages[0].split("\n")
    assert with_it.model_dump(exclude={"source": {"stages"}}) == without.model_dump(exclude={"source": {"stages"}})


def test_the_stage_is_named_with_code_and_weights_and_absent_where_it_is_switched_off(text_plan):
    path = text_plan(PLAN)
    (restored,) = read(path, restorer=WordRestorer()).campaigns
    names = [stage.name for stage in restored.source.stages]
    assert names == ["verdict", "layer_check", "clean", "ocr", "reread", "layout", "restore", "split", "extract"]
    (stage,) = [stage for stage in restored.source.stages if stage.name == "restore"]
    assert stage.version == f"{restoration_version()}.words"
    assert stage.seconds >= 0
    (off,) = read(path, settings=Settings(restore=False), restorer=WordRestorer()).campaigns
    assert "restore" not in [stage.name for stage in off.source.stages]


def test_text_of_a_foreign_ocr_that_is_not_restored_is_doubted_and_says_so(layer):
    (campaign,) = read(layer, settings=Settings(restore=False)).campaigns
    assert warnings_of(campaign) == [("not_restored", "source.pages.0")]
    assert all(confidence < 0.75 for confidence in confidences(campaign))


@pytest.mark.parametrize("failure", [WeightsMissing("tagger.onnx is not there"), RuntimeError("boom")])
def test_a_restorer_that_fails_leaves_the_document_as_read_and_says_why(layer, failure):
    (campaign,) = read(layer, restorer=WordRestorer(WORDS, failure=failure)).campaigns
    (issue,) = [i for i in campaign.issues if i.severity == "warning"]
    assert (campaign.status, issue.code) == ("complete", "not_restored")
    assert str(failure) in issue.message


def test_a_restorer_that_finds_nothing_leaves_the_warning(layer):
    (campaign,) = read(layer, restorer=WordRestorer({})).campaigns
    assert warnings_of(campaign) == [("not_restored", "source.pages.0")]
    assert "nothing to change" in campaign.issues[0].message


class DoubtfulEngine(TruthEngine):
    """Reads one word of the first page wrong, and doubts it."""

    def read(self, image, *, dpi, mode="page"):
        return [
            replace(line, words=tuple(doubted(word) for word in line.words))
            for line in super().read(image, dpi=dpi, mode=mode)
        ]


def doubted(word):
    return replace(word, text="dyng", confidence=0.4) if word.text == "dựng" else word


def test_a_word_that_ocr_doubted_is_restored_on_the_page(scanned, sheets):
    name = "huyen_uy_nong_thon_moi"
    reading = read(scanned(name), engine=DoubtfulEngine(sheets(name)), restorer=WordRestorer())
    lines = list(chain.from_iterable(page.lines for part in reading.parts for page in part.pages))
    changed = [line for line in lines if line.raw != line.text]
    assert changed
    assert all("dyng" in line.raw and "dựng" in line.text for line in changed)
    assert [i.code for i in reading.campaigns[0].issues if i.path == "source.pages.0"] == ["restored"]
    assert_evidence_gives_the_text_back(reading)


def test_a_scan_whose_words_are_right_stays_as_it_was_read(scanned, truth_engine):
    restorer = WordRestorer()
    reading = read(scanned(PLAN), engine=truth_engine(PLAN), restorer=restorer)
    assert restorer.seen
    assert all(line.text == line.raw for page in reading.parts[0].pages for line in page.lines)
    assert [issue for issue in reading.campaigns[0].issues if issue.code == "restored"] == []
