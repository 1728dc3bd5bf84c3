#!/bin/sh
# Make sure of PostgreSQL on a Debian machine, for the journal's tests; elsewhere say what to do.
set -eu

have_postgres() {
    command -v initdb >/dev/null 2>&1 && return 0
    for program in /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$program" ] && return 0
    done
    return 1
}

[ -n "${ECQS_WITHOUT_POSTGRES:-}" ] && exit 0
have_postgres && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install PostgreSQL, or set ECQS_WITHOUT_POSTGRES=1 to leave its tests out" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing postgresql ..." >&2
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql >/dev/null
