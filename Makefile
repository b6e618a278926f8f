# The commands of this repository. `make run` and `make test` need nothing but Python 3.11+ and make.
# Everything they start lives in `.local/`; everything they install lives in `.venv/`.

.POSIX:
.DEFAULT_GOAL := help
PYTHON = python3
PORT ?= 8000
ARGS =
PY = .venv/bin/python

help:
	@echo "make run [PORT=8000]   serve the portal here, with its own PostgreSQL and Redis"
	@echo "make run DEMO=0        the same with an empty portal of its own; then make administrator EMAIL=..."
	@echo "make test [ARGS=...]   lint, contracts and tests; ARGS goes to pytest alone"
	@echo "make test-unit         the tests that need no server; also test-db, test-browser, test-worker"
	@echo "make coverage          all tests, then the lines and branches that none of them reaches"
	@echo "make check             lint and contracts only"
	@echo "make bench             measure, print a table, write bench.json"
	@echo "make screenshots       draw each page in Chromium, into screenshots/"
	@echo "make reset             delete the local data, after asking"
	@echo "make permissions       write docs/permissions.csv anew, to be read before it is committed"
	@echo "make lock              compile requirements*.in into pinned files with hashes"
	@echo "make messages          collect sentences into locale/"

run:
	@$(PYTHON) portal/embedded/environment.py
	@exec env WITH_PARENT=1 PORT=$(PORT) $(PY) -m portal.embedded run

# Makes the account with this address an administrator, or creates it and prints a link to set its password.
administrator:
	@exec env DEMO=0 $(PY) -m portal.embedded with $(PY) manage.py administrator $(EMAIL)

reset:
	@$(PYTHON) portal/embedded/environment.py
	@exec $(PY) -m portal.embedded reset

test:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec $(PY) -m portal.embedded test $(ARGS)

# Only the tests with one marker. Unit tests need no server; --hypothesis-profile=quick tries 20 examples, not 100.
test-unit:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec $(PY) -m portal.embedded test -m unit --hypothesis-profile=quick $(ARGS)

test-db test-browser test-worker:
	@$(PYTHON) portal/embedded/environment.py --dev
	@kind=$@; exec $(PY) -m portal.embedded test -m $${kind#test-} -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# All tests, more slowly; prints the lines and branches that no test reaches.
coverage:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec $(PY) -m portal.embedded test -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term-missing $(ARGS)

check:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec $(PY) -m portal.embedded check

bench:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec env PORT=$(PORT) $(PY) -m portal.embedded with $(PY) -m tests.benchmarks $(ARGS)

permissions:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec env WRITE_PERMISSIONS=1 $(PY) -m portal.embedded test tests/test_access.py

screenshots:
	@$(PYTHON) portal/embedded/environment.py --dev
	@exec env PORT=$(PORT) $(PY) -m portal.embedded with $(PY) -m tests.browser.screenshots $(ARGS)

messages:
	@$(PYTHON) portal/embedded/environment.py
	@DEMO=1 $(PY) manage.py messages update

lock:
	@$(PYTHON) portal/embedded/environment.py --dev
	$(PY) -m uv pip compile -q --universal --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	$(PY) -m uv pip compile -q --universal --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt

.PHONY: permissions help run administrator reset test coverage test-unit test-db test-browser test-worker check bench screenshots messages lock
