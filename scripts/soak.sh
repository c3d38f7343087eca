#!/usr/bin/env bash
# Runs the tests that take minutes, on the real engine: commands killed at each of their calls, calls that fail, an engine
# that is restarted under a command. `make test` leaves them out. The last line is `N passed, N failed, N skipped`.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

export GOCOMPOSE_TEST_ENGINE=1 GOCOMPOSE_SOAK=1 # the tests look for them

need_go
mkdir -p out
go build -o out/testsum ./scripts/testsum
{ go test -json -count=1 -timeout 14m -run '^TestSoak' ./cmd/gocompose || true; } | out/testsum
