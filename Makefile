# The whole life of the project. `make` lists it.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
OUTPUT := $(CURDIR)/generated
# Where go doc looks for operations and models.
GO_DWS := $(CURDIR)/overlays/go/dws
# Node and Go come as Python packages.
TOOLS := PATH="$(CURDIR)/$(BIN):$$PATH" GOTOOLCHAIN=local GOFLAGS=-mod=readonly
GO_MODULES := generated/go overlays/go overlays/go/generate tests/go tests/foreign/go
# Certificates of this machine, as pip and a browser use them; no telemetry.
export UV_SYSTEM_CERTS = 1
export NODE_USE_SYSTEM_CA = 1
export REDOCLY_TELEMETRY = off
PATHS := docs overlays tests
TYPED := docs overlays/contract.py overlays/model.py overlays/reader.py overlays/renditions.py overlays/on_demand overlays/python tests

# What programs of the checkout import beside the packages of a development install.
generate demo client contract-power bench-contract bench bench-backup interop generators soak docs: \
	export PYTHONPATH = $(CURDIR)/docs:$(CURDIR)/overlays:$(CURDIR)/tests

.DEFAULT_GOAL := help
.PHONY: help setup generate check check-generated check-lint check-types check-typescript check-go check-contract test demo contract client contract-power bench-contract bench bench-backup interop generators soak release-check serve docs lock clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 26

setup: .venv/base.stamp ## Make .venv with the versions in requirements.lock (the other targets do this automatically)

.venv/uv.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@touch $@

INSTALL = $(BIN)/uv pip install --quiet --python .venv --build-constraints requirements.lock --constraints requirements.lock

.venv/base.stamp: .venv/uv.stamp pyproject.toml
	@echo "Setting up .venv (once)"
	@$(INSTALL) --group dev --editable '.[cli,clouds,contract,reference]'
	@touch $@

.venv/test.stamp: .venv/base.stamp
	@echo "Fetching what only tests need (once)"
	@$(INSTALL) --group test
	@touch $@

.venv/clients.stamp: .venv/base.stamp
	@echo "Fetching the generators of clients in other languages (once)"
	@$(INSTALL) --group clients
	@touch $@

.venv/oldest.stamp: .venv/uv.stamp tests/languages/oldest.lock
	@echo "Fetching the oldest Go and Node that the clients support (once)"
	@$(BIN)/uv pip install --quiet --python .venv --target .venv/oldest --require-hashes --requirements tests/languages/oldest.lock
	@touch $@

node_modules/.stamp: .venv/test.stamp package-lock.json
	@$(TOOLS) npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

generate: node_modules/.stamp ## Make generated/ from openapi.yaml; the same input gives the same bytes
	@model=$$(mktemp) && trap 'rm -f "$$model"' EXIT && $(BIN)/python overlays/reader.py openapi.yaml > "$$model" && \
		$(BIN)/python overlays/python/generate.py openapi.yaml "$(OUTPUT)/python" && \
		$(TOOLS) node overlays/typescript/generate/generate.ts "$$model" "$(OUTPUT)/typescript" && \
		$(TOOLS) go -C overlays/go/generate run . "$$model" "$(OUTPUT)/go" "$(GO_DWS)"

check: check-generated check-contract check-lint check-types check-typescript check-go ## Check that generated/ is up to date, run the linters (also those for the contract), check the types

check-generated: node_modules/.stamp
	@new=$$(mktemp -d) && trap 'rm -rf "$$new"' EXIT && $(MAKE) --no-print-directory generate OUTPUT="$$new/generated" GO_DWS="$$new" && \
		diff -r --exclude=__pycache__ generated "$$new/generated" && \
		diff overlays/go/dws/contract.gen.go "$$new" || \
		{ echo "generated/ is not what openapi.yaml gives: run make generate"; exit 1; }
	@echo "generated/: as openapi.yaml gives it"

check-contract: node_modules/.stamp
	@$(TOOLS) node_modules/.bin/redocly lint --config tests/lint/redocly.yaml openapi.yaml
	@$(TOOLS) node_modules/.bin/spectral lint --fail-severity hint --ruleset tests/lint/spectral.yaml openapi.yaml
	@tests/lint/breaking.sh

check-lint: .venv/base.stamp
	@$(BIN)/ruff check --quiet $(PATHS) && $(BIN)/ruff format --quiet --check $(PATHS)
	@echo "ruff: nothing to say"

check-types: .venv/test.stamp .venv/clients.stamp
	@$(BIN)/mypy $(TYPED) generated/python

check-typescript: node_modules/.stamp
	@$(TOOLS) node overlays/typescript/build.ts
	@$(TOOLS) node_modules/.bin/tsc -p tests/typescript
	@echo "tsc --strict: nothing to say"

check-go: .venv/test.stamp
	@for module in $(GO_MODULES); do \
		cd "$(CURDIR)/$$module" && $(TOOLS) sh -ec '"$$(go env GOROOT)/bin/gofmt" -d . | tee /dev/stderr | cmp -s - /dev/null; go vet ./...; \
			go tool -modfile="$(CURDIR)/overlays/go/generate/go.mod" staticcheck ./...' || exit 1; \
	done
	@echo "gofmt, go vet, staticcheck: nothing to say"

# TEST_SEED=N draws the order of the tests, the sample of faults and the generated cases anew.
SEEDED := $(if $(TEST_SEED),-p randomly --randomly-seed=$(TEST_SEED) --hypothesis-seed=$(TEST_SEED))
test: .venv/test.stamp .venv/clients.stamp .venv/oldest.stamp node_modules/.stamp ## Run every test (TEST_SEED=N: in a random order); the last lines say what was skipped and why
	@$(BIN)/python -m pytest --numprocesses 3 --no-loadscope-reorder --max-worker-restart 0 $(SEEDED) $(TESTS)
	@echo "make interop tests other people's clients, too"

interop: .venv/test.stamp ## Test other people's clients on the reference; print the table of the docs (ARGS=--write puts it there)
	@$(BIN)/python -m interop $(ARGS)
	@cd tests/interop/go && $(TOOLS) CGO_ENABLED=0 sh -ec '"$$(go env GOROOT)/bin/gofmt" -d . | cmp - /dev/null; go vet .'

generators: .venv/test.stamp .venv/clients.stamp node_modules/.stamp ## Test generators and other tools on the contract, print the table of the docs (ARGS=--write updates it)
	@$(BIN)/python -m programs.try_generators $(ARGS)

demo: .venv/base.stamp ## Show everything at work on the source document's own example
	@$(BIN)/python tests/programs/demo.py

# Recipes get these values in their environment: so no shell interprets them, and no process list shows the token.
contract: .venv/base.stamp ## Test an implementation: URL=… PROJECT_ID=… CLUSTER_ID=… (DWS_TOKEN, or AK/SK, in the environment)
	@if [ -n "$$TOKEN" ]; then export DWS_TOKEN="$$TOKEN"; fi; \
		$(BIN)/dws-contract --url "$$URL" --project-id "$$PROJECT_ID" --cluster-id "$$CLUSTER_ID" $(ARGS)

contract-power: .venv/test.stamp ## Plant every fault of the catalogue: which does the suite catch, and does it name the right clause? (ARGS=--help)
	@$(BIN)/python tests/programs/contract_power.py $(ARGS)

bench-contract: .venv/test.stamp ## Compare the suite with similar tools on the same faults (ARGS="--every 1" for all faults)
	@$(BIN)/python tests/programs/bench_contract.py $(ARGS)

bench: .venv/test.stamp node_modules/.stamp ## Compare the performance with similar tools: a table, also in build/bench (ARGS=--help)
	@$(BIN)/python -m programs.bench $(ARGS)

bench-backup: .venv/test.stamp node_modules/.stamp ## Compare dws-snapshots backup with a loop over openstack dws snapshot create
	@$(TOOLS) $(BIN)/python tests/programs/bench_backup.py

soak: .venv/base.stamp ## Create 10,000 snapshots exactly once while answers are lost and the server is killed (ARGS=--help)
	@$(BIN)/python tests/programs/soak.py $(ARGS)

# LANG is a language only if it is given on the command line; the environment's LANG is the locale.
CLIENT := $(if $(filter command,$(origin LANG)),$(LANG))
client: .venv/clients.stamp node_modules/.stamp ## Make a client in another language: LANG=java (or rust, kotlin, …); without LANG, list them
	@LANG=C.UTF-8 $(BIN)/python $(if $(CLIENT),-m on_demand.client_on_demand "$(CLIENT)",$(if $(filter --try,$(ARGS)),-m programs.try_clients,-m on_demand.client_table $(ARGS)))

release-check: node_modules/.stamp ## Do every step of a release except publishing (TAG=v1.2.3): versions, packages in dist/, their use from empty projects
	@$(TOOLS) $(BIN)/python tests/programs/release.py $(TAG)
	@rm -rf dist && mkdir -p dist/npm && $(BIN)/uv build --quiet --no-build-isolation --out-dir dist/python
	@$(TOOLS) node overlays/typescript/build.ts
	@$(TOOLS) npm pack --silent --pack-destination dist/npm ./build/typescript
	@$(TOOLS) npm publish --silent --dry-run dist/npm/*.tgz
	@$(BIN)/uv publish --quiet --dry-run dist/python/dws_snapshots-*
	@$(MAKE) --no-print-directory test TESTS="tests/project/test_package.py tests/project/test_release.py tests/languages"
	@echo "dist/: fit to be published"

serve: .venv/base.stamp ## Run the reference implementation on PORT, 8080 by default (ARGS=--help)
	@$(BIN)/dws-reference --port $(PORT) $(ARGS)

docs: node_modules/.stamp ## Build the documentation site in build/docs
	@$(BIN)/python docs/build.py

lock: .venv/base.stamp ## Update the pinned versions of Python packages in all four lock files
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --upgrade --all-extras --group clients --group dev --group test pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --upgrade --group peers --output-file tests/programs/bench/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --upgrade --group oldest --output-file tests/interop/python/oldest.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --upgrade --group oldest-toolchains --output-file tests/languages/oldest.lock

clean: ## Remove everything that make has made, except generated/
	@rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache node_modules
