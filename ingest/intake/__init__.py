"""From a file to its pages: sniff, open, unpack, within limits."""

from vanthu.ingest.intake.document import Document, PageSource
from vanthu.ingest.intake.opening import open_document, open_joined

__all__ = ["Document", "PageSource", "open_document", "open_joined"]
