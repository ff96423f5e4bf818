"""The answer: a campaign definition as its JSON, each value with its path, words and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vanthu.models.campaign import Campaign

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One value of an answer: where it stands (``campaign.deadlines.3``), what it says, and how sure it is.

    ``confidence`` is None for parts of a value that have no field of their own.
    """

    path: str
    value: Any
    text: str | None = None
    confidence: float | None = None


class Answer:
    """Looks into one campaign definition.

    Args:
        campaign: what was extracted.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.json: Json = campaign.model_dump(mode="json")

    def item(self, path: str) -> Item:
        """The field at a path; one without a value where it is null."""
        node: Any = self.json
        for part in path.split("."):
            node = node[int(part)] if isinstance(node, list) else node[part]
        return Item(path, node["value"], node["text"], node["confidence"])

    def items(self, path: str) -> list[Item]:
        """The fields of a list that hold a value."""
        node: Any = self.json
        for part in path.split("."):
            node = node[int(part)] if isinstance(node, list) else node[part]
        found = (self.item(f"{path}.{i}") for i in range(len(node)))
        return [item for item in found if item.value is not None]

    def criteria(self) -> list[Item]:
        """The criteria of all groups."""
        groups = range(len(self.json["campaign"]["criteria"]))
        return [item for i in groups for item in self.items(f"campaign.criteria.{i}.items")]


def part(item: Item, *names: str) -> Item:
    """A part of a value that is an object, with the words and the confidence of the whole."""
    value = item.value
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return Item(".".join((item.path, *names)), value, item.text, item.confidence)


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Json]]:  # noqa: ANN401  any part of a JSON document
    """Every field of a campaign definition with its path: objects that hold a value, a status and evidence."""
    if isinstance(node, dict):
        if {"value", "status", "evidence"} <= node.keys():
            yield path, node
            return
        for key, child in node.items():
            yield from walk(child, f"{path}.{key}" if path else key)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for i, child in enumerate(node):
            yield from walk(child, f"{path}.{i}")
