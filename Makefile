# Every target is one line of another program, so that nothing works only with make.

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-originality chaos screenshots lock

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run:  ## set everything up and start Parley
	@python3 run.py

test:  ## set everything up, run all checks and tests
	@python3 run.py test

bench:  ## measure the start, the pages and the mails (docs/performance.md)
	@python3 run.py setup test
	@.venv/bin/python -m benchmarks.start
	@.venv/bin/python -m benchmarks.pages
	@.venv/bin/python -m benchmarks.judging
	@.venv/bin/python -m benchmarks.feeds
	@.venv/bin/python -m benchmarks.reminders
	@.venv/bin/python -m benchmarks.planning
	@.venv/bin/python -m benchmarks.planner
	@.venv/bin/python -m benchmarks.planner_page
	@.venv/bin/python -m benchmarks.slow_line

chaos:  ## break everything on purpose and count mails (docs/reliability.md)
	@python3 run.py setup test
	@.venv/bin/python -m tests.chaos

bench-originality:  ## measure the search for copies (docs/originality.md); ARGS=--large for a million texts
	@python3 run.py setup test bench
	@.venv/bin/python -m benchmarks.originality $(ARGS)

check:  ## run the checks without the tests
	@python3 run.py lint

screenshots:  ## take the pictures of docs/screenshots anew, from the demo
	@python3 run.py setup test
	@.venv/bin/python -m tools.screenshots

# The locks name no package index: where packages come from is each machine's own business.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

lock:  ## pin all packages anew from pyproject.toml and package.json
	$(COMPILE) --upgrade pyproject.toml --group dev --output-file requirements/test.txt
	$(COMPILE) --upgrade pyproject.toml --constraint requirements/test.txt --output-file requirements/run.txt
	$(COMPILE) --upgrade --group bench --constraint requirements/test.txt --output-file requirements/bench.txt
	$(COMPILE) --upgrade --group node --output-file requirements/node.txt
	npm install --package-lock-only --ignore-scripts
