#!/usr/bin/env bash
# Brings samples/counter up with bin/gocompose and shows its page counting. Needs an engine, the images and the program:
# `make demo` sees to all three.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

FILE=samples/counter/docker-compose.yml
URL=http://localhost:9000/

need_curl
say "" "\$ bin/gocompose -f $FILE up -d --build --wait"
bin/gocompose -f $FILE up -d --build --wait
mkdir -p out
docker image inspect --format '{{.Id}}' counter-flask >>out/made-images # so that make clean removes these and no others

say "" "\$ curl $URL   (three times)"
await_page $URL 'Web Access Count'
for _ in 2 3; do page $URL; done

say "" "It runs at $URL in a browser too. To look around:" \
  "  bin/gocompose -f $FILE ps" \
  "  bin/gocompose -f $FILE logs -f" \
  "  bin/gocompose -f $FILE graph" \
  "  bin/gocompose -f $FILE plan      what another up would change, and why" \
  "To take it down:" \
  "  bin/gocompose -f $FILE down"
