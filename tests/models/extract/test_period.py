import importlib
from datetime import date

from vanthu.models.campaign import DateField, Document, DocumentType, Evidence, Field, Period
from vanthu.models.extract.language import PIPELINE, register_extensions
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.tokenizer import VietnameseTokenizer
from vanthu.models.page import Line, Page, Trail, Verdict


def period_of(text: str, title: str = "Phát động phong trào thi đua", kind: str = "KH") -> Field[Period]:
    register_extensions()
    lines = (title, *text.split("\n"))
    source = SourceText((Page(1, tuple(Line.plain(line) for line in lines), Trail(Verdict.TEXT)),))
    doc = VietnameseTokenizer(importlib.import_module("spacy.vocab").Vocab())(source.text)
    doc._.source, doc._.zones = source, (Zone.TITLE, *(Zone.BODY for _ in lines[1:]))
    slices = (Evidence(page=1, line=1, start=0, end=len(title), raw=title),)
    doc._.document = Document(
        issued_on=DateField(value=date(2023, 9, 28)),
        type=Field[DocumentType](value=DocumentType(code=kind, name=kind)),
        title=Field[str](value=title, evidence=slices),
    )
    for name in ("outline", "period"):
        doc = getattr(importlib.import_module(PIPELINE[name]), name)(doc)
    return doc._.campaign.period


def days(field: Field[Period]) -> tuple[date | None, date | None] | None:
    return (field.value.start, field.value.end) if field.value else None


def test_the_label_goes_before_the_title():
    found = period_of(
        "1. Thời gian phát động: từ ngày 20/5/2024 đến hết ngày 05/8/2024.", "Phong trào thi đua năm 2024"
    )
    assert days(found) == (date(2024, 5, 20), date(2024, 8, 5))
    assert found.text == "từ ngày 20/5/2024 đến hết ngày 05/8/2024"


def test_waves_of_one_section_make_one_period():
    found = period_of(
        "2. Thời gian thi đua\n- Đợt 01: từ ngày 20/11/2025 đến ngày 03/12/2025;\n"
        "- Đợt 02: từ ngày 08 đến ngày 10 tháng 12 năm 2025.\n- Tổng hợp kết quả từ ngày 11/12 đến ngày 20/12/2025."
    )
    assert days(found) == (date(2025, 11, 20), date(2025, 12, 10))
    assert str(found.status) == "derived"


def test_a_sentence_about_the_campaign():
    found = period_of("- Phong trào thi đua được tổ chức trong vòng 05 năm, từ đầu tháng 11/2023 đến tháng 11/2028.")
    assert days(found) == (date(2023, 11, 1), date(2028, 11, 30))


def test_an_end_that_is_an_event_stays_open():
    found = period_of("2. Thời gian thực hiện: Từ tháng 10/2025 đến khi tổ chức thành công Đại hội.")
    assert days(found) == (date(2025, 10, 1), None)


def test_the_title_says_it_where_nothing_else_does():
    assert days(period_of("Nội dung.", "Phong trào thi đua giai đoạn 2023 - 2028")) == (
        date(2023, 1, 1),
        date(2028, 12, 31),
    )
    assert days(period_of("Nội dung.", "Phong trào thi đua năm 2024")) == (date(2024, 1, 1), date(2024, 12, 31))


def test_times_of_single_tasks_are_no_period():
    found = period_of(
        "1. Tuyên truyền\n- Mở chuyên mục.\nThời gian thực hiện: Tháng 12/2025.\n"
        "2. Tập huấn\n- Mở lớp.\nThời gian thực hiện: Quý I/2026.",
    )
    assert days(found) is None


def test_the_date_of_a_cited_document_in_the_title_is_no_period():
    found = period_of("Nội dung.", "Triển khai Nghị quyết số 214/NQ-CP về dữ liệu năm 2025")
    assert days(found) is None


def test_an_absent_period_has_no_value():
    assert str(period_of("Nội dung.").status) == "absent"


def test_the_years_in_the_title_of_a_decision_are_of_something_else():
    title = "Về việc sửa đổi bảng giá đất giai đoạn 2020 - 2024"
    assert period_of("Không nói gì.", title, "QĐ").value is None
    assert period_of("Không nói gì.", title, "KH").value is not None


def test_steps_of_the_work_are_no_period():
    found = period_of(
        "2. Thời gian, địa điểm\n- Các xã tổ chức hội thi trong tháng 6/2024.\n- Chấm giải từ 10 - 12/7/2024."
    )
    assert days(found) is None


def test_phases_under_the_label_make_the_period():
    found = period_of(
        "2. Thời gian thực hiện\n- Giai đoạn 1: tháng 3 - 5/2024.\n- Giai đoạn 2: từ tháng 6/2024 đến tháng 9/2024."
    )
    assert days(found) == (date(2024, 3, 1), date(2024, 9, 30))


def test_a_range_that_holds_the_next_is_the_whole_period():
    found = period_of(
        "2. Thời gian thực hiện\n- Đợt thi đua: từ ngày 15/9/2023 đến ngày 31/5/2024.\n"
        "- Đợt 1: từ ngày 15/9/2023 đến ngày 12/01/2024.\n- Năm học 2022 - 2023"
    )
    assert days(found) == (date(2023, 9, 15), date(2024, 5, 31))


def test_a_horizon_in_the_title_is_an_open_start():
    assert days(period_of("Nội dung.", "PHÁT TRIỂN HẠ TẦNG SỐ ĐẾN NĂM 2030")) == (None, date(2030, 12, 31))


def test_the_horizon_of_a_strategy_carried_out_is_no_period():
    assert days(period_of("Nội dung.", "Triển khai Chiến lược phát triển thanh niên đến năm 2030")) is None
