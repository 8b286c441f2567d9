# Two commands: `make run` and `make test`. docs/getting-started.md has the plain commands.
# `make test` lints beside the tests. `make test-fast` leaves out the browser and whatever is slow;
# `make fuzz` tries many more imports than the tests do. Packages come from requirements.lock, with
# hashes; `make lock` rewrites it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
CASES ?= 3000
# Commands with files and options drawn by chance.
COMMANDS ?= 10000
# Messy files for each of twelve readers.
FILES ?= 800
# Moments at which `make soak` kills some work.
KILLS ?= 100
# Moments at which it kills a dashboard.
DASHBOARD_KILLS ?= 20
SEED ?= 1
# Processes that test side by side, each with one thread and data folders of its own.
WORKERS ?= 2
UV ?= uv
# Of torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl.
TORCH_CPU_HASH := sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
TORCH_PARTS := ^torch==|^triton==|^cuda-|^nvidia-
SEES_TORCH_CPU = $(BIN)/python -m pip index versions torch 2>/dev/null | grep -q '2\.13\.0+cpu' \
	&& $(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
# Compiled modules are kept whatever the shell says: each process would compile them all again.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder --durations 10

.PHONY: run test suite test-fast fuzz soak lint lock spark bench bench-ranking screenshots help clean

# Ten thousand, a hundred thousand and a million creators: about two hours.
bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench.versus

# Needs the public evaluation data (SCOUT_EVAL_DATA); the scale part does without.
bench-ranking: $(VENV)/.installed
	$(BIN)/python -m bench.ranking_quality --trials
	$(BIN)/python -m bench.ranking_scale

help:
	@echo "make run    install, build the demo data if there is none, open the dashboard"
	@echo "make test   install, lint, type-check, run all tests in WORKERS=2 processes"
	@echo "make test-fast  the tests without a browser and without the slow ones"
	@echo "make spark  install PySpark, for --engine spark of build, import and profile (needs Java 17)"
	@echo "make lock   rewrite the lock files after a change of requirements*.txt (needs uv)"
	@echo "make screenshots  take the pictures of README and docs again, on the demo data"
	@echo "make bench  times, memory and answers beside what people do instead, at up to a million creators"
	@echo "make bench-ranking  measure the ranking of creators for unseen brands"
	@echo "make fuzz   builds published at once 20 times in each order; CASES=3000 small imports, SEED=1, each on every page; FILES=800 messy files for each reader and as many sets of tables, COMMANDS=10000 commands"
	@echo "make soak   kill imports, builds, prunes, backups and restores at KILLS=100 random moments, SEED=1, cancel as many builds, and kill dashboards at DASHBOARD_KILLS=20; publish builds to ten readers; then 50 sessions on the build in use for five minutes, and 1,000 clicks of one"

run: $(VENV)/.installed
	$(BIN)/python -m core serve --port $(PORT)

test: $(VENV)/.installed-dev
	@$(MAKE) --no-print-directory -j 2 lint suite

suite: $(VENV)/.installed-dev
	$(PYTEST)

test-fast: $(VENV)/.installed-dev
	$(PYTEST) -m "not browser and not slow"

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/core/pipeline/test_publishing_order.py --publishing-rounds 20
	$(BIN)/python -m pytest tests/core/pipeline/test_import_cases.py \
		--import-cases $(CASES) --import-seed $(SEED) --import-pages all
	$(BIN)/python -m pytest tests/core/cli/test_fuzz.py tests/core/cli/test_fuzz_imports.py \
		tests/pages/test_hostile_followers.py \
		--fuzz-cases $(COMMANDS) --import-seed $(SEED) --timeout 7200
	$(BIN)/python -m pytest tests/core/store/reading/test_messy_files.py \
		tests/core/store/reading/test_hostile_files.py tests/core/store/reading/test_messy_sets.py \
		tests/core/queries/test_figures_of_messy_sets.py \
		--messy-files $(FILES) --import-seed $(SEED) --timeout 7200
	$(BIN)/python -m pytest tests/core/store/reading/test_properties.py \
		tests/core/web/kit/test_link_properties.py tests/core/workspace/test_name_properties.py \
		--hypothesis-profile fuzz --timeout 3600

soak: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/core/store/test_kills.py --kills $(KILLS) --kill-seed $(SEED) --timeout 3600
	$(BIN)/python -m pytest tests/core/cli/test_cancelling.py --cancellations $(KILLS) --kill-seed $(SEED) --timeout 3600
	$(BIN)/python -m pytest tests/browser/test_dashboard_kills.py \
		--dashboard-kills $(DASHBOARD_KILLS) --kill-seed $(SEED) --timeout 3600
	$(BIN)/python -m pytest tests/browser/test_publishing_to_readers.py --reading-seconds 60 --timeout 3600
	$(BIN)/python -m bench.load

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A package keeps the version it had where that still fits; `make lock UV_OPTIONS=--upgrade` raises all.
# PyPI's torch for Linux needs CUDA libraries of several GB. It has a file of its own with them, which
# is installed first where pip does not see the CPU wheel; the other two locks name that wheel alone.
screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m docs.make_pictures

lock:
	for name in requirements requirements-dev; do \
		awk '/^[a-z]/ { aside = /$(TORCH_PARTS)/ } !aside' $$name.lock > $$name.new && \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
			--no-header --no-emit-index-url --no-emit-find-links $(UV_OPTIONS) --output-file $$name.new $$name.txt && \
		awk '/^[a-z]/ { aside = /$(TORCH_PARTS)/ } !aside; \
			/^torch==/ { print $$0 "\n    --hash=$(TORCH_CPU_HASH)" }' $$name.new > $$name.lock && \
		awk '/^[a-z]/ { aside = /$(TORCH_PARTS)/ } aside' $$name.new > requirements-torch.lock && \
		rm $$name.new || exit 1; done
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header --no-emit-index-url --no-emit-find-links --output-file requirements-spark.lock \
		requirements-spark.txt

spark: $(VENV)/.installed requirements-spark.lock
	$(PIP) -r requirements-spark.lock

# The stamp files make a repeated call quick; a changed lock installs again.
$(VENV)/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else f"Python 3.11 or newer is needed, found {sys.version.split()[0]}. Install it, then: make PYTHON=python3.11 $(MAKECMDGOALS)")'
	@command -v cc >/dev/null || command -v gcc >/dev/null || { echo "A C compiler is needed to build LightFM. On Debian or Ubuntu: apt-get install build-essential python3-dev"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	($(SEES_TORCH_CPU)) || $(PIP) -r requirements-torch.lock
	$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
