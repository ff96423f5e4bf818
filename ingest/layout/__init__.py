"""From words with boxes to lines in reading order, with regions and tables."""

from vanthu.ingest.layout.compose import ToBox, compose
from vanthu.ingest.layout.page_layout import Layout, carry_on, side_by_side
from vanthu.ingest.layout.running import mark_running

__all__ = ["Layout", "ToBox", "carry_on", "compose", "mark_running", "side_by_side"]
