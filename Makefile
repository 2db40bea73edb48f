# Everything happens in .venv; each target installs what it needs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: install demo test numbers lint build clean wire schema

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt labextension/package.json labextension/yarn.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or name it with make PYTHON=…"; exit 1; }
	@command -v node >/dev/null || { echo "Node 20 or later is needed: install nodejs from your system's packages"; exit 1; }
	@command -v git >/dev/null || { echo "git is needed: install git from your system's packages"; exit 1; }
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	rm -rf assemble_trace/labextension assemble_trace/replay/page/static
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	$(BIN)/jupyter server extension list 2>&1 | grep -q "assemble_trace.extension.*enabled"
	touch $(STAMP)
	mkdir -p labextension/lib && touch labextension/lib/.built

labextension/lib/.built: $(STAMP) labextension/page.config.mjs $(shell find labextension/src labextension/style labextension/schema -type f 2>/dev/null)
	cd labextension && jlpm install --immutable && jlpm build:prod
	$(BIN)/pip install --quiet --constraint constraints.txt --no-deps --editable .
	mkdir -p labextension/lib && touch $@

demo: labextension/lib/.built
	$(BIN)/assemble-trace demo

test: labextension/lib/.built
	sh tests/setup.sh
	cd labextension && jlpm test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

numbers: labextension/lib/.built
	$(BIN)/python -m tests.benchmarks

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

build: install
	rm -rf assemble_trace/labextension assemble_trace/replay/page/static dist
	$(BIN)/python -m build --wheel

wire: install
	$(BIN)/python labextension/scripts/wire.py

schema: install
	$(BIN)/python -c "from assemble_trace.replay.exports.document import published; print(published())" > docs/reference/trace.schema.json

clean:
	rm -rf $(VENV) dist build assemble_trace/labextension assemble_trace/replay/page/static labextension/node_modules labextension/lib
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
