#!/usr/bin/env bash
# Runs every fuzz target for a while: FUZZTIME each, 60s unless told otherwise. What breaks one is kept by Go beside the
# test, in testdata/fuzz, where every later `make test` tries it again.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

need_go
grep -rEo --include='*_test.go' '^func Fuzz\w+' . | sort | while IFS=: read -r file target; do
  target=${target#func }
  say "$(dirname "$file") $target"
  (cd "$(dirname "$file")" && go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-60s}" .)
done
