#!/bin/sh
# Install what only the tests need, where it is absent: Chromium, poppler-utils, CJK fonts,
# PostgreSQL 15 with PostGIS. Asks for nothing; says what it installs, or what is missing.
set -eu

missing=""
need() { missing="$missing $1"; }

command -v chromium >/dev/null 2>&1 || need chromium
command -v pdftotext >/dev/null 2>&1 && command -v pdftocairo >/dev/null 2>&1 || need poppler-utils
command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ] || need fonts-noto-cjk
server=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$server" ] && ! command -v initdb >/dev/null 2>&1; then
	need postgresql-15
fi
ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || need postgresql-15-postgis-3

[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
	echo "The tests need:$missing (Debian's names). Install them with this system's package manager, then run make test again." >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	as_root=""
elif sudo -n true 2>/dev/null; then
	as_root="sudo -n"
else
	echo "The tests need:$missing. This user may not install packages; ask an administrator to run:" >&2
	echo "  apt-get install$missing" >&2
	exit 1
fi

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# No cluster of the system's is wanted: the tests make and remove their own.
if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	cat "$log" >&2
	echo "Installing$missing failed (above)." >&2
	exit 1
fi
rm -f "$log"
