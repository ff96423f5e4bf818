"""Purposes, requirements, participants and dossier. All sentences are invented."""

import pytest

from vanthu.models.extract.emulation.purposes import kind_of, leaning

READ = ("zones", "outline", "letterhead", "title", "names", "purposes", "participants", "dossier", "readiness")
HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 12/KH-UBND
Suối Mơ, ngày 05 tháng 02 năm 2024
KẾ HOẠCH
Phát động phong trào thi đua “Đường hoa ngõ sạch” năm 2024
Thực hiện Kế hoạch số 45/KH-UBND ngày 10/01/2024 của UBND huyện Đồi Thông, xã ban hành Kế hoạch như sau:
"""

PURPOSE, REQUIREMENT = "Tạo nếp sống sạch đẹp trong thôn.", "Việc chấm điểm phải công khai."


@pytest.fixture
def campaign(read_text):
    return lambda body, head=HEAD: read_text(head + body, READ)._.campaign


def values(fields):
    return [field.value for field in fields]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "both"),
        ("Mục đích - yêu cầu", "both"),
        ("Mục đích, ý nghĩa", "purpose"),
        ("Yêu cầu chung", "requirement"),
        ("MỤC TIÊU", "aim"),
        ("Mục tiêu cụ thể", "other"),
        ("Các chỉ tiêu cụ thể đến năm 2030", "other"),
        ("NỘI DUNG THI ĐUA", None),
    ],
)
def test_what_a_title_announces(title, kind):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    "body",
    [
        f"I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- {PURPOSE}\n2. Yêu cầu\n- {REQUIREMENT}\n",
        f"I- MỤC ĐÍCH, YÊU CẦU\n1- Mục đích: {PURPOSE}\n2- Yêu cầu: {REQUIREMENT}\n",
        f"I. MỤC ĐÍCH\n{PURPOSE}\nII. YÊU CẦU\n{REQUIREMENT}\n",
        f"I. MỤC ĐÍCH, YÊU CẦU\nMục đích:\n- {PURPOSE}\nYêu cầu:\n- {REQUIREMENT}\n",
        f"I. MỤC ĐÍCH, YÊU CẦU\n1. {PURPOSE}\n2. {REQUIREMENT}\n",
        f"I. MỤC ĐÍCH, YÊU CẦU\n- {PURPOSE}\n- {REQUIREMENT}\n",
        f"I. MỤC ĐÍCH VÀ YÊU CẦU\n{PURPOSE} {REQUIREMENT}\n",
    ],
)
def test_purposes_and_requirements_however_they_are_set(campaign, body):
    read = campaign(body + "III. NỘI DUNG THI ĐUA\n1. Trồng hoa dọc đường trục thôn.\n")
    assert values(read.purposes) == [PURPOSE]
    assert values(read.requirements) == [REQUIREMENT]


def test_an_item_without_its_full_stop_stays_an_item(campaign):
    read = campaign(
        "I. MỤC ĐÍCH\n1. Tạo nếp sống sạch đẹp trong thôn\n2. Nâng cao ý thức của mỗi hộ\nII. TIÊU CHÍ\n1. Một\n"
    )
    assert values(read.purposes) == ["Tạo nếp sống sạch đẹp trong thôn", "Nâng cao ý thức của mỗi hộ"]


def test_running_purposes_are_told_by_the_sentence(campaign):
    read = campaign(
        f"I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích:\n{PURPOSE} Gắn kết các hộ trong thôn.\n2. Yêu cầu: {REQUIREMENT}\n"
    )
    assert values(read.purposes) == [PURPOSE, "Gắn kết các hộ trong thôn."]


@pytest.mark.parametrize(
    "kind",
    [
        "THỂ LỆ\nHội thi “Đường hoa ngõ sạch” năm 2024",
        "QUYẾT ĐỊNH\nVề việc ban hành Quy chế xét tặng danh hiệu “Thôn sạch”",
    ],
)
def test_rules_of_contests_and_awards_have_purposes_too(campaign, kind):
    head = (
        HEAD.split("KẾ HOẠCH\n", maxsplit=1)[0].replace("KH-UBND", "TL-UBND" if kind.startswith("THỂ") else "QĐ-UBND")
        + kind
    )
    read = campaign(f"\nĐiều 1. Mục đích\n1. {PURPOSE}\nĐiều 2. Yêu cầu\n{REQUIREMENT}\n", head)
    assert (values(read.purposes), values(read.requirements)) == ([PURPOSE], [REQUIREMENT])


def test_an_aim_is_a_purpose_only_where_no_purpose_is_stated(campaign):
    aim = "I. MỤC TIÊU\n1. Mục tiêu chung\nXây dựng thôn xóm sạch đẹp.\n2. Mục tiêu cụ thể\n- Có 90% ngõ trồng hoa.\n"
    assert values(campaign(aim).purposes) == ["Xây dựng thôn xóm sạch đẹp."]
    both = campaign(f"I. MỤC ĐÍCH\n{PURPOSE}\n" + aim.replace("I. ", "II. "))
    assert values(both.purposes) == [PURPOSE]


def test_wording_leans_to_one_side():
    assert (
        leaning("Khơi dậy tinh thần tự giác của người dân.")
        < 0
        < leaning("Phong trào phải thiết thực, tránh phô trương.")
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "II. ĐỐI TƯỢNG, THỜI GIAN\n1. Đối tượng: các thôn; các trường học.\n2. Thời gian: năm 2024.\n",
            ["các thôn", "các trường học."],
        ),
        (
            "II. ĐỐI TƯỢNG THI ĐUA\n- Tập thể: các thôn trong xã;\n- Cá nhân: mọi người dân.\n",
            ["Tập thể: các thôn trong xã", "Cá nhân: mọi người dân."],
        ),
        (
            "II. PHẠM VI, ĐỐI TƯỢNG\n1. Phạm vi: toàn xã.\n2. Đối tượng\na) Các hộ gia đình;\nb) Các trường học.\n",
            ["Các hộ gia đình", "Các trường học."],
        ),
        (
            "1. Nội dung gồm ba phần.\n2. Đối tượng dự thi là học sinh các trường trong xã.\n",
            ["học sinh các trường trong xã"],
        ),
        (
            "II. ĐỐI TƯỢNG DỰ THI\n- Phụ nữ trong xã.\nKhông nhận bài của thành viên Ban Tổ chức.\n",
            ["Phụ nữ trong xã"],
        ),
        ("II. KHEN THƯỞNG\n1. Đối tượng khen thưởng: tập thể xuất sắc; cá nhân xuất sắc.\n", []),
        ("II. KHEN THƯỞNG\n1. Đối tượng: tập thể xuất sắc; cá nhân xuất sắc.\n", []),
        ("II. ĐỐI TƯỢNG, THỜI GIAN\n1. Đối tượng thụ hưởng\n- Người già neo đơn trong xã.\n", []),
    ],
)
def test_who_takes_part(campaign, body, found):
    assert [v.rstrip(".") for v in values(campaign(body).participants)] == [v.rstrip(".") for v in found]


@pytest.mark.parametrize(
    ("body", "items", "copies", "addressee", "via"),
    [
        (
            "Hồ sơ gồm tờ trình, biên bản họp thôn và báo cáo thành tích, lập 02 bộ, gửi về Phòng Nội vụ trước 05/12.",
            ["tờ trình", "biên bản họp thôn", "báo cáo thành tích"],
            2,
            "Phòng Nội vụ",
            None,
        ),
        (
            "Hồ sơ đề nghị khen thưởng (mỗi loại 01 bản) gửi Ủy ban nhân dân huyện (qua Phòng Nội vụ) trong năm.",
            [],
            1,
            "Ủy ban nhân dân huyện",
            "Phòng Nội vụ",
        ),
        (
            "Hồ sơ khen thưởng gồm:\n- Tờ trình của thôn;\n- Báo cáo (03 bộ).\nHồ sơ nộp Trạm Y tế qua Đội tự quản.",
            ["Tờ trình của thôn", "Báo cáo (03 bộ)."],
            3,
            "Trạm Y tế",
            "Đội tự quản",
        ),
        (
            "Hồ sơ khen thưởng gửi về Phòng Nội vụ (qua Đội tự quản), 02 bộ, gồm có:\n+ Tờ trình;\n+ Danh sách.",
            ["Tờ trình", "Danh sách."],
            2,
            "Phòng Nội vụ",
            "Đội tự quản",
        ),
        (
            "Thôn bình xét. Hồ sơ gồm:\nBáo cáo thành tích (02 bản), Biên bản họp và Tờ trình; gửi về Phòng Nội vụ.",
            ["Báo cáo thành tích (02 bản)", "Biên bản họp", "Tờ trình"],
            2,
            "Phòng Nội vụ",
            None,
        ),
        (
            "Hồ sơ dự thi lập thành 03 bộ, gửi trực tiếp hoặc qua đường bưu điện về Ban Tổ chức hội thi.",
            [],
            3,
            "Ban Tổ chức hội thi",
            None,
        ),
    ],
)
def test_the_dossier_of_a_nomination(campaign, body, items, copies, addressee, via):
    dossier = campaign(f"III. KHEN THƯỞNG\n1. Giấy khen của Chủ tịch UBND xã.\n2. {body}\n").dossier
    assert values(dossier.items) == items
    assert (dossier.copies.value, dossier.addressee.value, dossier.via.value) == (copies, addressee, via)


def test_files_of_procedures_are_no_dossier(campaign):
    dossier = campaign(
        "II. TIÊU CHÍ THI ĐUA\n1. Hồ sơ đất đai gồm: đơn, bản vẽ, gửi về Trung tâm hành chính công 02 bộ.\n"
    ).dossier
    assert (dossier.items, dossier.copies.value, dossier.addressee.value) == ((), None, None)


def test_minutes_have_none_of_these(campaign):
    head = HEAD.replace("KẾ HOẠCH\nPhát động phong trào thi đua", "BIÊN BẢN\nHọp bàn").replace(
        "KH-UBND\nS", "BB-UBND\nS"
    )
    read = campaign(f"I. MỤC ĐÍCH\n{PURPOSE}\nII. ĐỐI TƯỢNG THI ĐUA\n- Các thôn.\n", head)
    assert (read.purposes, read.participants) == ((), ())


def test_what_is_empty_is_absent_and_what_is_read_is_ready(read_text):
    doc = read_text(HEAD + f"I. MỤC ĐÍCH\n{PURPOSE}\nII. ĐỐI TƯỢNG THI ĐUA\n- Các thôn trong xã.\n", READ)
    assert not {"objective", "participants", "name"} & set(doc._.campaign.readiness.missing)
    codes = {issue.path: issue.code for issue in doc._.issues}
    assert codes["campaign.dossier"] == codes["campaign.responsibilities"] == "absent"
    assert "campaign.purposes" not in codes
