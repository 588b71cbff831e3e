#!/bin/sh
# 需要 64 位的 Python 3.11、3.12 或 3.13；另一个：PYTHON=python3.12 sh install.sh
exec "${PYTHON:-python3}" "$(dirname "$0")/install.py" "$@"
