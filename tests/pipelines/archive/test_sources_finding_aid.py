from __future__ import annotations

from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

from vanthu.corpora.errors import BadOption, FileMissing, FindingAidBroken
from vanthu.pipelines.archive.sources import Noted, Refused, find

ROWS = "Tên tệp,Phông,Mục lục số,Hồ sơ số,Tờ số,Ghi chú\na/Kế hoạch.pdf,UBND xã,2,17,1-4,rách\n"


@pytest.fixture
def shelf(tmp_path):
    for name in ("a/Kế hoạch.pdf", "b.pdf"):
        path = tmp_path / "shelf" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "shelf"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_the_row_of_a_file_is_carried_through_as_it_stands(shelf, tmp_path):
    counts: Counter[str] = Counter()
    aid = written(tmp_path / "aid.csv", ROWS)
    b, plan = find([str(shelf)], finding_aid=aid, counts=counts)
    assert plan.finding_aid == {"phông": "UBND xã", "mục lục": "2", "hồ sơ": "17", "tờ": "1-4", "Ghi chú": "rách"}
    assert b.finding_aid == {}
    assert counts == {Noted.WITHOUT_ROW: 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_of_spreadsheets_are_understood(shelf, tmp_path, encoding, separator):
    # Windows-1258 has letters with shapes and combining tones: decompose tones alone, as Windows does
    tones = dict.fromkeys("\u0300\u0301\u0303\u0309\u0323")
    text = "".join(spelled(c, tones) for c in ROWS) if encoding == "cp1258" else ROWS
    aid = written(tmp_path / "aid.csv", text.replace(",", separator), encoding)
    plan = list(find([str(shelf)], finding_aid=aid))[1]
    assert plan.finding_aid["phông"] == "UBND xã"


def spelled(char: str, tones: dict[str, None]) -> str:
    import unicodedata

    whole = unicodedata.normalize("NFD", char)
    tone = "".join(c for c in whole if c in tones)
    return unicodedata.normalize("NFC", "".join(c for c in whole if c not in tones)) + tone


def test_english_headers_quotes_and_paths_of_windows_are_understood(shelf, tmp_path):
    aid = written(
        tmp_path / "aid.csv",
        '"File\nname";Fonds;Inventory;Dossier;Sheets\r\n"a\\Kế hoạch.pdf";"A; ""B""";2;17;"1\n2"\r\n',
    )
    plan = list(find([str(shelf)], finding_aid=aid))[1]
    assert plan.finding_aid == {"phông": 'A; "B"', "mục lục": "2", "hồ sơ": "17", "tờ": "1\n2"}


def test_a_name_that_a_mac_decomposed_is_the_same_name(shelf, tmp_path):
    import unicodedata

    aid = written(tmp_path / "aid.csv", unicodedata.normalize("NFD", ROWS))
    assert list(find([str(shelf)], finding_aid=aid))[1].finding_aid["phông"] == "UBND xã"


def test_rows_that_match_no_file_are_reported_with_their_line(shelf, tmp_path):
    counts: Counter[str] = Counter()
    aid = written(tmp_path / "aid.csv", ROWS + "\n,X,1,2,3,\nA/kế hoạch.pdf,Y,1,2,3,\n")
    refused = [item for item in find([str(shelf)], finding_aid=aid, counts=counts) if isinstance(item, Refused)]
    assert [(item.uri.rsplit("/", 1)[1], item.name, item.code) for item in refused] == [
        ("aid.csv#line=4", "line 4", "not_found"),
        ("aid.csv#line=5", "kế hoạch.pdf", "not_found"),
    ]
    assert counts[Noted.WITHOUT_FILE] == 2


def test_an_aid_within_the_folder_is_no_original(shelf):
    counts: Counter[str] = Counter()
    aid = written(shelf / "aid.csv", ROWS)
    assert [item.name for item in find([str(shelf)], finding_aid=aid, counts=counts)] == ["b.pdf", "Kế hoạch.pdf"]
    assert counts[Noted.OWN] == 1


def test_members_of_archives_and_joined_pages_have_rows_too(tmp_path):
    with ZipFile(tmp_path / "box.zip", "w") as book:
        for name in ("kh_1.jpg", "kh_2.jpg", "x.pdf"):
            book.writestr(name, name)
    aid = written(tmp_path / "aid.csv", "file,fonds\nx.pdf,A\nkh,B\n")
    found = {
        i.name: i.finding_aid
        for i in find([str(tmp_path / "box.zip")], finding_aid=aid, join=r"(?P<doc>.+)_(?P<page>\d)\.jpg")
    }
    assert found == {"x.pdf": {"phông": "A"}, "kh": {"phông": "B"}}
    aid = written(tmp_path / "aid.csv", "file,fonds\nbox.zip/x.pdf,A\n")
    items = find([str(tmp_path)], finding_aid=aid)
    assert [item.finding_aid for item in items if item.name == "x.pdf"] == [{"phông": "A"}]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("phông,mục lục\nA,1\n", "utf-8", "no column"),
        ("", "utf-8", "no column"),
        ("file,fonds\na.pdf,A,too,many\n", "utf-8", "line 2 has 4 cells"),
        ("file,fonds\na.pdf,A\na.pdf,B\n", "utf-8", "lines 2 and 3 name the same file"),
        ("file,fonds,phông\n", "utf-8", "two columns are called phông"),
        ("file,fonds\n", "utf-16-le", "NUL"),
        ("Tªn tÖp,Ph«ng\na.pdf,UBND x· §iÖn Bµn\n", "latin-1", "no column|TCVN3"),
        ("file,fonds\n" + "a.pdf,ñy ban nh©n d©n huyÖn §iÖn Bµn, tØnh Qu¶ng Nam\n", "latin-1", "TCVN3|cells"),
        ('file,fonds\n"a.pdf,A\n', "utf-8", "line 2: unexpected end of data"),
        ('file,fonds\n"a"b,A\n', "utf-8", "line 2: .*expected after"),
        ("file,fonds\na.pdf," + "x" * 200_000, "utf-8", "line 2: field larger"),
        ("file,fonds\na.pdf,\xd2 k\x90\n", "latin-1", "Windows-1258|NUL"),
    ],
)
def test_an_aid_that_cannot_be_understood_ends_the_load_before_it_begins(shelf, tmp_path, text, encoding, said):
    with pytest.raises(FindingAidBroken, match=said):
        find([str(shelf)], finding_aid=written(tmp_path / "aid.csv", text, encoding))


def test_an_aid_goes_with_one_source_and_must_be_there(shelf, tmp_path):
    with pytest.raises(BadOption):
        find([str(shelf), str(tmp_path)], finding_aid=written(tmp_path / "aid.csv", ROWS))
    with pytest.raises(FileMissing):
        find([str(shelf)], finding_aid=tmp_path / "none.csv")
