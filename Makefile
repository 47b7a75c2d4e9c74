# make lab is all a reader needs; ARGS passes options on: make lab ARGS="--no-browser --port 8899"
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready
NODE_READY := node_modules/.ready
# in a container one is often root, and Jupyter wants to be told that this is meant
ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: lab venv test lint browser-test bench words

lab: $(READY)
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/00_start.ipynb notebooks $(ROOT) $(ARGS)

venv: $(READY)

# two at a time, each with one thread of its own: side by side, torch's threads wait for each other
test: lint
	npm test --silent
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal $(ARGS)

lint: $(READY) $(NODE_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npm run --silent check

browser-test: $(READY)
	$(BIN)/pytest -m browser -rs $(ARGS)

bench: $(READY)
	$(BIN)/python -m benchmarks $(ARGS)

# the sentences of the package, for translators
words: $(READY)
	$(BIN)/pybabel -q extract --mapping-file babel.cfg --no-default-keywords -k say \
		-k say_many:1,2 -k sayMany:1,2 --add-location file --sort-output \
		--no-wrap --project gpt_viz --copyright-holder "the authors of gpt_viz" \
		--output-file gpt_viz/locale/gpt_viz.pot gpt_viz

# one resolver run over the pins and the package's own ranges: they cannot drift apart
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("gpt_viz needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -e .
	@touch $@

# the page's JavaScript needs no build: node checks its types and runs its tests
$(NODE_READY): package.json package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || \
		{ echo "JavaScript is checked and tested by Node.js 20 or newer, which is not here: https://nodejs.org" >&2; exit 1; }
	npm ci --silent
	@touch $@
