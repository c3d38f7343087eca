#!/bin/sh
# Runs redis-server as the user redis and open to the network that the container is in, as the official image does.
set -eu

case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
[ "${1:-}" = redis-server ] || exec "$@"

# Behind a container's network there is nothing for protected mode to protect; it would refuse every other service.
set -- "$@" --protected-mode no
if [ "$(id -u)" = 0 ]; then
  chown -R redis:redis .
  set -- setpriv --reuid=redis --regid=redis --init-groups "$@"
fi
exec "$@"
