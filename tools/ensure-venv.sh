#!/bin/sh
# Debian ships venv apart from Python itself: make sure of it.
set -eu
python3 -c 'import ensurepip, venv' 2>/dev/null && exit 0
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing python3-venv ..." >&2
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
