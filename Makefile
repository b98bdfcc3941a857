# One command each for people and for CI. Everything is installed into .venv, in the versions of constraints.txt.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help report test slow lint check format soak bench example picture playground docs constraints clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

report: $(VENV)/installed  ## run every test on every mutant, and write reports/latest/index.html
	@$(BIN)/gradbreak run

PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 20

test: $(VENV)/developing  ## the tests of the engine, the harness and the report; under six minutes on two cores
	@echo "under six minutes on two cores; make slow runs those that take longest"
	@$(PYTEST) -m "not slow and not browser"

slow: $(VENV)/developing  ## the tests that run whole projects, classes, documents and a browser; about a quarter of an hour on two cores
	@$(PYTEST) -m "slow or browser"

lint: $(VENV)/developing  ## format, lint and types, as CI checks them
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

check: lint test slow  ## all that CI runs

format: $(VENV)/developing  ## format and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

soak: $(VENV)/developing  ## thousands of simulated grades of suites that rely on luck, and every honest sample 20 times; takes hours
	@$(BIN)/python -m tests.gradbreak.grading.rounds.coins
	@$(BIN)/python -m tests.gradbreak.grading.soak

bench: $(VENV)/developing  ## speed and memory beside mutmut's, as ratios; takes some minutes
	@$(BIN)/python -m benchmarks

example: $(VENV)/installed  ## rebuild the committed report in reports/example/
	@$(BIN)/gradbreak run --fresh --lang en --out reports/example

picture:  ## photograph the first screen of reports/example/ for the README
	@"$$(command -v chromium || command -v chromium-browser || command -v google-chrome)" --headless --no-sandbox \
		--disable-gpu --hide-scrollbars --window-size=1200,690 --screenshot=docs/finding.png \
		"file://$(CURDIR)/reports/example/index.html" 2>/dev/null

playground: $(VENV)/browser  ## the lesson as a site in reports/playground/: tests run in the browser; needs npm
	@$(BIN)/gradbreak playground --runtime $(VENV)/browser reports/playground

docs: $(VENV)/developing  ## make a site of docs/ in build/docs/; no network is used
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "Written: build/docs/index.html"

constraints: $(VENV)/developing  ## write down the versions that are installed now
	@{ head -n 1 constraints.txt; $(BIN)/python -m pip freeze --exclude-editable; } > $(VENV)/constraints.txt
	@mv $(VENV)/constraints.txt constraints.txt

clean:  ## remove what make and the tools have made; reports stay, and so does the original of an applied break
	rm -rf $(VENV) mutants .gradbreak/journal.jsonl .gradbreak/hypothesis build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "error: $(PYTHON) is older than Python 3.11. Name a newer one: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	@echo "installing ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/browser: $(VENV)/installed gradbreak/playground/npm/package-lock.json
	@echo "installing Python for the browser ..."
	@mkdir -p $@
	@cp gradbreak/playground/npm/package.json gradbreak/playground/npm/package-lock.json $@
	@npm ci --prefix $@ --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(VENV)/developing: $(VENV)/installed
	@echo "installing what development needs ..."
	@$(PIP) --editable '.[dev]'
	@touch $@
