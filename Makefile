# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.installed
EASYUI := .easyui/node_modules/jquery-easyui

# Some machines tell Python to keep no compiled modules. The suite starts hundreds of processes,
# and each would compile a few hundred modules anew; empty means "keep them".
export PYTHONDONTWRITEBYTECODE :=

# How many tests at once: as many as this kind of machine has cores.
WORKERS ?= 2

.PHONY: demo test test-easyui year chaos lint check serve messages bench clean browser display postgres rivals

demo: $(STAMP) browser
	$(VENV)/bin/ecqs demo

test: $(STAMP) browser display postgres
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal -m "not year and not easyui"

# A simulated year of three firms, month by month; long. ECQS_YEAR_PIECES=8 gives a short one.
year: $(STAMP) browser
	$(PYTHON) -m pytest -m year tests/year

# The widget and page suites once more, on the real EasyUI from npm, in the full Chromium.
test-easyui: $(STAMP) browser $(EASYUI)
	ECQS_TEST_BROWSER=chromium ECQS_ENGINES=easyui ECQS_EASYUI_DIR=$(abspath $(EASYUI)) $(PYTHON) -m pytest -n $(WORKERS) -m easyui tests/widgets tests/pages tests/contract

# What prints ratios; see benchmarks/README.md. All of them run, then it fails if one did.
# filing, growth and replay need a browser, the real EasyUI and other people's tools: half an hour.
BENCHMARKS ?= check planning polling filing growth replay
FILING := $(filter filing growth replay,$(BENCHMARKS))

bench: $(STAMP) $(if $(FILING),browser $(EASYUI) rivals)
	@status=0; for name in $(BENCHMARKS); do \
		echo "== benchmarks/$$name.py"; \
		ECQS_EASYUI_DIR=$(abspath $(EASYUI)) $(PYTHON) -m benchmarks.$$name || status=1; \
	done; exit $$status

rivals: $(STAMP)
	sh tools/ensure-rivals.sh $(PYTHON)

# Random kills and faults, then the portal's state compared with the workbook: docs/reliability.md.
ITEMS ?= 200
KILLS ?= 20
SEED ?= 1
ENGINE ?= lite
chaos: $(STAMP) browser $(if $(filter easyui,$(ENGINE)),$(EASYUI))
	ECQS_EASYUI_DIR=$(abspath $(EASYUI)) $(PYTHON) -m benchmarks.chaos --items $(ITEMS) --kills $(KILLS) --seed $(SEED) --engine $(ENGINE)

lint: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

serve: $(STAMP)
	$(VENV)/bin/ecqs mock serve

browser: $(STAMP)
	sh tools/ensure-browser.sh

display:
	sh tools/ensure-display.sh

postgres:
	sh tools/ensure-postgres.sh

$(EASYUI):
	sh tools/ensure-easyui.sh

$(STAMP): pyproject.toml constraints.txt
	sh tools/ensure-venv.sh
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

clean:
	rm -rf $(VENV) .easyui out build dist
