"""Kinds of values: which component answers for a value, by its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from vanthu.models.campaign import Field


def kind_of(path: str) -> str:
    """``campaign.criteria.0.items.3`` → ``criteria``: which component answers for the value."""
    parts = [part for part in path.split(".") if not part.isdigit()]
    parts = parts[1:] if parts[0] in {"document", "campaign"} else parts
    return parts[0] if parts[-1] == "items" else ".".join(parts)


def values(node: Any, path: str) -> Iterator[tuple[str, Field[Any]]]:  # noqa: ANN401  any part of the model
    """Path and field of every value below a part of a campaign definition that stands at ``path``."""
    if isinstance(node, Field):
        if node.value is not None:
            yield path, node
    elif isinstance(node, tuple):
        for index, child in enumerate(node):
            yield from values(child, f"{path}.{index}")
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from values(getattr(node, name), f"{path}.{name}")
