# Gridward: `make serve` to try it, `make test` to prove it. Needs Python 3.11 or newer and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2
# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

.PHONY: help serve test lint bench lock format clean

help:
	@echo 'make serve   set up all, load the demo district, serve on http://$(HOST):$(PORT)'
	@echo 'make test    set up what the tests need, Chromium and PostgreSQL included, and run them'
	@echo 'make lint    ruff, mypy, import-linter'
	@echo 'make bench   side-by-side figures'
	@echo 'make lock    resolve the dependencies anew'

serve: $(VENV)/installed
	@exec $(BIN)/gridward serve --demo --host $(HOST) --port $(PORT)

test: $(VENV)/installed-dev
	@sh tests/install-needs.sh
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(TESTS)

lint: $(VENV)/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/installed-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/installed-bench
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python "$$b" || exit 1; done

$(VENV)/bin/pip:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Gridward needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3' >&2; exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python has no venv module. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making $(VENV) with $(PYTHON) …'
	@$(PYTHON) -m venv $(VENV)

# Every package is pinned with its hash; no compiler is needed.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-input

$(VENV)/installed: requirements.lock requirements-build.lock pyproject.toml | $(VENV)/bin/pip
	@echo 'Installing the locked packages (about a minute the first time) …'
	@$(PIP) --only-binary :all: --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@echo 'Compiling the geometry (about a minute, once) …'
	@$(BIN)/python -m gis.precompile
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo 'Installing what the tests need …'
	@$(PIP) --only-binary :all: --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/installed-bench: requirements-bench.lock $(VENV)/installed-dev
	@echo 'Installing the peers …'
	@$(PIP) --only-binary :all: --require-hashes -r requirements-bench.lock
	@touch $@

lock: $(VENV)/installed-dev
	@$(PIP) uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate -c requirements-dev.lock --extra bench pyproject.toml -o requirements-bench.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate -c requirements-dev.lock pyproject.toml -o requirements.lock
	@printf 'editables\nhatchling\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate -c requirements-dev.lock - -o requirements-build.lock

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
