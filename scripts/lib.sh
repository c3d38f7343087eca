# shellcheck shell=bash
# Shared by the scripts beside it: where things are, how to speak, and how to install Debian's packages.
# Sourced, never run: `. "$(dirname "$0")/lib.sh"`.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ROOT
PATH=$PATH:/usr/sbin:/sbin:/usr/local/go/bin
export PATH

say() { printf '%s\n' "$@"; }

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

# as_root CMD...: runs CMD as root, through sudo where that needs no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

# is_debian: Debian and what derives from it, where apt-get knows the packages that the scripts name.
is_debian() {
  command -v apt-get >/dev/null && grep -qsE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

# apt_install PACKAGE...: installs those that are missing; one quiet apt run, its output shown only if it fails.
apt_install() {
  local missing=() package log
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! is_debian || ! can_be_root; then
    die "these packages are missing: ${missing[*]}" "install them as root, then run this again"
  fi
  say "installing Debian's ${missing[*]}"
  log=$(mktemp)
  if ! apt_run "${missing[@]}" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    die "apt-get could not install ${missing[*]}; its last lines are above"
  fi
  rm -f "$log"
}

# apt_run PACKAGE...: waits for another apt rather than failing, and refreshes the lists only if it must.
apt_run() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -y)
  local install=("${apt[@]}" --no-install-recommends install "$@")
  as_root "${install[@]}" || { as_root "${apt[@]}" update && as_root "${install[@]}"; }
}

# need_curl: the HTTP client of the demo and of the smoke test.
need_curl() { command -v curl >/dev/null || apt_install curl ca-certificates; }

# need_go: building takes the Go that go.mod names, or a newer one.
need_go() {
  command -v go >/dev/null && return
  local version
  version=$(awk '$1 == "go" {print $2}' "$ROOT/go.mod")
  die "Go is not installed; gocompose is built with Go $version or newer" \
    "  curl -LO https://go.dev/dl/go$version.linux-$(go_arch).tar.gz" \
    "  sudo tar -C /usr/local -xzf go$version.linux-$(go_arch).tar.gz" \
    "then run this again (Debian 12's own golang-go is 1.19, which is too old)"
}

go_arch() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# take_down PROJECT...: removes the containers, networks, volumes and built images that carry a project's label.
# By label and with no Compose file, so that it works whatever state a run was left in.
take_down() {
  local project label ids
  for project in "$@"; do
    label=label=com.docker.compose.project=$project
    ids=$(docker ps -aq --filter "$label")
    # shellcheck disable=SC2086  # a list of ids
    [ -z "$ids" ] || docker rm -fv $ids >/dev/null
    ids=$(docker network ls -q --filter "$label")
    # shellcheck disable=SC2086
    [ -z "$ids" ] || docker network rm $ids >/dev/null
    ids=$(docker volume ls -q --filter "$label")
    # shellcheck disable=SC2086
    [ -z "$ids" ] || docker volume rm $ids >/dev/null
  done
}

# leftovers PROJECT...: names what of a project the engine still has; nothing when it is gone.
leftovers() {
  local project label
  for project in "$@"; do
    label=label=com.docker.compose.project=$project
    docker ps -a --filter "$label" --format 'container {{.Names}}'
    docker network ls --filter "$label" --format 'network {{.Name}}'
    docker volume ls --filter "$label" --format 'volume {{.Name}}'
  done
}

DEMO=counter # the demo's project is named after its folder, as anybody else's may be

# demo_containers: ours are those that were started from this checkout's folder.
demo_containers() {
  docker ps -aq --filter "label=com.docker.compose.project=$DEMO" \
    --filter "label=com.docker.compose.project.working_dir=$ROOT/samples/$DEMO"
}

# demo_down: removes the demo's containers, their volumes and the project's networks that they were attached to. Another
# project that happens to be called counter too stays as it is.
demo_down() {
  local ids attached networks
  ids=$(demo_containers)
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2086  # a list of ids
  attached=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{println .NetworkID}}{{end}}' $ids)
  networks=$(docker network ls -q --no-trunc --filter "label=com.docker.compose.project=$DEMO" |
    grep -Fx "$attached" || true)
  # shellcheck disable=SC2086
  docker rm -fv $ids >/dev/null
  # shellcheck disable=SC2086
  [ -z "$networks" ] || docker network rm $networks >/dev/null
}

# free_ports: the demo holds the port that the tests of the same sample need.
free_ports() {
  [ -n "$(demo_containers)" ] || return 0
  say "the demo holds port 9000; taking it down (make demo brings it back)"
  demo_down
}

# page URL: what a local server answers; fails unless that is a success.
page() { curl --silent --fail --noproxy '*' --max-time 10 "$1"; }

# await_page URL PATTERN: prints the first answer that matches. A started container is not yet a listening one.
await_page() {
  local answer
  for _ in $(seq 150); do
    if answer=$(page "$1") && grep -q "$2" <<<"$answer"; then
      say "$answer"
      return
    fi
    sleep 0.2
  done
  die "$1 does not answer with \"$2\" after 30 s"
}
