# Two commands: `make run` and `make test`. docs/getting-started.md has the plain commands.
# `make test-fast` leaves out the browser and whatever is slow; `make fuzz` tries many more imports
# than the tests do. Packages come from requirements.lock, with hashes; `make lock` rewrites it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
CASES ?= 3000
SEED ?= 1
# Processes that test side by side, each with one thread and data folders of its own.
WORKERS ?= 2
UV ?= uv
# torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl: taken instead of PyPI's where pip finds it.
TORCH_CPU_HASH := sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --durations 10

.PHONY: run test test-fast fuzz lint lock help clean

help:
	@echo "make run    install, build the demo data if there is none, open the dashboard"
	@echo "make test   install, lint, type-check, run all tests in WORKERS=2 processes"
	@echo "make test-fast  the tests without a browser and without the slow ones"
	@echo "make lock   rewrite requirements.lock and requirements-dev.lock (needs uv)"
	@echo "make fuzz   try CASES=3000 small imports, SEED=1, and open every page on each"

run: $(VENV)/.installed
	$(BIN)/python -m core serve --port $(PORT)

test: $(VENV)/.installed-dev lint
	$(PYTEST)

test-fast: $(VENV)/.installed-dev
	$(PYTEST) -m "not browser and not slow"

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/core/pipeline/test_import_cases.py \
		--import-cases $(CASES) --import-seed $(SEED) --import-pages all

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A package keeps the version it had where that still fits; `make lock UV_OPTIONS=--upgrade` raises all. CUDA libraries are left out: PyPI's torch for Linux pins them
# itself, and the CPU build needs none.
lock:
	for name in requirements requirements-dev; do \
		cp $$name.lock $$name.new && \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
			--no-header --no-emit-index-url --no-emit-find-links $(UV_OPTIONS) --output-file $$name.new $$name.txt && \
		awk '/^[a-z]/ { cuda = /^(cuda|nvidia)-|^triton==/ } !cuda { print } \
			/^torch==/ { print "    --hash=$(TORCH_CPU_HASH) \\" }' $$name.new > $$name.lock && \
		rm $$name.new || exit 1; done

# The stamp files make a repeated call quick; a changed requirements file installs again. The second
# install adds what the lock leaves out: nothing, or the CUDA libraries of PyPI's torch.
$(VENV)/.installed: requirements.txt requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else f"Python 3.11 or newer is needed, found {sys.version.split()[0]}. Install it, then: make PYTHON=python3.11 $(MAKECMDGOALS)")'
	@command -v cc >/dev/null || command -v gcc >/dev/null || { echo "A C compiler is needed to build LightFM. On Debian or Ubuntu: apt-get install build-essential python3-dev"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-dev.lock $(VENV)/.installed
	$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	$(PIP) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
