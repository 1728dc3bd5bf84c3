#!/bin/sh
# Make sure of a browser and of Chinese fonts on a Debian machine; elsewhere say what to do.
set -eu

have_browser() {
    for name in microsoft-edge google-chrome chromium chromium-browser; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

have_font() {
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]
}

wanted=""
have_browser || wanted="chromium"
have_font || wanted="$wanted fontconfig fonts-noto-cjk"
[ -z "$wanted" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install:$wanted (see the README)" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing $wanted ..." >&2
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
