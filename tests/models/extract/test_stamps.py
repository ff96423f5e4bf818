"""Secrecy, urgency and digital signatures."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.campaign import Status
from vanthu.models.extract.header.stamps import _moment
from vanthu.models.extract.time import HANOI

PLAN = "UBND XÃ TƠ TUNG\n{stamp}\nSố: 5/KH-UBND\nKẾ HOẠCH\nTrồng cây\nCăn cứ Luật;\n{body}\n"


@pytest.fixture
def stamped(read_text):
    return lambda stamp="", body="", after="": read_text(PLAN.format(stamp=stamp, body=body) + after)._.document


@pytest.mark.parametrize("word", ["HỎA TỐC", "HOẢ TỐC", "KHẨN", "THƯỢNG KHẨN"])
def test_urgency_stands_alone_on_its_line(stamped, word):
    assert stamped(word).urgency.value in {"HỎA TỐC", "KHẨN", "THƯỢNG KHẨN"}
    assert stamped(word).secrecy.status is Status.ABSENT


@pytest.mark.parametrize("word", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_secrecy_stands_alone_on_its_line(stamped, word):
    assert stamped(f" {word} ").secrecy.value == word


def test_a_stamp_that_a_transcript_writes_at_the_foot_of_the_page(stamped):
    assert stamped(body="Các thôn báo cáo về huyện./.\nKHẨN").urgency.value == "KHẨN"


def test_words_in_running_text_are_no_stamp(stamped):
    document = stamped(body="Báo cáo KHẨN về huyện; tài liệu MẬT giữ riêng và gửi công điện\nKHẨN")
    assert (document.urgency.value, document.secrecy.value) == (None, None)
    assert stamped("Mật").secrecy.value is None


@pytest.mark.parametrize(
    ("block", "signer", "email", "moment"),
    [
        ("Người ký: Hoàng Văn Thử\nEmail: thu@example.vn\nCơ quan: Xã\nThời gian ký: 11.10.2023 13:43:21 +07:00",
         "Hoàng Văn Thử", "thu@example.vn", "2023-10-11T13:43:21+07:00"),
        ("Ký bởi: UBND xã; Ngày ký: 26-11-2024 10:40:48", "UBND xã", None, "2024-11-26T10:40:48+07:00"),
        ("2023-10-11T13:43:21+0700\nTỉnh Gia Lai\nHoàng Văn Thử<thu@example.vn> đã ký lên văn bản này!",
         "Hoàng Văn Thử", "thu@example.vn", "2023-10-11T13:43:21+07:00"),
        ("Digitally signed by: UBND xã\nDate: 2023.10.11 13:43:21 +07'00'",
         "UBND xã", None, "2023-10-11T13:43:21+07:00"),
        ("SAO Y; Ủy ban nhân dân xã; Thời gian ký: 2025-02-18T08:31:36+07:00", None, None, "2025-02-18T08:31:36+07:00"),
    ],
)  # fmt: skip
def test_signature_blocks_of_several_tools(stamped, block, signer, email, moment):
    (field,) = stamped(after="Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nHoàng Văn Thử\n\n" + block).digital_signatures
    assert (field.value.signer, field.value.email) == (signer, email)
    assert field.value.signed_at.isoformat() == moment


def test_each_block_is_a_signature_of_its_own(stamped):
    block = "2023-10-11T13:4{n}:21+0700\nTỉnh Gia Lai\nHoàng Văn Thử<thu@example.vn> đã ký lên văn bản này!\n"
    found = stamped(
        after="Nơi nhận:\n- Lưu: VT.\n" + "\n\n".join(block.format(n=n) for n in range(3))
    ).digital_signatures
    assert [f.value.signed_at.minute for f in found] == [40, 41, 42]
    assert {f.value.organisation for f in found} == {"Tỉnh Gia Lai"}


@pytest.mark.parametrize(
    ("block", "organisation"),
    [
        ("26.11.2024 13:45:56\n+07:00", None),
        ("Cơ quan: Ủy ban nhân\ndân tỉnh Gia Lai,\nTỉnh Gia Lai\nThời gian ký:\n19.02.2025 07:55:13\n+07:00",
         "Ủy ban nhân dân tỉnh Gia Lai, Tỉnh Gia Lai"),
        ("21.03.2018 16:41:00 +07:00\nCV T56: 7T? 7 |", None),
        ("21.03.2018 16:41:00 +07:00\n«+", None),
        ("Cơ quan: Văn phòng Ủy\nban nhân dân, Tỉnh\nThời gian ký: 27/12/2021 17:22:11", None),
        ("Cơ quan: Văn phòng Ủy\nThời gian ký: 27/12/2021 17:22:11", None),
    ],
)  # fmt: skip
def test_the_body_of_a_signature_is_whole_or_not_told(stamped, block, organisation):
    (field,) = stamped(after="Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nHoàng Văn Thử\n\n" + block).digital_signatures
    assert field.value.organisation == organisation
    assert field.value.signed_at.utcoffset().total_seconds() == 7 * 3600


def test_a_zone_on_a_line_of_its_own_belongs_to_the_time(stamped):
    (field,) = stamped(after="Nơi nhận:\n- Lưu: VT.\n\n26.11.2024 13:45:56\n+09:00").digital_signatures
    assert field.value.signed_at.isoformat() == "2024-11-26T13:45:56+09:00"


def test_a_time_in_the_body_is_no_signature(stamped):
    assert stamped(body="Họp lúc 08:00 ngày 12/10/2023, thời gian: 12/10/2023 08:00.").digital_signatures == ()


def test_an_impossible_time_is_none():
    assert _moment("31.02.2023 25:61:00") is None


@given(st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001  hypothesis wants naive bounds
def test_every_printed_time_is_read_back(moment):
    seconds = moment.replace(microsecond=0)
    assert _moment(f"Thời gian ký: {seconds:%d.%m.%Y %H:%M:%S} +07:00") == seconds.replace(tzinfo=HANOI)
    assert _moment(f"{seconds:%Y-%m-%dT%H:%M:%S}") == seconds.replace(tzinfo=HANOI)
