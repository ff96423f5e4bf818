"""Recogniser of the digits in number and date lines, hand-written or printed."""
