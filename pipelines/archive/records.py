"""A campaign definition as a row of ``document``: what one looks for it by, beside the whole."""

from __future__ import annotations

import json
from typing import Any

KEYED = ("type", "code", "issuer", "issued_on")
"""The fields by which a document is found; the least sure of those found is the row's confidence."""


def document_row(sha256: str, definition: str) -> dict[str, Any]:
    """The row of a campaign definition, given as JSON."""
    campaign = json.loads(definition)
    part, fields = campaign["source"]["part"], campaign["document"]
    found = [fields[name]["confidence"] for name in KEYED if fields[name]["value"] is not None]
    return {
        "sha256": sha256,
        "part": part["index"],
        "of": part["of"],
        "first_page": part["first_page"],
        "last_page": part["last_page"],
        "status": campaign["status"],
        "type": (fields["type"]["value"] or {}).get("code"),
        "code": fields["code"]["value"],
        "issuer": (fields["issuer"]["value"] or {}).get("name"),
        "issued_on": fields["issued_on"]["value"],
        "title": fields["title"]["value"],
        "confidence": min(found, default=None),
        "definition": definition,
    }
