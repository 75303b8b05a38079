# Every target sets up .venv by itself, from the locked set of versions.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check audit format bench lighthouse crash model texts lock clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 12

demo: $(VENV)/runtime ## A local Slack workspace and a status page, no Slack account needed
	$(BIN)/stormlamp demo

test: $(VENV)/development ## Run the tests; ARGS="-k thread" narrows them
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: $(VENV)/development ## Lint, format, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(VENV)/development ## Ask osv.dev whether a weakness is known of any version that is locked
	$(BIN)/python -m tests.checkers.advisories

bench: $(VENV)/development ## Measure, side by side in one run; ARGS="publish" measures one part
	$(BIN)/python -m tests.benchmarks $(ARGS)

lighthouse: $(VENV)/development ## Lighthouse's points for the public page, on a phone and on a desktop; needs npm and chromium
	$(BIN)/python -m tests.checkers.lighthouse

crash: $(VENV)/development ## Kill it hundreds of times, over both databases; ARGS="--rounds 2 --seed 7" does less, or the same again
	$(BIN)/python -m tests.crash $(ARGS)

model: $(VENV)/development ## Random histories against a model; ARGS="--examples 200 --seed 7" plays more, or the same again
	$(BIN)/python -m tests.model $(ARGS)

format: $(VENV)/development ## Format the code and mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

texts: $(VENV)/development ## Gather what the bot says in templates/messages.pot, for translators
	$(BIN)/pybabel -q extract --no-default-keywords -k say -k say_many:1,2 -k later --no-location --sort-output --omit-header \
	  -o templates/messages.pot bot/blocks bot/slack bot/domain bot/use_cases bot/delivery

lock: $(VENV)/development ## Lock the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove .venv and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis tests/checkers/node_modules

# The versions are locked with their hashes; the project itself is put beside them, editable.
$(VENV)/runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/development: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@ $(VENV)/runtime
