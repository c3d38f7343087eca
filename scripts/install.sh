#!/usr/bin/env bash
# Installs the program with its manual, the completion of shells, and the link that makes it a plugin of the docker command,
# below PREFIX (/usr/local). A package is made with DESTDIR, which is put before that and appears in no file.
#   install.sh PROGRAM
set -euo pipefail

program=${1:?usage: install.sh PROGRAM}
prefix=${PREFIX:-/usr/local}
root=${DESTDIR:-}$prefix

# script SHELL FILE: the completion for a shell.
script() {
  mkdir -p "$(dirname "$2")"
  "$root/bin/gocompose" completion "$1" >"$2"
}

install -D -m 755 "$program" "$root/bin/gocompose"
"$root/bin/gocompose" man "$root/share/man/man1"
script bash "$root/share/bash-completion/completions/gocompose"
script zsh "$root/share/zsh/site-functions/_gocompose"
script fish "$root/share/fish/vendor_completions.d/gocompose.fish"
plugins=$root/libexec/docker/cli-plugins
mkdir -p "$plugins"
ln -sfn "$prefix/bin/gocompose" "$plugins/docker-gocompose"
printf '%s\n' "installed below $root: gocompose, its manual (man gocompose), completion, and \`docker gocompose\`"
