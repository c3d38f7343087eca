#!/usr/bin/env bash
# Draws the pictures of the README anew, from real runs in a terminal of 90 columns: up, plan and the graph on a copy of
# samples/nginx-lb, and the problems of a broken file. Needs an engine, the images and the program:
#   make images build && scripts/picture.sh
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

COLUMNS_SHOWN=90
PROJECT=nginx-lb
WORK=$(mktemp -d)
SERVER=$WORK/tmux # the socket of a server of our own, with nobody's settings
MINE=

# shown COMMAND: runs it as if it had been typed. Written out, since it runs in the terminal.
# shellcheck disable=SC2016
SHOWN='shown() { printf "\033[1;32m\$\033[0m \033[1m%s\033[0m\n" "$1"; eval "$1"; }'

# shoot NAME TITLE FOLDER COMMAND...: runs the commands in a terminal, and draws what stands there at the end.
shoot() {
  local name=$1 title=$2 folder=$3 script=$WORK/$1.sh command
  {
    echo "cd '$folder'; PATH='$ROOT/bin:$PATH'; $SHOWN"
    for command in "${@:4}"; do
      [ "$command" = "${4}" ] || echo 'echo'
      printf 'shown %q\n' "$command"
    done
    echo "tmux -S $SERVER wait-for -S $name; exec sleep 600"
  } >"$script"
  tmux -S "$SERVER" -f /dev/null new-session -d -s "$name" -x $COLUMNS_SHOWN -y 100 "env -u TMUX bash --norc $script"
  timeout 300 tmux -S "$SERVER" wait-for "$name" || die "$name: the commands did not end within 300 s"
  tmux -S "$SERVER" capture-pane -e -p -t "$name" |
    out/picture -columns $COLUMNS_SHOWN -title "$title" >"$WORK/$name.svg"
  mv "$WORK/$name.svg" "docs/$name.svg"
  say "docs/$name.svg drawn"
}

# refuse_foreign: the project has the sample's own name, as the pictures show it, so somebody may have it up.
refuse_foreign() {
  if [ -n "$(leftovers $PROJECT)" ] || [ -n "$(docker images -q "$PROJECT-*")" ]; then
    die "a project $PROJECT is there already: $(leftovers $PROJECT; docker images "$PROJECT-*" --format 'image {{.Repository}}')" \
      "take it down first: gocompose -p $PROJECT down --rmi local"
  fi
}

finish() {
  trap '' INT TERM HUP # a second signal would leave things behind
  tmux -S "$SERVER" kill-server 2>/dev/null || true
  if [ -n "$MINE" ]; then
    for _ in 1 2 3; do # a call that was under way when the terminal went may still make something
      take_down $PROJECT || true
      [ -n "$(leftovers $PROJECT)" ] || break
      sleep 0.5
    done
    docker images "$PROJECT-*" --format '{{.Repository}}' | xargs -r docker image rm >/dev/null
  fi
  rm -rf "$WORK"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

need_go
apt_install tmux
refuse_foreign
MINE=yes
mkdir -p out docs
go build -o out/picture ./scripts/picture

STACK=$WORK/$PROJECT
cp -r samples/nginx-lb "$STACK"
sed -i '/^version:/,/^$/d' "$STACK/docker-compose.yml" # as the warning about it asks for

shoot up 'gocompose up builds four images and starts four services' "$STACK" 'gocompose up -d --build'
bin/gocompose --project-directory "$STACK" -f "$STACK/docker-compose.yml" graph -o docs/graph.svg
say "docs/graph.svg drawn"
shoot plan 'gocompose plan tells what a changed port comes to' "$STACK" \
  'sed -i s/8080:80/8081:80/ docker-compose.yml' 'gocompose plan'
shoot error 'gocompose shows five mistakes of a file at once, each with its place' "$ROOT/scripts/picture/broken" \
  'gocompose up -d'
