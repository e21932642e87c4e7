# A dozen verbs. Each installs what it needs and does it once; CI runs the same ones.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8000
TEMPLATES = $$(find src -path '*/templates/*' -type f)
DATELINE_HOME ?= var
export DATELINE_HOME
# Debian keeps nginx, Varnish and Dovecot where a person's own PATH does not look.
export PATH := $(PATH):/usr/local/sbin:/usr/sbin:/sbin

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check format bench drill browser lock release clean

help: ## What each verb does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(VENV)/ready ## The command `.venv/bin/dateline`, with all that it needs
	@echo "$(BIN)/dateline stands ready; next: $(BIN)/dateline setup --name 'Our Paper' --url https://example.com"

demo: $(VENV)/ready ## The demo newsroom on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/dateline demo --port $(PORT)

serve: $(VENV)/ready ## This installation (DATELINE_HOME), served
	@$(BIN)/dateline serve --port $(PORT)

test: $(VENV)/dev $(VENV)/machine ## The whole suite, browser and all; then on PostgreSQL what stands on the database
	@$(BIN)/pytest
	@TEST_DATABASE=postgresql $(BIN)/pytest tests/rooms tests/paths

browser: $(VENV)/dev $(VENV)/machine ## The tests that a person's browser walks
	@$(BIN)/pytest tests/browser

check: $(VENV)/dev ## Format, lint, templates, types, imports, spelling, migrations, docs
	$(BIN)/ruff format --check src tests bench drill
	$(BIN)/ruff check src tests bench drill
	$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/typos
	$(BIN)/python tools/migrations.py
	$(BIN)/pytest -q tests/habits

format: $(VENV)/dev ## Set code and templates in order
	$(BIN)/ruff check --fix src tests bench drill
	$(BIN)/ruff format src tests bench drill
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

bench: $(VENV)/dev $(VENV)/machine ## Every benchmark, a table each
	@for file in $$(grep -l __main__ bench/*.py); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

drill: $(VENV)/dev $(VENV)/machine ## The fault suite at full length, each drill with its control: an hour
	@$(BIN)/python -m drill --controls

lock: $(VENV)/dev ## Choose the newest versions that pyproject.toml allows
	@tools/lock

release: check test ## All checks, then the files of a release
	$(BIN)/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .

clean: ## Remove what make has made; DATELINE_HOME stays
	rm -rf $(VENV) build dist .tools

$(VENV)/ready: requirements.lock requirements-build.lock pyproject.toml
	@echo "setting up Python's packages …"
	@$(PYTHON) -c 'import sys; sys.exit("Dateline needs Python 3.11 or newer; say which with PYTHON=…" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/dev: $(VENV)/ready requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What tests and benchmarks use of the machine itself: Chromium, w3m, nginx, wrk, fonts, axe-core.
$(VENV)/machine: tools/machine package.json
	@tools/machine
	@touch $@
