# Two commands: `make run` and `make test`. Python 3.11+, pip and make are all they need.
PYTHON ?= python3
BIN := .venv/bin


.PHONY: run setup words access test test-postgres test-browser check static-checks lint types contracts translations migrations lock clean help

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

run:  ## set up, load the demo operator if the database is empty, start web server and worker
	@$(PYTHON) -m tools.setup default
	@$(BIN)/guanxi run

setup:  ## build .venv with the development group, fetch the lists the tests read
	@$(PYTHON) -m tools.setup dev
	@$(BIN)/python -m tools.naughty_strings

test: setup  ## set up and run the whole suite on SQLite
	@$(BIN)/python -m pytest

test-postgres: setup  ## run the suite on a throw-away PostgreSQL server
	@$(BIN)/python -m tools.postgres $(BIN)/python -m pytest -m "not browser"

test-browser: setup  ## run only the tests that drive Chromium
	@$(BIN)/python -m pytest -m browser

check: setup lint types contracts translations migrations  ## everything a developer runs before a commit
	@$(BIN)/python -m pytest

static-checks: setup lint types contracts translations migrations  ## the same without the tests

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@git ls-files '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	@$(BIN)/python -m tools.locks --check

types:
	@$(BIN)/mypy

contracts:
	@$(BIN)/lint-imports

translations:
	@$(BIN)/python -m tools.translations check

migrations:
	@$(BIN)/guanxi manage makemigrations --check --dry-run

words: setup  ## bring the catalogues in line with the code
	@$(BIN)/python -m tools.translations update

access: setup  ## write docs/operations/access.md from the policy table
	@$(BIN)/python -m tools.access_document

lock:  ## resolve the lock files anew
	@$(PYTHON) -m tools.setup dev
	@$(BIN)/python -m tools.locks

clean:  ## remove the environments; the data in var/ stays
	rm -rf .venv .uv .cache
