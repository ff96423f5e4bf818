"""NOTICE names everything that is shipped and comes from others under a licence."""

from __future__ import annotations

import csv
import re
import tomllib

LICENCES = re.compile(r"\((?:MIT|OFL|BSD|Apache|CC[ -]BY)[^)]*\)")


def test_every_source_of_a_table_that_has_a_licence_is_in_the_notice(root):
    notice = (root / "NOTICE").read_text()
    sources = set()
    for table in (root / "corpora/gazetteer").glob("*.tsv"):
        with table.open(encoding="utf-8") as file:
            rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
            sources |= {(table.name, row["source"]) for row in rows if LICENCES.search(row.get("source") or "")}
    assert {table for table, _ in sources} == {"foreign_words.tsv", "given_names.tsv"}
    for table, source in sources:
        assert table in notice
        assert LICENCES.split(source)[0].split()[0] in notice


def test_the_notice_is_packed_beside_the_licence(root):
    project = tomllib.loads((root / "pyproject.toml").read_text())
    assert project["project"]["license-files"] == ["LICENSE", "NOTICE"]
    assert "/NOTICE" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
