# Every target does its own set-up: only python3 (3.11 to 3.13) is needed. uv is used where found.
# Variables: PORT, SIMULATOR_PORT, DATA_DIR (see .env.example), PYTHON (which python3 to use).
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
LANGUAGES := nl fr en
TEST_DATABASE_URL ?= postgres://$(shell id -un)@127.0.0.1:5432/boekbrug
TEST_BROKER_URL ?= redis://127.0.0.1:6379/15
ARGS ?=

.PHONY: help setup setup-test setup-dev setup-e2e run demo simulator test test-services e2e lint format \
        types check bench fuzz-documents messages requirements clean

help:  ## show this list
	@grep -hE '^[a-z0-9-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 16

setup:  ## make .venv with what running needs
	@scripts/setup requirements.txt

setup-test:
	@scripts/setup requirements.txt requirements-test.txt

setup-dev:
	@scripts/setup requirements.txt requirements-test.txt requirements-dev.txt

setup-e2e:
	@scripts/setup requirements.txt requirements-test.txt requirements-e2e.txt

run: setup  ## database, demo data, and everything started: the address and login are printed
	@exec $(PY) manage.py serve --demo

simulator: setup  ## only the Exact simulator
	@exec $(PY) manage.py exact_simulator --port $${SIMULATOR_PORT:-8001} --database $${DATA_DIR:-data}/simulator.sqlite3

test: setup-test  ## the tests that need nothing but python3 (ARGS="-k word" for some)
	@$(PY) -m pytest $(ARGS)

test-services: setup-test  ## the same tests on PostgreSQL and Redis, with a real worker
	@$(PY) scripts/services.py "$(TEST_DATABASE_URL)" "$(TEST_BROKER_URL)"
	@DATABASE_URL="$(TEST_DATABASE_URL)" CELERY_BROKER_URL="$(TEST_BROKER_URL)" \
	    $(PY) -m pytest -m "not e2e and not bench" $(ARGS)

e2e: setup-e2e  ## click through the app in Chromium; screenshots go to screenshots/
	@scripts/chromium
	@$(PY) -m pytest -m e2e tests/e2e $(ARGS)

lint: setup-dev  ## style and import contracts
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@.venv/bin/lint-imports --no-logo

format: setup-dev  ## put the code in style
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

types: setup-dev  ## mypy --strict
	@$(PY) -m mypy

check:  ## all that CI runs
	@.ci/run

bench: setup-e2e  ## measure the figures of docs/benchmarks.md (WRITE=1 writes them there)
	@$(PY) -m tests.bench.run $(if $(WRITE),--write)

fuzz-documents: setup-test  ## 2,000 generated documents: all rules, and PDF = UBL = database = booking
	@FUZZ_DOCUMENTS=$${FUZZ_DOCUMENTS:-2000} $(PY) -m pytest tests/generated $(ARGS)

messages: setup-test  ## collect the texts for translation and compile them (needs gettext)
	@scripts/messages $(LANGUAGES)

requirements:  ## lock again after a change in pyproject.toml (needs uv; UPGRADE=1 for the newest)
	@python3 scripts/lock.py $(if $(UPGRADE),--upgrade)

clean:  ## remove what the targets made, but never the data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache staticfiles screenshots
