"""The time grammar: dates, periods, rhythms and times counted from events, in official Vietnamese."""

from vanthu.models.extract.time.expression import TimeContext, TimeExpression, Unit
from vanthu.models.extract.time.grammar import parse_times

__all__ = ["TimeContext", "TimeExpression", "Unit", "parse_times"]
