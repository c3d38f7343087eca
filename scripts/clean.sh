#!/usr/bin/env bash
# Removes what the scripts and the tests of this checkout made, and nothing of anybody else: the demo, the projects whose
# names are the scripts' and tests' own, the images that carry their labels, bin/ and out/. The engine stays.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

own_projects() {
  {
    docker ps -a --format '{{.Label "com.docker.compose.project"}}'
    docker network ls --format '{{.Label "com.docker.compose.project"}}'
    docker volume ls --format '{{.Label "com.docker.compose.project"}}'
  } | grep -E '^(gocompose-(smoke|test|bench)-|gct-[0-9a-z]{4}b?$)' | sort -u || true
}

own_images() {
  local kind
  for kind in smoke test bench; do
    docker images --filter "reference=gocompose-$kind-*" --format '{{.Repository}}:{{.Tag}}'
  done
  sort -u "$ROOT/out/made-images" 2>/dev/null || true
}

if timeout 10 docker version >/dev/null 2>&1; then
  demo_down
  own_projects | while read -r project; do take_down "$project"; done
  own_images | while read -r image; do docker image rm "$image" >/dev/null 2>&1 || true; done
  "$ROOT/scripts/images.sh" remove
else
  say "no Docker engine answers: only files are removed"
fi
rm -rf "${ROOT:?}/bin" "${ROOT:?}/out"
