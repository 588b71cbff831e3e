# Every target is carried out by dev.py (standard library only), so that Windows has the same commands without make.
# The first run makes .venv from requirements.lock; another interpreter: make test PYTHON=python3.12
PYTHON ?= python3
export PYTHONUTF8 = 1

.PHONY: help demo test sweep lint bench docs bundle traceability clean
help:
	@$(PYTHON) dev.py --help
demo test sweep lint bench docs bundle traceability clean:
	@$(PYTHON) dev.py $@
