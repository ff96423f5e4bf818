# What a person does with vanthu, one word each.
.PHONY: demo test check bench install system services clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

demo: install  ## read the example scan and show its campaign definition
	$(BIN)/vanthu read --plain examples/ke_hoach_quet.pdf

test: install services  ## everything that holds the promises, slow ones included
	$(BIN)/pytest -n 2

check: install  ## style, types, floors, sizes: under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_house.py

TABLES := fields headers scans memory restore criteria_learning

bench: install  ## the tables of docs/benchmarks.md, on ../shared where it is there
	for table in $(TABLES); do echo "== $$table"; $(BIN)/python benchmarks/$$table.py || exit 1; done

install: system $(STAMP)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "vanthu needs Python 3.11 or later"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	touch $(STAMP)

system:  ## tesseract, its Vietnamese data, fonts: through apt where they are missing and can be had
	@sh .ci/system

services:  ## what only the tests need: PostgreSQL, through apt where it can be had
	@sh .ci/services

clean:
	rm -rf $(VENV) build dist
