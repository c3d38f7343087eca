package main

import "strings"

// releases is a project with all that takes several calls: copies of files,
// hooks, and a container in the network of another.
const releases = `
services:
  web:
    image: gocompose-test
    labels: {release: RELEASE}
    depends_on: [db]
    volumes: [data:/data]
    secrets: [token]
    configs: [settings]
    pre_start:
      - command: test-tool echo prepared
      - {command: test-tool echo prepared too, per_replica: true}
    post_start: [{command: test-tool echo announced}]
    pre_stop: [{command: test-tool echo goodbye}]
  side:
    image: gocompose-test
    network_mode: service:web
    labels: {release: RELEASE}
    pre_start: [{command: test-tool echo prepared}]
    post_start: [{command: test-tool echo announced}]
  db:
    image: gocompose-test
    labels: {release: RELEASE}
    pre_stop: [{command: test-tool echo goodbye}]
volumes:
  data:
secrets:
  token: {file: token.txt}
configs:
  settings: {content: settings of RELEASE}
`

// few is a project that takes few calls.
const few = `
services:
  web: {image: gocompose-test, labels: {release: RELEASE}, depends_on: [db]}
  db: {image: gocompose-test}
`

// networked is one whose network has options that change, and one network more.
const networked = `
services:
  web: {image: gocompose-test, networks: [default, back]}
  db: {image: gocompose-test, networks: [back]}
networks:
  default: {labels: {release: old}}
  back: {labels: {release: RELEASE}}
`

// orphaned has a service that few has not.
const orphaned = few + "  old: {image: gocompose-test, depends_on: [web]}\n"

// updated is updated container by container.
const updated = `
services:
  web:
    image: gocompose-test
    labels: {release: RELEASE}
    deploy:
      replicas: 2
      update_config: {order: ORDER, parallelism: 1, monitor: 10ms, failure_action: rollback}
`

// doing is one command, and the file that it is run with.
type doing struct {
	file, release string
	args          []string
}

// killing is a command that meets with trouble, after others that do not, and what
// puts things right.
type killing struct {
	name   string
	before []doing
	do     doing
	again  []string // run after it; nil: the same once more
	calls  int      // the fewest that it makes which may change something
}

var killings = []killing{
	{"up", []doing{{releases, "new", down}}, doing{releases, "new", up}, nil, 20},
	{"replacement", []doing{{releases, "old", up}}, doing{releases, "new", up}, nil, 30},
	{"several replaced and one more", []doing{{releases, "old", scaled("2")}}, doing{releases, "new", scaled("3")}, nil, 40},
	{"several more", []doing{{few, "new", scaled("1")}}, doing{few, "new", scaled("4")}, nil, 6},
	{"some fewer", []doing{{few, "new", scaled("4")}}, doing{few, "new", scaled("1")}, nil, 6},
	{"some fewer and one replaced", []doing{{few, "old", scaled("3")}}, doing{few, "new", scaled("1")}, nil, 8},
	{"orphans removed", []doing{{orphaned, "old", up}}, doing{few, "new", append(up, "--remove-orphans")}, nil, 7},
	{"networks renewed", []doing{{networked, "old", up}}, doing{networked, "new", up}, nil, 10},
	{"rolled back", []doing{{few, "old", up}, {few, "new", up}}, doing{few, "new", []string{"rollback"}}, up, 5},
	{"rolled back again", []doing{{few, "first", up}, {few, "old", up}, {few, "new", up}}, doing{few, "new", []string{"rollback"}}, nil, 5},
	{"updated, stop-first", []doing{{ordered("stop-first"), "old", up}}, doing{ordered("stop-first"), "new", up}, nil, 10},
	{"updated, start-first", []doing{{ordered("start-first"), "old", up}}, doing{ordered("start-first"), "new", up}, nil, 10},
	{"down", []doing{{releases, "new", up}}, doing{releases, "new", down}, nil, 10},
	{"created", []doing{{few, "old", down}}, doing{few, "new", []string{"create"}}, nil, 3},
	{"started", []doing{{few, "new", up}, {few, "new", []string{"stop"}}}, doing{few, "new", []string{"start"}}, nil, 2},
	{"stopped", []doing{{few, "new", up}}, doing{few, "new", []string{"stop"}}, nil, 2},
	{"killed", []doing{{few, "new", up}}, doing{few, "new", []string{"kill"}}, nil, 2},
	{"restarted", []doing{{few, "new", up}}, doing{few, "new", []string{"restart"}}, nil, 4},
	{"paused", []doing{{few, "new", up}}, doing{few, "new", []string{"pause"}}, nil, 2},
	{"unpaused", []doing{{few, "new", up}, {few, "new", []string{"pause"}}}, doing{few, "new", []string{"unpause"}}, nil, 2},
	{"scaled", []doing{{few, "new", up}}, doing{few, "new", []string{"scale", "web=3"}}, nil, 4},
	{"removed", []doing{{few, "new", up}}, doing{few, "new", []string{"rm", "--stop", "--force"}}, nil, 4},
}

var (
	up   = []string{"up", "-d"}
	down = []string{"down", "-v"}
)

func scaled(web string) []string { return []string{"up", "-d", "--scale", "web=" + web} }

func ordered(order string) string { return strings.ReplaceAll(updated, "ORDER", order) }
