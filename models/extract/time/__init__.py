"""The time grammar: dates, periods, rhythms and times counted from events, in official Vietnamese."""

from vanthu.models.extract.time.atom import HANOI
from vanthu.models.extract.time.expression import STRETCHES, TimeContext, TimeExpression, Unit
from vanthu.models.extract.time.grammar import parse_times

__all__ = ["HANOI", "STRETCHES", "TimeContext", "TimeExpression", "Unit", "parse_times"]
