"""Where originals come from: folders, files, globs, zip archives, object stores, folders of page images."""

from vanthu.pipelines.archive.sources.archives import ZipLimits
from vanthu.pipelines.archive.sources.fetching import fetched
from vanthu.pipelines.archive.sources.finding import find
from vanthu.pipelines.archive.sources.original import Original, Refused
from vanthu.pipelines.archive.sources.passed_over import Noted

__all__ = ["Noted", "Original", "Refused", "ZipLimits", "fetched", "find"]
