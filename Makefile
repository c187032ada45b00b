# Everything a person types. Each target sets up what it needs, and says what is missing.

PYTHON := .venv/bin/python
STACK := $(PYTHON) -m infra.local

.DEFAULT_GOAL := help
.PHONY: help setup up down status backup restore demo test test-computing test-waiting check bench soak

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install or update .venv; done in a moment when nothing changed
	@infra/local/setup.sh

up: setup ## Start the local stack, or what of it is not running
	@$(STACK) up

down: setup ## Stop the local stack; its data stays
	@$(STACK) down

status: setup ## Show what runs, where, and how it is
	@$(STACK) status

backup: setup ## Write the state of the local stack into FILE, which it is stopped for
	@test -n "$(FILE)" || { echo 'say where: make backup FILE=stack.tar.gz'; exit 2; }
	@$(STACK) backup $(FILE)

restore: setup ## Put the state in FILE in the place of the local stack's
	@test -n "$(FILE)" || { echo 'say which: make restore FILE=stack.tar.gz'; exit 2; }
	@$(STACK) restore $(FILE)

demo: setup ## Turn the example meeting into a transcript with names (ARGS=--kill: and kill workers)
	@$(STACK) demo $(ARGS)

test: export OMP_WAIT_POLICY := PASSIVE
test: setup ## Run all tests against the real stack (ARGS="-k name" for some)
ifdef ARGS
	@$(PYTHON) -m pytest $(ARGS)
else
	@$(MAKE) --no-print-directory -j2 test-computing test-waiting
endif

# Side by side, each half on a stack of its own: these wait for brokers, databases and processes,
# while the others compute, with threads that do not spin while they wait. What these say comes
# whole, when they have ended.
WAITING := tests/gateway tests/infra tests/sinks tests/streams
WAITING_SAID := .local/test-waiting.txt

test-computing:
	@$(PYTHON) -m pytest $(addprefix --ignore=,$(WAITING))

test-waiting: export TEST_STACK = test-waiting
test-waiting:
	@mkdir -p .local
	@$(PYTHON) -m pytest $(WAITING) >$(WAITING_SAID) 2>&1; status=$$?; cat $(WAITING_SAID); exit $$status

check: setup ## Lint, types, import contracts, generated code and documents, schemas' compatibility
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy .
	.venv/bin/lint-imports
	$(PYTHON) -m schemas.generate --check
	$(PYTHON) -m schemas.compatibility
	$(PYTHON) -m streams describe --check

bench: setup ## Run one benchmark: make bench NAME=pipeline ARGS="--json out.json"
	@test -n "$(NAME)" || { echo 'say which: make bench NAME=pipeline'; exit 2; }
	@$(PYTHON) -m benchmarks.$(subst -,_,$(NAME)) $(ARGS)

soak: setup ## Faults under load: make soak NAME=kills ARGS="--recordings 30 --kills 100"
	@test -n "$(NAME)" || { echo 'say which: make soak NAME=kills'; exit 2; }
	@$(PYTHON) -m benchmarks.soak.$(NAME) $(ARGS)
