#!/bin/sh
# Make sure of a browser and of Chinese fonts on a Debian machine; elsewhere say what to do.
set -eu

have_browser() {
    for name in microsoft-edge google-chrome chromium chromium-browser; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

# The tests start a browser hundreds of times; this one starts in half the time.
have_shell() {
    command -v chromium-headless-shell >/dev/null 2>&1
}

have_font() {
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install() {
    echo "Installing $* ..." >&2
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

wanted=""
have_browser || wanted="chromium"
have_font || wanted="$wanted fontconfig fonts-noto-cjk"
have_shell && [ -z "$wanted" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    [ -z "$wanted" ] && exit 0
    echo "Please install:$wanted (see the README)" >&2
    exit 1
fi
if [ -n "$wanted" ]; then
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of packages
    install $wanted
elif ! apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    as_root apt-get update -qq || true
fi
# Only Debian has it, and Chromium does where it is missing.
if ! have_shell && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    install chromium-headless-shell || echo "Going on with Chromium." >&2
fi
