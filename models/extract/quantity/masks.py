"""Numbers that count nothing: dates, codes, references, names, hours, ages; what the quantity grammar leaves out."""

from __future__ import annotations

import regex

from vanthu.models.extract.citing.cited_documents import CODE, DATE, mentions

Span = tuple[int, int]

REFERENCES = (
    "số|khu vực|[Đđ]iều|[Kk]hoản|[Mm]ục|[Đđ]iểm|[Pp]hụ lục|[Mm]ẫu|[Bb]iểu|[Pp]hần|[Cc]hương|[Tt]iết|Đề án|Dự án"
    "|Tiểu dự án|[Nn]hóm|Vùng|Quận|Phường|[Mm]ức|cấp|loại|hạng|[Bb]ước|Tổ|Cụm|Khối|[Đđ]ợt|Vành đai|Quốc lộ|[Hh]ình"
    "|[Bb]ảng|lớp|tầng"
)
"""Words that name the number after them."""
TIMES = "tháng|quý|quí|năm|khóa|khoá|thứ|kỷ niệm|lần thứ|giai đoạn|nhiệm kỳ|thời kỳ|năm học|niên khóa"

MASKS = regex.compile(
    rf"""
      (?<!\p{{L}})ngày\s(?:\d{{1,2}}\s?(?:[-–]|đến|tới|và)\s?(?:ngày\s)?)?\d{{1,2}}
        (?:\s?[/.-]\s?\d{{1,2}}(?:\s?[/.-]\s?\d{{4}})?|\stháng\s\d{{1,2}}(?:\snăm\s\d{{4}})?)?
    | (?<!\d)\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?:19|20)\d{{2}}(?!\d)
    | (?<!\d)(?:0?[1-9]|1[0-2])\s?/\s?(?:19|20)\d{{2}}(?!\d)
    | (?<!\p{{L}}|[Mm]ỗi\s|[Hh][ằà]ng\s)(?:{TIMES.replace(" ", chr(92) + "s")})
        \s(?:\d{{1,4}}(?:\s?(?:[-–,]|và|đến|tới)\s?\d{{1,4}})*)(?:/\d{{4}})?(?!\d|\s?%)
    | (?<!\p{{L}}|[Mm]ỗi\s|[Tt]ừng\s)(?:{REFERENCES.replace(" ", chr(92) + "s")})
        \s(?:số\s)?\d{{1,4}}(?:\.\d{{1,2}})*(?!\d|\s?%|\s(?:điểm|triệu|tỷ)|[.,]\d|/\d)(?:\s?,\s?\d{{1,2}}(?!\s?%|\d|\s\p{{Ll}}))*
    | (?<!\d)(?:19|20)\d{{2}}(?:\s?[-–]\s?(?:19|20)\d{{2}})?(?=\s*(?:[,;.):]|$))
    | (?<!\d)(?:19|20)\d{{2}}\s?[-–]\s?(?:19|20)\d{{2}}
    | \d{{1,2}}\s?(?:h|giờ|g)\s?\d{{0,2}}(?:\sphút)?(?!\p{{L}}|\s?/\s?\p{{L}})
    | (?<!\d)\d{{1,3}}\s?(?:[-–]|đến)\s?\d{{1,3}}\s(?:tháng|tuổi|giờ|ngày|tuần|quý)(?!\p{{L}}|\scông)
    | (?<!(?:[íÍ]t\snhất|[tT]ối\sthiểu)\s|\d)\d{{1,3}}\s?(?:tháng|giờ|ngày|tuần|quý)(?!\p{{L}}|\scông|\s?/\s?\p{{L}})
    | \d{{1,3}}\s?(?:tháng|ngày|giờ)(?=\s(?:trước|kể\stừ|sau|làm\sviệc|tuổi)) | \d{{1,3}}\s?tuổi(?!\p{{L}})
    | (?<!\p{{L}})(?:trong|vòng|kế\shoạch|thời\shạn|thời\sgian)\s(?:vòng\s)?\d{{1,3}}\snăm(?!\sliền|\sliên)
    | (?:https?://|www\.)\S+ | (?<![\w.+-])[\w.+-]{{1,64}}@\S{{1,80}}
    | (?:ĐT|SĐT|Fax|[Đđ]iện\sthoại)\s?:?\s?[\d.\s-]{{6,}}
    | (?<!\d)0\d{{2,3}}[.\s]?\d{{3}}[.\s]?\d{{3,4}}(?!\d)
    | ^\s*(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]|\(\d{{1,2}}\))(?=\s)
    | “[^“”]{{1,200}}” | "[^"]{{1,120}}"
    """,
    regex.VERBOSE,
)


def masked(text: str) -> list[Span]:
    """Spans of ``text`` whose numbers are no quantities; a share after a citation is not part of its title."""
    spans = [found.span() for pattern in (MASKS, CODE, DATE) for found in pattern.finditer(text)]
    for mention in mentions(text):
        share = "%" in text[mention.head_end : mention.end]
        spans.append((mention.start, mention.head_end if share else mention.end))
    return spans
