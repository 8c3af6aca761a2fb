# Everything a person or a machine does here. Each target sets up what it needs inside .venv.
PYTHON ?= python3
BIN := .venv/bin
KILLS ?= 500
POSTS ?= 10000
STORE ?= sqlite

.PHONY: help try test test-integrations check fix bench soak pictures lock clean

help:  ## show these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

.venv/ready: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Piton needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install -y" \
			"$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@echo "Setting up .venv (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

try: .venv/ready  ## a local Slack workspace with the bot in it
	@$(BIN)/piton try $(ARGS)

test: check  ## all tests and checks

test-integrations: .venv-integrations/ready  ## the readers on a real MLflow store and a real DVC, set up apart
	.venv-integrations/bin/python -m pytest -c /dev/null --rootdir . --noconftest -q -p no:cacheprovider \
		tests/integrations/real_*.py

.venv-integrations/ready: requirements-integrations.lock .venv/ready
	@test -x .venv-integrations/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-integrations
	@echo "Setting up .venv-integrations (half a minute the first time) ..."
	@$(BIN)/uv pip sync --quiet --python .venv-integrations/bin/python --require-hashes requirements-integrations.lock
	@touch $@

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal -m "not alone"
	$(BIN)/python -m pytest -m alone

fix: .venv/ready  ## format, and mend what a machine can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready  ## the figures, one JSON object a line
	$(BIN)/python -m tests.bench

soak: .venv/ready  ## the long trial by kill -9: KILLS=500 POSTS=10000 STORE=sqlite or postgres
	$(BIN)/python -m pytest tests/faults/soak_rows.py tests/faults/test_restarts.py
	@$(BIN)/python -m tests.faults.soak --kills $(KILLS) --posts $(POSTS) --store $(STORE)

pictures: .venv/ready  ## the screenshots in docs/pictures, by Chromium
	$(BIN)/python -m tests.browser.pictures

lock: .venv/ready  ## renew the pinned dependencies
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --upgrade pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --upgrade --extra dev pyproject.toml --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --upgrade --extra mlflow --extra integrations pyproject.toml \
		--output-file requirements-integrations.lock

clean:  ## forget .venv and caches
	rm -rf .venv .venv-integrations .mypy_cache .ruff_cache .hypothesis
