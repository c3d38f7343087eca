#!/usr/bin/env bash
# Runs every check that there is: formatting, vet, and all tests, those on the real engine included. At the end it shows
# what failed, what was skipped and why, and as the last line `N passed, N failed, N skipped`.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

export GOCOMPOSE_TEST_ENGINE=1 # the tests on the real engine look for it

# The packages that do no I/O with an engine: fast enough for the race detector, and their results may be cached.
is_pure() { case $1 in gocompose/compose* | gocompose/engine/plan* | gocompose/engine/spec*) true ;; *) false ;; esac }

check_format() {
  local wrong
  wrong=$(find . -name '*.go' -not -path './out/*' -print0 | xargs -0 gofmt -l)
  [ -z "$wrong" ] || die "gofmt -w these:" "$wrong"
}

# race_flag: the race detector takes a C compiler.
race_flag() {
  if ! command -v gcc >/dev/null && is_debian && can_be_root; then apt_install gcc libc6-dev >&2; fi
  if command -v gcc >/dev/null; then echo -race; else say "no C compiler: tests run without the race detector" >&2; fi
}

# failed GROUP: an event for tests that the go command may not even have begun, of which it says nothing else here.
failed() { printf '{"Action":"fail","Package":"%s"}\n' "$1"; }

# run_tests: events of `go test -json` on stdout. Modules inside the module (they keep test-only dependencies out of go.mod)
# run as well. A failure shows in the events; what the go command itself complains of goes to stderr.
run_tests() {
  local package race pure=() other=() module
  race=$(race_flag)
  for package in $(go list ./...); do
    if is_pure "$package"; then pure+=("$package"); else other+=("$package"); fi
  done
  [ ${#pure[@]} = 0 ] || CGO_ENABLED=${race:+1} go test -json ${race:+"$race"} "${pure[@]}" || failed "tests without an engine"
  go test -json -count=1 -timeout 12m "${other[@]}" || failed "tests with an engine"
  while read -r module; do
    (cd "$(dirname "$module")" && go test -json ./...) || failed "$module"
  done < <(find . -mindepth 2 -name go.mod -not -path '*/testdata/*' -not -path './out/*')
}

# The tests on the real engine switch a project from Debian's docker-compose 1.29, where there is one.
docker_compose() {
  command -v docker-compose >/dev/null && return
  (is_debian && can_be_root && apt_install docker-compose) >&2 || say "docker-compose is not here and cannot be installed: testing without it" >&2
}

# tools: what tests play with: a server for ssh:// on this machine, the shells that are completed, a reader of manuals.
tools() {
  if is_debian && can_be_root; then
    apt_install openssh-client zsh fish mandoc
    ssh_server
  fi
}

# ssh_server: tests start one of their own, for themselves; installing it is to open this machine to nobody, now or later.
ssh_server() {
  [ ! -x /usr/sbin/sshd ] || return 0
  local policy=/usr/sbin/policy-rc.d made=false failed=false
  if [ ! -e $policy ]; then
    made=true
    as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy"
  fi
  (apt_install openssh-server) || failed=true
  if $made; then as_root rm -f $policy; fi
  if $failed; then exit 1; fi
  as_root update-rc.d ssh disable
}

need_go
docker_compose
tools >&2
check_format
go vet ./...
free_ports
mkdir -p out
go build -o out/testsum ./scripts/testsum
run_tests | out/testsum
