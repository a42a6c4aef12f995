#!/bin/sh
# breaking.sh [REVISION [RELEASED]]: compare openapi.yaml with the last released one.
# Fails where the version does not announce what changed.
# A breaking change needs a new major version, also below 1.0.0: Redocly alone would take 0.2.0 after 0.1.0 for one.
set -eu
revision=${1:-openapi.yaml}
released=${2:-tests/released/openapi.yaml}
major() { sed -n 's/^  version: "\{0,1\}\([0-9]*\).*/\1/p' "$1" | head -n 1; }
least=major
[ "$(major "$released")" = "$(major "$revision")" ] || least=none
PATH="$PWD/.venv/bin:$PATH"
report=$(node_modules/.bin/redocly diff "$released" "$revision" --check-version --fail-on "$least" 2>&1) || {
	echo "$report"
	echo "$revision breaks what $released promised, and its version does not say so"
	exit 1
}
echo "$revision: its version announces what changed since the last release"
