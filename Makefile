PYTHON ?= python3

.PHONY: demo test lint bench

demo: .venv/installed
	.venv/bin/python examples/seed_page.py

test: .venv/installed
	.venv/bin/pytest -q -n auto

lint: .venv/installed
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy $(wildcard src tests examples benchmarks)

bench: .venv/installed
	$(PYTHON) -m pip --python .venv install -q -e ".[bench]"
	.venv/bin/python -m benchmarks

# Debian splits ensurepip off, so the environment is made without pip and filled by the one outside.
.venv/installed: pyproject.toml
	$(PYTHON) -m venv --clear --without-pip .venv
	$(PYTHON) -m pip --python .venv install -q -e ".[dev]"
	touch $@
