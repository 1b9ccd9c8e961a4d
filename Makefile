# Each target does its whole set-up itself; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/installed  ## build .venv with the project and all its tools

.venv/installed: requirements.lock pyproject.toml setup.sh
	@PYTHON="$(PYTHON)" ./setup.sh

demo: setup  ## a year in an invented organisation: look-alike Docker Hub, ingest, dashboard
	@$(BIN)/hubtrail demo $(ARGS)

test: setup  ## all tests; installs the browser they need where it may
	@./tests/browser.sh
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: setup  ## formatting, types, layers, SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint warehouse --disable-progress-bar

lock:  ## pin every package again, with hashes and no address
	uv pip compile pyproject.toml --group dev --universal --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file requirements.lock

docs: setup  ## write docs/tables again from the comments in the database
	$(BIN)/python -m warehouse.describe docs/tables

pictures: setup  ## take README's pictures of the demo again
	@./tests/browser.sh
	$(BIN)/python -m pytest tests/test_browser_demo.py --pictures docs/images

clean:  ## remove what setup built
	rm -rf .venv .tools

.PHONY: help setup demo test check lock docs pictures clean
