#!/bin/sh
# breaking.sh [REVISION [BASELINE]]: compare openapi.yaml with the last agreed one.
# It fails if the version does not announce the changes.
# A breaking change needs a new major version, also below 1.0.0. Redocly alone would accept 0.2.0 after 0.1.0.
set -eu
revision=${1:-openapi.yaml}
baseline=${2:-tests/baseline/openapi.yaml}
major() { sed -n 's/^  version: "\{0,1\}\([0-9]*\).*/\1/p' "$1" | head -n 1; }
least=major
[ "$(major "$baseline")" = "$(major "$revision")" ] || least=none
PATH="$PWD/.venv/bin:$PATH"
report=$(node_modules/.bin/redocly diff "$baseline" "$revision" --check-version --fail-on "$least" 2>&1) || {
	echo "$report"
	echo "$revision breaks what $baseline promised, and its version does not say so"
	exit 1
}
echo "$revision: its version announces what changed since the last agreed baseline"
