#!/usr/bin/env bash
# Measures gocompose beside the engine's own limit and beside Debian's docker-compose, and prints the table. Needs an
# engine, the images and the program: `make bench` sees to all three. ROUNDS=3 unless told otherwise.
#   bench.sh            print the table; out/bench.md holds it as Markdown
#   bench.sh --readme   put it into README.md, too
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

JOB=

# projects: those that measuring has left behind, of this run or one before.
projects() {
  local of='{{.Label "com.docker.compose.project"}}'
  { docker ps -a --format "$of"; docker network ls --format "$of"; } | grep '^gocompose-bench-' | sort -u || true
}

# tidy: a call that was under way when the run was interrupted may still make something, hence more than once. What an
# engine does not let go is named.
tidy() {
  local left
  for _ in 1 2 3 4 5; do
    left=$(projects)
    [ -n "$left" ] || return 0
    # shellcheck disable=SC2086  # a list of names
    take_down $left 2>/dev/null || true
    sleep 0.5
  done
  # shellcheck disable=SC2086
  leftovers $left >&2
}

finish() {
  trap '' INT TERM HUP # a second signal would leave things behind
  tidy
}

# interrupted CODE: lets the measuring end first, since it is what makes containers.
interrupted() {
  trap '' INT TERM HUP
  if [ -n "$JOB" ]; then
    kill "$JOB" 2>/dev/null || true
    wait "$JOB" || true
  fi
  exit "$1"
}

# peer: the docker-compose to measure against, if there is one or apt has it.
peer() {
  command -v docker-compose && return
  (is_debian && can_be_root && apt_install docker-compose) >&2 || say "docker-compose is not here and cannot be installed: measuring without it" >&2
  command -v docker-compose || true
}

# into_readme: what stands between the two marks is replaced.
into_readme() {
  awk 'FNR == NR { table = table $0 "\n"; next }
    /<!-- figures end -->/ { inside = 0 }
    !inside { print }
    /<!-- figures begin -->/ { printf "\n%s\n", table; inside = 1 }' out/bench.md README.md >out/README.md
  cat out/README.md >README.md
  rm out/README.md
}

[ $# = 0 ] || [ "$*" = --readme ] || die "usage: bench.sh [--readme]"
need_go
mkdir -p out
go build -o out/bench ./scripts/bench
PEER=$(peer)

trap finish EXIT
trap 'interrupted 130' INT
trap 'interrupted 143' TERM HUP
tidy
out/bench -rounds "${ROUNDS:-3}" -gocompose bin/gocompose -peer "$PEER" -markdown out/bench.md &
JOB=$!
wait $JOB
JOB=
[ "$*" != --readme ] || into_readme
