#!/bin/sh
# Install what only benchmarks/filing.py and replay.py need: other people's tools, at the tested versions.
set -eu
python=${1:-.venv/bin/python}

if ! command -v chromedriver >/dev/null 2>&1; then
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Please install chromedriver for your browser (see benchmarks/README.md)" >&2
        exit 1
    fi
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    echo "Installing chromium-driver ..." >&2
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium-driver >/dev/null
fi
"$python" -c 'import Browser, BrowserBatteries, psutil, selenium' 2>/dev/null && exit 0
echo "Installing the extra bench ..." >&2
"$python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
