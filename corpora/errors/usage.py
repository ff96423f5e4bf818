"""Options that do not go together: exit code 2."""

from __future__ import annotations

from vanthu.corpora.errors.base import VanthuError


class UsageError(VanthuError):
    """Options that do not go together."""

    code = "usage"
    exit_code = 2
    cause = "The options do not go together."
    remedy = "See the help of the command, e.g. `vanthu read --help`."


class BadOption(UsageError):
    """An option that cannot be used here."""

    code = "bad_option"
    cause = "An option has a value that cannot be used, or does not go with another."
    remedy = "See the help of the command, e.g. `vanthu read --help`."


class Unconfirmed(UsageError):
    """Nobody is there to ask before something is deleted."""

    code = "unconfirmed"
    cause = "The command asks before it deletes, and there is no terminal to ask on."
    remedy = "Look at what it lists, then run it again with `--yes`."
