# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# Commands start a third faster when the modules are compiled, also where Python is told not to.
COMPILE := $(BIN)/python -m compileall -q resolver api rules

# What has to hold of the core also where it is compiled.
CORE_TESTS := $(filter-out tests/test_architecture.py tests/test_demo.py tests/test_wheel.py, \
	$(wildcard tests/test_*.py)) tests/laws tests/compiled/test_same_answers.py

# The tests take a core; the checkers and then the tests of the compiled core the other.
MAKEFLAGS += -j2

.PHONY: demo test unit fast lint format clean

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	$(COMPILE)
	touch $@

.venv/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e '.[test]'
	$(COMPILE)
	touch $@ .venv/.installed

demo: .venv/.installed
	$(BIN)/resolver demo data/demo/mentions.csv

test: lint unit fast

unit: .venv/.installed-test
	RESOLVER_PURE=1 $(BIN)/python -m pytest

fast: lint
	@$(BIN)/resolver compile || echo 'Its tests are left out.'
	@if $(BIN)/resolver compile --check; then HYPOTHESIS_STORAGE_DIRECTORY=.hypothesis/fast \
		$(BIN)/python -m pytest -p no:cacheprovider $(CORE_TESTS); fi

lint: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv resolver/_compiled dist build .mypy_cache .ruff_cache .pytest_cache
