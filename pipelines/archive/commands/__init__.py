"""``vanthu archive …``, thin: options in, one call, tables and data out.

What a command does is imported when it runs: ``vanthu read`` pays for no database.
"""

from vanthu.pipelines.archive.commands import copy, loading, originals, outward, standing
from vanthu.pipelines.archive.commands.app import app as archive

__all__ = ["archive", "copy", "loading", "originals", "outward", "standing"]
