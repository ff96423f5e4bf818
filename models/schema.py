"""The JSON Schema of the campaign definition, each key with its meaning.

Meanings are the docstrings below the attributes. pydantic reads them too (``use_attribute_docstrings``), but whenever a
model is loaded, a tenth of a second that only the schema needs.
"""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from types import ModuleType
from typing import Any

from vanthu.models import campaign, provenance


def json_schema() -> str:
    """The schema as committed in ``docs/campaign.schema.json``."""
    parts = campaign.Campaign.model_json_schema()
    meanings = {**_meanings(provenance), **_meanings(campaign)}
    for part in [parts, *parts["$defs"].values()]:
        _describe(part, meanings)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": campaign.SCHEMA}
    return json.dumps(head | parts, ensure_ascii=False, indent=2)


def _describe(part: dict[str, Any], meanings: dict[str, dict[str, str]]) -> None:
    """Give each key of one model its meaning; ``Field[str]`` has the keys of ``Field``."""
    known = meanings.get(part["title"].partition("[")[0], {})
    for key, value in part.get("properties", {}).items():
        meaning = known.get(key) or known.get(f"{key}_")
        if meaning:
            value["description"] = meaning


def _meanings(module: ModuleType) -> dict[str, dict[str, str]]:
    """Class name → attribute → docstring, those of the first base in the same module included."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            base = ast.unparse(node.bases[0]).partition("[")[0] if node.bases else ""
            found[node.name] = {**found.get(base, {}), **dict(_attributes(node))}
    return found


def _attributes(node: ast.ClassDef) -> list[tuple[str, str]]:
    return [
        (attribute.target.id, inspect.cleandoc(text.value.value))
        for attribute, text in pairwise(node.body)
        if isinstance(attribute, ast.AnnAssign)
        and isinstance(attribute.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    ]
