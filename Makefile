# Commands of the project. `make run` and `make test` work on a fresh clone: they make .venv and install what they need.
# Another Python: make run PYTHON3=/path/to/python

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PYTHON3 ?= python3.12
# A candidate counts only if it runs: a version manager's shim may exist and fail.
CANDIDATES = "$(PYTHON3)" python3.12 python3.13 python3 python "$$HOME"/.pyenv/versions/3.1[2-9]*/bin/python
WORKS = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt
FAST = -m "not slow"
SHARED_OUT = -q -n 2 --dist loadfile --no-loadscope-reorder --durations=10
PYTEST = $(BIN)/python -m pytest $(SHARED_OUT)
PYTEST_MEASURED = $(PYTEST) --cov --cov-report= --cov-append
TESTS_OF_PART = $(shell find tests -name '$(PART)' -type d -o -name 'test_$(PART).py')
ROOMS = $(notdir $(shell find tests -mindepth 2 -type d ! -name '__pycache__'))
RULES = $(wildcard tests/sim/processes tests/sim/population tests/sim/test_short_run.py)
FILES = $(wildcard tests/sim/runs tests/sim/places tests/sim/test_documents.py)
REST = notebooks tests/experiments tests/cli $(RULES) $(FILES) \
	$(filter-out tests/sim/ tests/experiments/ tests/cli/ %__pycache__/,$(wildcard tests/*/)) $(wildcard tests/test_*.py)
# The rules uncompiled are tested beside the rest, in a process that takes what the two others leave idle.
# Its data lie apart: the others take up whatever begins with .coverage here.
OWN_DATA := $(VENV)/uncompiled.coverage
SAID := $(VENV)/uncompiled.log
UNCOMPILED = NUMBA_DISABLE_JIT=1 COVERAGE_FILE=$(CURDIR)/$(OWN_DATA) $(PYTEST_MEASURED) -n 1 -m "not slow and not compiled" $(RULES)
# With this set, as containers like to, each of the hundreds of processes of a test run would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help install run test test-all bench lint clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(BIN)/python:
	@for candidate in $(CANDIDATES); do \
		if "$$candidate" -c '$(WORKS)' >/dev/null 2>&1; then \
			echo "Making $(VENV) with $$("$$candidate" --version)"; exec "$$candidate" -m venv $(VENV); \
		fi; \
	done; \
	echo "fertsim needs Python 3.12 or newer with its venv module: install it from your system's packages, pyenv or python.org, or name it with 'make run PYTHON3=/path/to/python'." >&2; \
	exit 2

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing fertsim and its libraries into $(VENV)"
	@$(PIP) -e .
	@touch $@

$(INSTALLED_DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing fertsim, its libraries and the test tools into $(VENV)"
	@$(PIP) -e ".[dev]"
	@touch $(INSTALLED) $@

# make install    .venv with the libraries the simulation needs
install: $(INSTALLED)

# make run        Shaoxing 2020-2035 under national_only, in_force and plan, 100 draws at 1/100, half of them twice: out/first-run
run: $(INSTALLED)
	$(BIN)/fertsim run --scenario plan --against in_force --against national_only --sample 1/100 --split --from 2020 --to 2035 --out out/first-run

# make lint       style and types
lint: $(INSTALLED_DEV)
	$(BIN)/ruff check .
	$(BIN)/mypy

# make test       lint, fast tests, notebooks, beside them the rules once more uncompiled: branch coverage of sim at least 85 %,
#                 measured where it shows: rules uncompiled, the rest of sim by its own tests
# make test PART=childbearing    tests of one room only: the folders and files under tests/ of that name
test: lint
ifdef PART
	@test -n "$(TESTS_OF_PART)" || { echo "PART=$(PART): no folder of this name and no file test_$(PART).py is under tests/; rooms are $(ROOMS)" >&2; exit 2; }
	$(PYTEST) $(FAST) $(TESTS_OF_PART)
else
	$(BIN)/coverage erase
	@rm -f $(OWN_DATA)*
	@$(UNCOMPILED) >$(SAID) 2>&1 & uncompiled=$$!; trap "kill $$uncompiled" INT TERM; \
	{ $(PYTEST_MEASURED) $(FAST) tests/sim $(addprefix --ignore=,$(RULES) $(FILES)) && \
	$(PYTEST) $(FAST) --nbmake --nbmake-timeout=300 $(REST); } || { kill $$uncompiled; exit 1; }; \
	wait $$uncompiled; status=$$?; echo "The rules uncompiled:"; cat $(SAID); exit $$status
	$(BIN)/coverage combine --quiet --append $(OWN_DATA)
	$(BIN)/coverage report --include='sim/*' --fail-under=85 --skip-covered
endif

# make test-all   make test and the slow tests
test-all: test
	$(BIN)/python -m pytest -q -m slow --durations=0

# make bench      speed of all that docs/performance.md names
# make bench AGAINST=DIR    the same over another checkout, such as an older commit's, the two in turns
bench: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench $(if $(AGAINST),--against $(AGAINST))

# make clean      remove the installation and everything computed
clean:
	rm -rf $(VENV) out build *.egg-info .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
	find sim calibration experiments tests -name __pycache__ -prune -exec rm -rf {} +
