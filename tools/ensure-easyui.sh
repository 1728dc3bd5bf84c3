#!/bin/sh
# Install the real jQuery EasyUI for the tests. It is never committed: its licence is its own.
set -eu
version=1.5.21

if ! command -v npm >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends npm >/dev/null
fi
mkdir -p .easyui
npm install --prefix .easyui --no-save --no-package-lock --no-audit --no-fund "jquery-easyui@$version"
