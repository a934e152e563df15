# Two commands do everything on a fresh machine with Python (3.11 or newer) and make: `make demo` and `make test`.
PYTHON ?= python3
PIP_FLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# One process for each core; the tests of a file share what they have prepared.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo test test-long lint types unit golden bench docs clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) -c constraints.txt -e '.[dev]'
	touch $@

demo: $(INSTALLED) ## a planted shape bug, found by mypy, raised by the decorator; then the reference operations
	@echo '== mypy, before the program runs: conformable check examples/planted_bug.py'
	@$(BIN)/conformable check examples/planted_bug.py; test $$? -eq 1
	@echo
	@echo '== the decorator, while it runs: python examples/planted_bug.py'
	@$(BIN)/python examples/planted_bug.py; test $$? -eq 1
	@echo
	@echo '== the reference operations, static shape against run-time shape: python -m conformable verify --reference'
	@$(BIN)/python -m conformable verify --reference

test: lint types unit ## everything that CI runs

test-long: lint types $(INSTALLED) ## the same, with the tests that take minutes
	$(PYTEST) -m 'long or not long'

lint: $(INSTALLED) ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED) ## mypy --strict on our own code, with our own plugin
	$(BIN)/mypy

unit: $(INSTALLED) ## the tests alone
	$(PYTEST)

golden: $(INSTALLED) ## rewrite the expected messages in tests/golden; then read the diff
	$(BIN)/python -m pytest tests/test_golden.py --update-golden

bench: $(INSTALLED) ## what checking costs, static and at run time
	for program in benchmarks/*.py; do $(BIN)/python $$program || exit 1; done

docs: $(INSTALLED) ## the documentation, as pages in build/docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) -c constraints.txt -e '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

clean: ## remove the virtual environment, the caches and what was built
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
