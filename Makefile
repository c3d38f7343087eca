# Every target works on a fresh Debian machine; each says what it does when you type `make`.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
export PATH := $(PATH):/usr/local/go/bin

.PHONY: help build man install demo test soak smoke bench pictures fuzz clean clean-engine engine images

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' Makefile

build: ## bin/gocompose
	@. scripts/lib.sh && need_go
	@CGO_ENABLED=0 go build -trimpath -tags grpcnotrace,urfave_cli_no_docs -ldflags="-s -w" -o bin/gocompose ./cmd/gocompose

man: build ## the pages of the manual, in out/man
	@bin/gocompose man out/man

install: ## the program built before, its manual, completion and docker plugin, below PREFIX=/usr/local
	@test -x bin/gocompose || { echo "make build first, as yourself"; exit 1; }
	@scripts/install.sh bin/gocompose

engine: ## a Docker engine, installed and started if none answers
	@scripts/engine.sh

images: engine ## the images that samples and tests start from
	@scripts/images.sh

demo: images build ## the counter sample, up and counting
	@scripts/demo.sh

test: images build ## every check and test, on the real engine too
	@scripts/test.sh

soak: images build ## the tests that take minutes: kills, faults, restarts of the engine
	@scripts/soak.sh

smoke: images build ## both samples up, asked, down: the test to copy into a CI
	@scripts/smoke.sh

bench: images build ## the figures, beside the engine's own limit and docker-compose
	@scripts/bench.sh

pictures: images build ## the README's pictures, from real runs
	@scripts/picture.sh

fuzz: ## every fuzz target, FUZZTIME=60s each
	@scripts/fuzz.sh

clean: ## remove all that these targets made; the engine stays
	@scripts/clean.sh

clean-engine: ## stop the engine that make started
	@scripts/engine.sh stop
