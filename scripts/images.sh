#!/usr/bin/env bash
# Makes sure of the images that the samples and the tests start from. One that is there is left alone; one that is not is
# pulled; where no registry answers, a stand-in is built from Debian's packages, labelled and named as what it is.
#   images.sh          make sure of them
#   images.sh remove   remove what this script made
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

BASE=debian:bookworm-slim
TEST=gocompose-test:latest
FOLDER=$ROOT/scripts/images
ANSWER=15 # seconds that a registry has to answer the first question
PULL=600  # seconds that a whole pull may take

# The image's name, and the folder of its stand-in.
NEEDED=("python:3.10-slim python" "redis:latest redis" "nginx:latest nginx")

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

REGISTRY=unknown # or refusing, which is quick and may differ by image; or silent, which it is not worth asking again

# label IMAGE NAME: the value, empty without one; fails if there is no such image.
label() { docker image inspect --format "{{with .Config}}{{index .Labels \"$2\"}}{{end}}" "$1" 2>/dev/null; }

# recipe FOLDER: changes when something changes that the image is made from.
recipe() { (cd "$FOLDER/$1" && find . -type f ! -name '*_test.go' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16); }

# pull IMAGE: fails quickly where no registry answers. "Pulling from" is the engine's first word after the answer.
pull() {
  local log=$WORK/pull job started=$SECONDS
  [ "$REGISTRY" != silent ] || return 1
  timeout $PULL docker pull "$1" >"$log" 2>&1 &
  job=$!
  until grep -q 'Pulling from' "$log" || ! kill -0 $job 2>/dev/null; do
    [ $SECONDS -lt $((started + ANSWER)) ] || kill $job 2>/dev/null || true
    sleep 0.1
  done
  if wait $job; then
    say "$1 pulled"
    return
  fi
  if [ "$REGISTRY" = unknown ]; then say "cannot pull $1: $({ cat "$log"; [ -s "$log" ] || echo "no answer within $ANSWER s"; } | tail -n 1 | cut -c1-200)"; fi
  REGISTRY=refusing
  [ $SECONDS -lt $((started + 3)) ] || REGISTRY=silent
  return 1
}

# base: Debian itself, in a quarter of a minute and without a registry.
base() {
  if docker image inspect $BASE >/dev/null 2>&1; then return; fi
  is_debian || die "no registry answers, and stand-ins can only be built on Debian or Ubuntu" \
    "bring the network up, or load the images: docker load -i FILE"
  apt_install mmdebstrap debian-archive-keyring
  say "building $BASE, a stand-in from Debian's packages"
  as_root mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io \
    bookworm - 2>"$WORK/base" |
    docker import --change 'CMD ["bash"]' --change 'LABEL gocompose.stand-in=true' - $BASE >/dev/null 2>>"$WORK/base" ||
    { cat "$WORK/base" >&2; die "could not build $BASE from Debian's packages; mmdebstrap's words are above"; }
}

# stand_in IMAGE FOLDER: by the classic builder, which every engine has and which needs no plugin of the docker command.
stand_in() {
  local old proxy=(--build-arg http_proxy --build-arg https_proxy --build-arg no_proxy)
  old=$(docker image inspect --format '{{.Id}}' "$1" 2>/dev/null || true)
  DOCKER_BUILDKIT=0 docker build --force-rm "${proxy[@]}" --label "gocompose.recipe=$(recipe "$2")" \
    -t "$1" "$FOLDER/$2" >"$WORK/$2" 2>&1 || return 1
  drop_unnamed "$old"
  say "$1 is a stand-in built from $(label "$1" gocompose.stand-in.from)"
}

# drop_unnamed ID: an image that the new one took the last name from; in use, it stays until its containers go.
drop_unnamed() {
  if [ "$(docker image inspect --format '{{len .RepoTags}}' "$1" 2>/dev/null)" = 0 ]; then
    docker image rm "$1" >/dev/null 2>&1 || true
  fi
}

# stand_ins: the lists "IMAGE FOLDER" side by side, since most of their time is spent waiting for downloads.
stand_ins() {
  local one jobs=() failed=()
  base
  for one; do
    # shellcheck disable=SC2086  # two words
    stand_in $one &
    jobs+=($!)
  done
  for one; do
    wait "${jobs[0]}" || failed+=("${one#* }")
    jobs=("${jobs[@]:1}")
  done
  for one in "${failed[@]}"; do
    tail -n 30 "$WORK/$one" >&2
    say "could not build the stand-in for $one; the builder's last lines are above" >&2
  done
  [ ${#failed[@]} = 0 ] || exit 1
}

# make_test_image: a static program of our own and a few links to it, in an image of one layer.
make_test_image() {
  local root=$WORK/root name
  need_go
  mkdir -p "$root/bin" "$root/etc" "$root/tmp"
  chmod 1777 "$root/tmp"
  (cd "$ROOT" && CGO_ENABLED=0 GOOS=linux GOARCH=$(docker version --format '{{.Server.Arch}}') \
    go build -trimpath -ldflags='-s -w' -o "$root/bin/test-tool" ./scripts/images/test)
  for name in sleep true false cat env echo rm; do ln -s test-tool "$root/bin/$name"; done
  printf 'root:x:0:0::/:\ntester:x:1000:1000::/tmp:\nnobody:x:65534:65534::/:\n' >"$root/etc/passwd"
  printf 'root:x:0:\ntester:x:1000:\nnogroup:x:65534:\n' >"$root/etc/group"
  tar -C "$root" --owner=0 --group=0 --numeric-owner -c . |
    docker import --change 'ENV PATH=/bin' --change 'CMD ["test-tool", "sleep"]' \
      --change "LABEL gocompose.test-image=true gocompose.recipe=$(recipe test)" - $TEST >/dev/null
  say "$TEST built from scripts/images/test"
}

ensure() {
  local one image folder known missing=() here=()
  for one in "${NEEDED[@]}"; do
    image=${one% *} folder=${one#* }
    if ! known=$(label "$image" gocompose.recipe); then
      pull "$image" || missing+=("$one")
    elif [ -n "$known" ] && [ "$known" != "$(recipe "$folder")" ]; then
      missing+=("$one") # a stand-in from an older recipe
    else
      here+=("$image${known:+ (stand-in)}")
    fi
  done
  [ ${#missing[@]} = 0 ] || stand_ins "${missing[@]}"
  if [ "$(label $TEST gocompose.recipe)" = "$(recipe test)" ]; then here+=("$TEST"); else make_test_image; fi
  [ ${#here[@]} = 0 ] || say "images: $(printf '%s, ' "${here[@]}" | sed 's/, $//') here"
}

# remove: by name and label both. The label alone will not do, since whatever is built from a stand-in inherits it.
remove() {
  local image
  for image in "${NEEDED[@]% *}" $BASE $TEST; do
    [ -z "$(label "$image" gocompose.stand-in)$(label "$image" gocompose.test-image)" ] ||
      docker image rm "$image" >/dev/null
  done
}

case ${1:-ensure} in
  ensure) ensure ;;
  remove) remove ;;
  *) die "usage: images.sh [remove]" ;;
esac
