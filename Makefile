# Everything a checkout needs is made on demand: `make demo` and `make test` on a machine with
# nothing but Python 3.11 or later, git and make. A target does its set-up only when a lock changed.

VENV := .venv
BIN := $(VENV)/bin
# The locks name every package, so nothing is left to resolve; older pips stumble over extras when they try.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
DEMO := out/contoso.xlsx out/contoso.pdf out/contoso.json
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test lint lock samples golden messages bench clean

help: ## Say what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(VENV)/.runtime ## Report on the sample tenant: workbook, PDF and JSON in out/
	@mkdir -p out && rm -f $(DEMO)
	@$(BIN)/pimreport report samples/contoso --as-of 2026-09-30 $(addprefix -o ,$(DEMO)) \
		|| [ $$? -eq 4 ] # 4: no Pango, so no PDF; the others were written
	@rm -rf out/contoso-q3 out/contoso-q4
	@$(BIN)/python -m pimreport.synthetic.reviewed out >out/reviews.log 2>&1 \
		|| [ $$? -eq 4 ] || { cat out/reviews.log >&2; false; }
	@echo "The report is in:" && ls -1 $(DEMO) 2>/dev/null | sed 's/^/  /'
	@echo "Two quarters of access reviews, the first one closed:" && ls -d1 out/contoso-q[34] 2>/dev/null | sed 's/^/  /'

test: $(VENV)/.dev ## Run all tests
	@$(BIN)/python -m pytest -q -n 2

lint: $(VENV)/.dev ## Check style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

lock: $(VENV)/.dev ## Renew the locked dependencies
	@$(COMPILE) --upgrade pyproject.toml -o requirements.lock
	@$(COMPILE) --upgrade --group build -o requirements-build.lock
	@$(COMPILE) --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

samples: $(VENV)/.runtime ## Write the sample exports anew
	@$(BIN)/python -m pimreport.synthetic.contoso samples/contoso
	@$(BIN)/python -m pimreport.synthetic.contoso_q4 samples/contoso-q4

golden: $(VENV)/.dev ## Accept what the program gives today: the sample's report, the README's blocks
	@$(BIN)/python -m pytest -q tests/test_samples.py tests/test_readme.py tests/test_docs.py --golden

messages: $(VENV)/.dev ## Collect sentences into the catalogues, to be translated there
	@mkdir -p out
	@$(BIN)/pybabel -q extract -F babel.cfg -k Text -k plural:1,2 -k each:1 -k distinct:1c,2 -k Column --no-location --sort-output --no-wrap \
		--project pimreport --version "" --copyright-holder pimreport -o out/pimreport.pot .
	@$(BIN)/pybabel -q update -i out/pimreport.pot -d pimreport/locale -D pimreport --no-fuzzy-matching \
		--ignore-obsolete --no-wrap --ignore-pot-creation-date

bench: $(VENV)/.dev ## Measure speed and memory
	@$(BIN)/python -m pytest -q -s tests/benchmarks -o python_files='bench_*.py'

clean: ## Remove everything that was made
	@rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The package index is whatever pip is configured with; the hashes say what may come from there.
$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml
	@.ci/venv $(VENV)
	@echo "Installing what pimreport needs into $(VENV)"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --require-hashes -r requirements-build.lock
	@$(PIP) --no-build-isolation --editable .
	@if command -v dpkg-query >/dev/null; then .ci/apt $(PANGO) || true; \
	elif ! $(BIN)/python -c 'import weasyprint' >/dev/null 2>&1; then \
	echo "The PDF needs Pango (macOS: brew install pango). Everything else works without." >&2; fi
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
