#!/bin/sh
# Make sure of a display that nobody sees, with mouse, keyboard and clipboard, for the test of the
# visible browser on a Debian machine. Without one that test is skipped and says why.
set -eu

have_display() {
    for name in Xvfb xdotool xclip; do
        command -v "$name" >/dev/null 2>&1 || return 1
    done
}

have_display && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Going on without Xvfb, xdotool and xclip: the visible browser is not tested." >&2
    exit 0
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing xvfb, xdotool and xclip ..." >&2
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    xvfb xdotool xclip >/dev/null
