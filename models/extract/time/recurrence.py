"""Rhythms: ``hằng năm``, ``định kỳ 06 tháng``, ``ngày 15 hằng tháng``, ``thường xuyên`` as RFC 5545 rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from vanthu.models.extract.time.cues import cue_before
from vanthu.models.extract.time.expression import Relation, TimeExpression, Unit

YEARLY, QUARTERLY, MONTHLY, WEEKLY, DAILY = (
    "FREQ=YEARLY",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY",
    "FREQ=WEEKLY",
    "FREQ=DAILY",
)
HALF_YEARLY = "FREQ=MONTHLY;INTERVAL=6"
EVERY = r"(?:hằng|hàng|mỗi|từng)"
UNITS = {"năm": YEARLY, "quý": QUARTERLY, "quí": QUARTERLY, "tháng": MONTHLY, "tuần": WEEKLY, "ngày": DAILY}
WEEKDAYS = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "bẩy": "SA", "cn": "SU"}
DIGIT_WEEKDAYS = {"2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}
NUMBER_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "chín": 9, "mười": 10}

HOUR = r"\d{1,2}(?:\s?(?:giờ|h|g)(?:\s?\d{2})?|:\d{2})\s*(?:phút|['’])?"
RHYTHM = regex.compile(
    rf"""(?<!\p{{L}})(?:
      (?P<workday>ngày\s+làm\s+việc\s+cuối\s+cùng\s+(?:của\s+)?(?:{EVERY}\s+)?tháng)
    | (?P<lastday>ngày\s+cuối\s+(?:cùng\s+)?(?:của\s+)?(?:{EVERY}\s+)?tháng(?!\s+\d))
    | (?P<part>(?:(?P<days>\d{{1,2}})\s+ngày\s+(?P<side>đầu|cuối)
        |tuần\s+(?:thứ\s+)?(?P<week>đầu|cuối|nhất|hai|ba|tư|[1-4])|(?P<side>đầu|cuối))
        \s+(?:(?:tiên|cùng)\s+)?(?:của\s+)?(?P<each>{EVERY}\s+)?(?P<of>quý|quí|tháng|năm)
        (?!\s+(?:học|nay|trước|sau|tới|này|\d|[IVl|]{{1,3}}(?!\p{{L}}))))
    | (?P<weekday>(?:\d{{1,2}}\s?(?:giờ|h|g)\s?(?:\d{{2}})?(?:\s*phút)?,?\s+)?(?:(?:sáng|chiều|tối)\s+)?
        (?:thứ\s+(?P<wd>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sun>chủ\s+nhật))
        (?:\s+(?:của\s+)?(?P<last>tuần\s+cuối(?:\s+cùng)?|cuối\s+cùng)(?:\s+(?:của\s+)?(?:{EVERY}\s+)?tháng)
          |\s+(?:(?:của\s+)?tuần\s+(?:thứ\s+)?(?P<nth>nhất|đầu|hai|ba|tư|[1-4])(?:\s+tiên)?|(?P<nth>đầu)(?:\s+tiên)?)
            \s+(?:của\s+)?(?:{EVERY}\s+)?tháng(?!\s+\d)
          |\s+{EVERY}\s+tuần)
        |{EVERY}\s+tuần[,\s]+(?:vào\s+)?(?:(?:sáng|chiều|tối)\s+)?(?:ngày\s+)?(?:thứ\s+(?P<wd>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sun>chủ\s+nhật)))
    | (?P<every>(?:định\s+kỳ\s+)?(?P<n>\d{{1,2}}|một|hai|ba|bốn|năm|sáu)\s+(?P<eu>năm|quý|tháng|tuần|ngày)
        \s*(?:/?\s*(?:một|1|01)\s+|/\s*)lần)
    | (?P<times>(?:\d{{1,2}}|một|hai|ba|bốn|năm)\s+lần\s*(?:/\s*|mỗi\s+|trong\s+(?:một|01|1)\s+)
        (?P<tu>ngày|tuần)(?:\s*\((?P<at>[^()]{{4,60}})\))?)
    | (?P<periodic>định\s+kỳ\s+\(?(?P<pn>\d{{1,2}}|ba|sáu|chín)\s+(?P<pu>năm|tháng|tuần)(?!\s+(?:đầu|cuối))
        (?P<yearly>(?:\s*,\s*|\s+và\s+)(?:(?:01?|1|một|cả)\s+)?năm(?!\s+(?:học|\d)))?)
    | (?P<count>(?:mỗi\s+(?P<cu>năm|quý|tháng|tuần)\s+(?:một|1|01)\s+lần
        |(?:một|1|01)\s+lần\s*(?:/|mỗi\s+)\s*(?P<cu2>năm|quý|tháng|tuần)))
    | (?P<plain>(?:(?:thường\s+xuyên|định\s+kỳ)\s*(?:,|và|(?=\())?\s+\(?)?
        (?P<hours>{HOUR}(?:\s*(?:,|và)\s+{HOUR})*,?\s+)?{EVERY}\s+(?P<unit>năm|quý|quí|tháng|tuần|ngày)
        (?!\s+(?:đồng|\d))(?P<half>(?:\s*,\s*|\s+và\s+)(?:0?6|sáu)\s+tháng(?!\s+(?:đầu|cuối)))?)
    | (?P<ongoing>(?:thường\s+xuyên|định\s+kỳ)
        (?:(?:\s*,\s*|\s+và\s+)(?:liên\s+tục|đột\s+xuất|định\s+kỳ|thường\s+xuyên))*
        (?:\s+khi\s+có\s+yêu\s+cầu)?)
    )(?!\p{{L}})""",
    regex.VERBOSE | regex.IGNORECASE,
)


WEEKDAY = regex.compile(
    r"(?<!\p{L})(?:thứ\s+)?(?:(?<=thứ\s+)(hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật)(?!\p{L})", regex.IGNORECASE
)


def find_rhythms(text: str) -> Iterator[TimeExpression]:
    """Rhythms without a date, left to right; ``định kỳ 06 tháng, hằng năm`` gives two."""
    for found in RHYTHM.finditer(text):
        rule = _rule(found)
        if found["part"] and not rule:
            continue
        unit = Unit.ONGOING if found["ongoing"] else Unit.RHYTHM
        bound = bool(found["part"] or found["hours"] or (rule and "BY" in rule))
        cue = cue_before(text, found.start()) if rule and bound else None
        relation: Relation = cue.kind if cue and cue.kind in ("before", "by") else "recurring"
        start = cue.start if cue and relation != "recurring" else found.start()
        base = TimeExpression(
            start, found.end(), relation, unit, recurrence=rule, approximate=bool(found["week"]), cued=cue is not None
        )
        yield base
        second = YEARLY if found["yearly"] else HALF_YEARLY if found["half"] else None
        if second:
            yield replace(base, recurrence=second)


def _last_day(_: regex.Match[str]) -> str:
    return f"{MONTHLY};BYMONTHDAY=-1"


def _part(found: regex.Match[str]) -> str | None:
    """``10 ngày đầu mỗi quý``, ``cuối quý``: the days or the month; ``cuối tháng`` alone names no rhythm."""
    of, side = found["of"].lower(), (found["side"] or found["week"]).lower()
    count = int(found["days"] or 0)
    days = ",".join(str(n if side == "đầu" else -n) for n in range(1, count + 1))
    if of == "năm":
        month = 12 if side == "cuối" else 1
        return f"{YEARLY};BYMONTH={month}" if found["each"] and not count else None
    if of == "tháng":
        return f"{MONTHLY};BYMONTHDAY={days}" if days else MONTHLY if found["each"] or found["week"] else None
    if side not in ("đầu", "cuối"):
        return None
    months = "1,4,7,10" if side == "đầu" else "3,6,9,12"
    return f"{YEARLY};BYMONTH={months}" + (f";BYMONTHDAY={days}" if days else "")


def _weekday(found: regex.Match[str]) -> str:
    day = "SU" if found["sun"] else WEEKDAYS.get(found["wd"].lower()) or DIGIT_WEEKDAYS[found["wd"]]
    nth = found["nth"] and {"nhất": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4}.get(found["nth"].lower(), found["nth"])
    return f"{MONTHLY};BYDAY={-1 if found['last'] else nth}{day}" if found["last"] or nth else f"{WEEKLY};BYDAY={day}"


def _times(found: regex.Match[str]) -> str:
    """``02 lần/tuần (thứ Ba và thứ Sáu)``: the days where they are printed; hours have no place in the rule."""
    named = WEEKDAY.findall(found["at"] or "")
    days = [WEEKDAYS.get(name.lower()) or DIGIT_WEEKDAYS.get(name) or "SU" for name in named]
    return UNITS[found["tu"].lower()] + (f";BYDAY={','.join(days)}" if days else "")


def _rule(found: regex.Match[str]) -> str | None:
    readers = {"lastday": _last_day, "part": _part, "weekday": _weekday, "times": _times}
    for kind, read in readers.items():
        if found[kind]:
            return read(found)
    if found["workday"]:
        return "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    if found["every"]:
        return with_interval(found["eu"], found["n"])
    if found["periodic"]:
        return with_interval(found["pu"], found["pn"])
    if found["count"]:
        return UNITS[(found["cu"] or found["cu2"]).lower()]
    return UNITS[found["unit"].lower()] if found["plain"] else None


def with_interval(unit: str, number: str) -> str | None:
    """``02 năm`` is ``FREQ=YEARLY;INTERVAL=2``; None for nonsense such as zero."""
    count = int(number) if number.isdecimal() else NUMBER_WORDS[number.lower()]
    frequency = UNITS[unit.lower()]
    base, _, interval = frequency.partition(";INTERVAL=")
    count *= int(interval or 1)
    if not count:
        return None
    return base if count == 1 else f"{base};INTERVAL={count}"


SHARES_RHYTHM = regex.compile(
    rf"(?:\s*\([^()]{{0,30}}\))?\s*(?:,|;|và)\s[^.;:()\d]{{0,40}}(?P<label>(?:đợt|lần|kỳ)\s+\S{{1,4}}\s)?[^.;:()\d]{{0,40}}"
    rf"(?:tháng\s+\d{{1,2}}|\d{{1,2}}(?:\s?/\s?|\s+tháng\s+)\d{{1,2}})\s+(?P<year>{EVERY}\s+năm)(?!\p{{L}})",
    regex.IGNORECASE,
)
"""``đợt 1 vào tháng 6, đợt 2 vào tháng 11 hằng năm``: the rhythm stands once, behind the last of them."""
AFTER_DATE = regex.compile(
    rf"""\s*\)?,?\s*(?:
      (?P<quarter_end>(?:của\s+)?tháng\s+(?:cuối|thứ\s+(?:3|ba))\s+(?:cùng\s+)?(?:của\s+|trong\s+)?(?:{EVERY}\s+|các\s+)?quý)
    | (?P<quarter_start>(?:của\s+)?tháng\s+đầu\s+(?:tiên\s+)?(?:của\s+)?(?:{EVERY}\s+|các\s+)?quý
        (?:\s+(?:sau|tiếp\s+theo))?)
    | (?P<year>(?:của\s+)?(?:{EVERY}|các)\s+năm(?!\s+\d)
        |\((?:đối\s+với\s+)?(?:báo\s+cáo\s+)?(?:định\s+kỳ\s+)?(?:0?[69]\s+tháng|năm|quý)\)?)
    | (?P<month>(?:của\s+)?(?:{EVERY}\s+tháng|tháng\s+(?:sau|kế\s+tiếp|tiếp\s+theo|báo\s+cáo)|(?<=của\s)tháng(?!\s+\d)))
    )(?!\p{{L}})""",
    regex.VERBOSE | regex.IGNORECASE,
)
BEFORE_DATE = regex.compile(
    rf"""(?<!\p{{L}})(?:
      (?P<month>{EVERY}\s+tháng|báo\s+cáo\s+tháng)
    | (?P<year>{EVERY}\s+(?:năm|quý)|định\s+kỳ
        |(?:(?<!\d)0?[69]\s+tháng|(?:cả\s+|(?<![\p{{L}}\d]\s))năm)(?=\s*\((?:chậm\s+nhất\s+)?$)
        |\d{{1,2}}\s+(?:lần|đợt|kỳ)\s*/\s*năm
        |báo\s+cáo\s+(?:(?:sơ\s+kết|tổng\s+kết|định\s+kỳ|kết\s+quả|tiến\s+độ|tình\s+hình|thực\s+hiện)\s+){{0,3}}
          (?:0?[69]\s+tháng|năm(?!\s+học)|quý))
    )(?!\s*\d)(?!\p{{L}})(?P<between>[^.;]{{0,90}}?|(?<={EVERY}\s+năm)[^.]{{0,90}}?)$""",
    regex.VERBOSE | regex.IGNORECASE | regex.REVERSE,
)


def rule_of_date(day: int | None, months: tuple[int, ...], frequency: str) -> str | None:
    """Rule of a day or of months that come again; None where the printed parts do not make one."""
    if frequency in ("quarter_end", "quarter_start"):
        months = (3, 6, 9, 12) if frequency == "quarter_end" else (1, 4, 7, 10)
    listed = ",".join(str(m) for m in months)
    if day and not months:
        return f"{MONTHLY};BYMONTHDAY={day}" if frequency == "month" else None
    if not months or frequency == "month":
        return None
    return f"{YEARLY};BYMONTH={listed}" + (f";BYMONTHDAY={day}" if day else "")
