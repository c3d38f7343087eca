#!/usr/bin/env bash
# The smoke test to copy into a CI: both samples up, asked over HTTP, down, nothing left behind. Its exit code is the answer.
# The projects have names of their own, and are removed however the run ends.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

GOCOMPOSE=${GOCOMPOSE:-$ROOT/bin/gocompose}
COUNTER=gocompose-smoke-counter
LB=gocompose-smoke-nginx-lb
RUNNING= # the project that is up at the moment

compose() { timeout --foreground 300 "$GOCOMPOSE" -p "$1" -f "$ROOT/samples/${1#gocompose-smoke-}/docker-compose.yml" "${@:2}"; }

up() {
  RUNNING=$1
  compose "$1" up -d --build --wait --wait-timeout 60
}

down() {
  local left
  compose "$1" down -v --rmi local
  RUNNING=
  left=$(leftovers "$1"; docker images --filter "reference=$1-*" --format 'image {{.Repository}}')
  [ -z "$left" ] || die "down left these of $1 behind:" "$left"
}

finish() {
  local code=$?
  trap '' INT TERM HUP # nothing interrupts the tidying up
  if [ $code != 0 ] && [ -n "$RUNNING" ]; then
    say "--- $RUNNING when it failed ---" >&2
    docker ps -a --filter "label=com.docker.compose.project=$RUNNING" >&2
    docker ps -aq --filter "label=com.docker.compose.project=$RUNNING" | xargs -r -n 1 docker logs --tail 20 >&2 2>&1
  fi
  take_down $COUNTER $LB
  if [ $code = 0 ]; then say "smoke test: passed in $SECONDS s"; else say "smoke test: FAILED" >&2; fi
  exit $code
}

# number: the count that a page shows.
number() { sed -n 's/.*Web Access Count: \([0-9]*\) times.*/\1/p'; }

check_counter() {
  local before now
  before=$(await_page http://localhost:9000/ 'Web Access Count' | number)
  for _ in 1 2 3; do
    now=$(page http://localhost:9000/ | number || true)
    [ "$now" = $((before + 1)) ] || die "the counter went from $before to ${now:-nothing}"
    before=$now
  done
  say "counter: counts, $now visits"
}

answer() { page http://localhost:8080/ | sed -n 's/.*Web Application \[\([123]\)\].*/\1/p'; }

check_turns() {
  local turn before now
  for turn in 1 2 3; do await_page http://localhost:8080/ "\[$turn\]" >/dev/null; done
  before=$(answer)
  for _ in $(seq 9); do
    now=$(answer || true)
    [ "$now" = $((before % 3 + 1)) ] || die "application ${now:-none} answered after $before"
    before=$now
  done
  say "nginx-lb: 1, 2, 3 in turn"
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

need_curl
free_ports
take_down $COUNTER $LB

up $COUNTER
check_counter
down $COUNTER

up $LB
check_turns
down $LB
