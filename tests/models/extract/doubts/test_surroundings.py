"""What stands around a value may turn it round, or be a part of it that was left out."""

from __future__ import annotations

import pytest

from vanthu.models.campaign import CampaignFacts, Field, LegalBasis, Quota
from vanthu.models.extract.doubts.surroundings import Surroundings
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Line, Page, Trail, Verdict

QUOTA = Quota(comparator="=", value=12, unit="count", noun="mô hình")


def source_of(*lines):
    return SourceText([Page(1, tuple(map(Line.plain, lines)), Trail(Verdict.TEXT))])


def read(source, kind, value, *texts):
    starts = [source.text.index(text) for text in texts]
    return source.field(kind, value, [(a, a + len(text)) for a, text in zip(starts, texts, strict=True)])


def signals(source, path, field, facts=None, bases=()):
    return Surroundings(source, facts or CampaignFacts(), bases).signals(path, field)


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        ("không vượt quá 12 mô hình", "negated"),
        ("tăng từ 12 mô hình lên 20 mô hình", "quotas: moves on"),
        ("Mỗi xã ~ 12 mô hình |", "dirt beside"),
    ],
)
def test_words_and_dirt_beside_a_number_cast_doubt_on_it(line, signal):
    source, plain = source_of(line), source_of("Mỗi xã có 12 mô hình")
    text = "quá 12 mô hình" if "quá" in line else "12 mô hình"
    found = signals(source, "campaign.quotas.0", read(source, Field[Quota], QUOTA, text))
    clean = signals(plain, "campaign.quotas.0", read(plain, Field[Quota], QUOTA, "12 mô hình"))
    assert (found[signal], clean[signal]) == (1.0, 0.0)


def test_words_between_the_parts_of_a_number_are_seen():
    source = source_of("Công đoàn cơ sở hỗ trợ thí sinh 12 mô hình")
    apart = read(source, Field[Quota], QUOTA, "Công đoàn cơ sở", "12 mô hình")
    whole = read(source, Field[Quota], QUOTA, "thí sinh 12 mô hình")
    assert signals(source, "campaign.quotas.0", apart)["quotas: words left out"] == 1.0
    assert signals(source, "campaign.quotas.0", whole)["quotas: words left out"] == 0.0


def test_a_cited_document_within_another_is_seen_in_both():
    line = "Kết luận số 18-KL/TW về thực hiện Chỉ thị số 10-CT/TW"
    source = source_of(line)
    outer = read(source, Field[LegalBasis], LegalBasis(code="18-KL/TW"), line)
    inner = read(source, Field[LegalBasis], LegalBasis(code="10-CT/TW"), "Chỉ thị số 10-CT/TW")
    for index, field in enumerate((outer, inner)):
        found = signals(source, f"legal_bases.{index}", field, bases=(outer, inner))
        assert found["legal_bases: shared words"] == 1.0
    alone = signals(source, "legal_bases.0", outer, bases=(outer,))
    assert alone["legal_bases: shared words"] == 0.0


def test_a_task_among_the_legal_bases_is_none():
    source = source_of("Căn cứ quy định về việc các đoàn thể", "tham gia góp ý", "Căn cứ Luật Thi đua")
    task = read(source, Field[str], "tham gia góp ý", "tham gia góp ý")
    basis = read(source, Field[LegalBasis], LegalBasis(type="Luật"), "Luật Thi đua")
    path = "campaign.responsibilities.0.tasks.0"
    assert signals(source, path, task, bases=(basis,))["among bases"] == 1.0
    assert signals(source, path, task)["among bases"] == 0.0


def test_a_body_that_fills_its_lines_may_be_cells():
    source = source_of("Trường", "Phòng Tổ chức", "Phòng Đào tạo: lập danh sách")
    path = "campaign.responsibilities.0.who"
    cells = read(source, Field[str], "Trường Phòng Tổ chức", "Trường\nPhòng Tổ chức")
    label = read(source, Field[str], "Phòng Đào tạo", "Phòng Đào tạo")
    assert signals(source, path, cells)["responsibilities.who: whole lines"] == 1.0
    assert signals(source, path, cells)["responsibilities.who: several lines"] == 1.0
    assert signals(source, path, label)["responsibilities.who: whole lines"] == 0.0


def test_a_value_without_words_has_no_surroundings():
    assert signals(source_of("x"), "campaign.form", Field(value="wave")) == {}
