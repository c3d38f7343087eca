#!/usr/bin/env bash
# Makes sure that a Docker engine answers. Where one does, nothing is touched. On Debian and its relatives, as root or
# with a sudo that asks no password, installs docker.io and starts it: by systemd where that runs, else by itself.
#   engine.sh          make sure of it
#   engine.sh stop     stop the engine that this script started itself, and no other
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

SOCKET=/var/run/docker.sock
STATE=/var/run/gocompose
PIDFILE=$STATE/dockerd.pid
LOG=/var/log/gocompose-dockerd.log
WAIT=90 # seconds; a first start makes the storage, the bridge and the firewall rules

# engine_version [as_root]: what answers, if anything does.
engine_version() { "$@" timeout 10 docker version --format '{{.Server.Version}}' 2>/dev/null; }

report() { say "engine: Docker $1 answers${2:+ ($2)}"; }

# is_dockerd PID: pids are used again, so a pid file alone proves nothing.
is_dockerd() { [ -n "${1:-}" ] && [ "$(cat "/proc/$1/comm" 2>/dev/null)" = dockerd ]; }

pid_in() { cat "$1" 2>/dev/null || true; }

# refuse_foreign: an engine that somebody chose on purpose is theirs to start.
refuse_foreign() {
  local context
  [ -z "${DOCKER_HOST:-}" ] ||
    die "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST" "start it, or unset DOCKER_HOST to use the local one"
  command -v docker >/dev/null || return 0
  context=$(docker context inspect --format '{{.Name}}' 2>/dev/null || echo default)
  [ "$context" = default ] ||
    die "no Docker engine answers in the context $context" "start it, or go back with: docker context use default"
}

refuse_permission() {
  if [ -S $SOCKET ] && ! [ -w $SOCKET ] && is_dockerd "$(pid_in /var/run/docker.pid)"; then
    die "a Docker engine runs, but $(id -un) may not use $SOCKET" \
      "join its group with: sudo usermod -aG docker $(id -un)   (then log in again)"
  fi
}

refuse_system() {
  [ "$(uname -s)" != Darwin ] ||
    die "no Docker engine answers" "start Docker Desktop, or: brew install colima docker && colima start"
  is_debian ||
    die "no Docker engine answers, and only Debian's and Ubuntu's packages are known here" \
      "install one as https://docs.docker.com/engine/install/ says for this system, start it, then run this again"
  can_be_root && return
  if command -v dockerd >/dev/null; then
    die "no Docker engine answers, and starting it takes root" "  sudo systemctl start docker   (without systemd: sudo $0)"
  fi
  die "no Docker engine answers, and installing one takes root" \
    "  sudo apt-get install -y docker.io" "  sudo usermod -aG docker $(id -un)   (then log in again)"
}

# install: docker.io holds the engine, and up to Debian 12 the docker command too. A kernel with AppArmor wants its parser.
install() {
  local packages=(docker.io iptables ca-certificates)
  if grep -qs Y /sys/module/apparmor/parameters/enabled; then packages+=(apparmor); fi
  command -v dockerd >/dev/null || apt_install "${packages[@]}"
  command -v docker >/dev/null || apt_install docker-cli
}

# mount_cgroups: what runs before dockerd, systemd for one, has mounted them, unless nothing does.
mount_cgroups() {
  if grep -q cgroup /proc/mounts; then return; fi
  apt_install cgroupfs-mount
  as_root cgroupfs-mount
}

# start_daemon: in a session of its own, holding on to nothing of the caller, so that it outlives make and the terminal.
start_daemon() {
  say "starting dockerd (log: $LOG)"
  mount_cgroups
  as_root mkdir -p $STATE
  if ! is_dockerd "$(pid_in /var/run/docker.pid)"; then as_root rm -f /var/run/docker.pid; fi
  # shellcheck disable=SC2016  # the inner shell expands these
  as_root setsid -f bash -c '
    for fd in /proc/self/fd/*; do fd=${fd##*/}; [ "$fd" -le 2 ] || eval "exec $fd>&-"; done
    cd / && echo $$ >"$1" && exec dockerd </dev/null >"$2" 2>&1' dockerd $PIDFILE $LOG
}

# await PIDFILE: until the engine answers; gives up at once when the daemon has died.
await() {
  local deadline=$((SECONDS + WAIT)) started=$SECONDS
  until engine_version as_root >/dev/null; do
    [ $SECONDS -lt $deadline ] || return 1
    [ $((SECONDS - started)) -lt 2 ] || [ -z "${1:-}" ] || is_dockerd "$(pid_in "$1")" || return 1
    sleep 0.2
  done
}

explain_failure() {
  local last
  last=$(as_root grep -v level=info $LOG | tail -n 15 || true)
  say "$last" "dockerd did not come up; its last lines are above, all of them in $LOG" >&2
  case $last in *iptables*)
    say "if it cannot use the firewall: update-alternatives --set iptables /usr/sbin/iptables-legacy" >&2 ;;
  esac
  exit 1
}

start() {
  if [ -d /run/systemd/system ]; then
    as_root systemctl start docker
    await "" || die "docker.service did not come up; see: journalctl -u docker"
  elif is_dockerd "$(pid_in /var/run/docker.pid)"; then
    await /var/run/docker.pid || explain_failure
  else
    start_daemon
    await $PIDFILE || explain_failure
  fi
}

ensure() {
  local version
  if version=$(engine_version); then
    report "$version" "${DOCKER_HOST:-}"
    return
  fi
  refuse_foreign
  refuse_permission
  refuse_system
  install
  engine_version as_root >/dev/null || start
  refuse_permission
  report "$(engine_version)" "started just now"
}

stop() {
  local pid
  pid=$(pid_in $PIDFILE)
  is_dockerd "$pid" || { say "engine: none that was started here"; return; }
  as_root kill "$pid"
  for _ in $(seq 300); do is_dockerd "$pid" || break; sleep 0.1; done
  if is_dockerd "$pid"; then die "dockerd ($pid) does not stop; see $LOG"; fi
  as_root rm -rf $STATE
  say "engine: stopped"
}

case ${1:-ensure} in
  ensure) ensure ;;
  stop) stop ;;
  *) die "usage: engine.sh [stop]" ;;
esac
