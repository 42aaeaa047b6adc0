# make demo: everything from nothing to a graph. make test: every test, on a real Neo4j.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked

.PHONY: demo test check docs setup clean lock

demo: $(STAMP)
	@$(BIN)/newsgraph demo samples/articles --source samples

test: $(STAMP)
	$(BIN)/pytest

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m graph_schema.reference --check
	$(BIN)/dg check defs

docs: $(STAMP)
	$(BIN)/python -m graph_schema.reference

setup: $(STAMP)

clean:
	-$(BIN)/newsgraph db stop
	rm -rf $(VENV) .newsgraph .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsgraph needs Python 3.11 or later; name one with make PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) (about a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock: $(STAMP)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet --output-file requirements.lock
