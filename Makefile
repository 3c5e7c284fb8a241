# Each target does its own set-up: a virtual environment in .venv with what it needs.
# Only Python 3.11 or newer (with pip and venv) and make have to be there.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
RUN := $(VENV)/bin
DEMO := demo-dataset

.PHONY: demo test coverage fonts tesseract chromium lint bench docs clean

demo: $(VENV)/demo
	$(RUN)/notice-parser build corpus/notices --output $(DEMO) --jobs 2 || test $$? -eq 1 # some are partial
	@echo && echo "== Limitations that recur in most districts"
	$(RUN)/notice-parser themes $(DEMO) --limit 5 --quotes 2
	@echo && echo "== A search typed without diacritics"
	$(RUN)/notice-parser search $(DEMO) "thanh toan truc tuyen" --label han-che --limit 3

test: $(VENV)/test fonts tesseract chromium
	$(RUN)/pytest -n 2 --dist loadgroup --durations=5

# Which lines no test reaches; takes half as long again as the tests.
coverage: $(VENV)/test fonts tesseract chromium
	$(RUN)/pytest -n 2 --dist loadgroup --cov=notice_parser --cov-report=term:skip-covered

# The tests draw PDF files; without this font those few are skipped.
fonts:
	@ls /usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf >/dev/null 2>&1 || \
	  { test "$$(id -u)" = 0 && apt-get -qq update && apt-get -qq install -y fonts-liberation2; } \
	  >/dev/null 2>&1 || echo "PDF tests are skipped: install the font Liberation Serif (Debian: fonts-liberation2)"

# The tests of scans are skipped without it.
tesseract:
	@tesseract --list-langs 2>/dev/null | grep -qx vie || \
	  { test "$$(id -u)" = 0 && apt-get -qq update && apt-get -qq install -y tesseract-ocr tesseract-ocr-vie; } \
	  >/dev/null 2>&1 || echo "Tests of scans are skipped: install Tesseract (Debian: tesseract-ocr tesseract-ocr-vie)"

# The tests in a browser are skipped without it.
chromium:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
	  { test "$$(id -u)" = 0 && apt-get -qq update && apt-get -qq install -y chromium chromium-driver; } \
	  >/dev/null 2>&1 || echo "Tests in a browser are skipped: install Chromium (Debian: chromium chromium-driver)"

lint: $(VENV)/test
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

# Runs every session of README.md and docs/ again and writes its real output into the pages.
docs: $(VENV)/test
	$(RUN)/python docs/sessions.py

bench: $(VENV)/test
	for script in reading formats legacy scans hostile boxes extracting citations places build search recurrence serve fuzz themes; do \
	  echo "== $$script" && $(RUN)/python benchmarks/$$script.py || exit 1; done

clean:
	rm -rf $(VENV) $(DEMO)

$(VENV)/made:
	@test -n "$(PYTHON)" || \
	  { echo "notice-parser needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(RUN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/demo: $(VENV)/made pyproject.toml
	$(RUN)/pip install --quiet --constraint constraints.txt --editable ".[analysis]"
	touch $@

$(VENV)/test: $(VENV)/made pyproject.toml
	$(RUN)/pip install --quiet --constraint constraints.txt --editable ".[analysis,share,plots,spacy,web,test,lint]"
	touch $@
