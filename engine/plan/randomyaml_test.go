package plan_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// yaml writes the app as a Compose file.
func (a *app) yaml() string {
	var b strings.Builder
	b.WriteString("name: shop\nservices:\n")
	if len(a.services) == 0 {
		b.WriteString("  idle: {image: one, scale: 0}\n")
	}
	for _, s := range a.services {
		s.write(&b)
	}
	b.WriteString("networks:\n")
	for _, key := range networkKeys {
		fmt.Fprintf(&b, "  %s: {labels: {version: %q}}\n", key, fmt.Sprint(a.networks[key]))
	}
	b.WriteString("volumes:\n")
	for _, key := range volumeKeys[:2] {
		fmt.Fprintf(&b, "  %s: {labels: {version: %q}}\n", key, fmt.Sprint(a.volumes[key]))
	}
	fmt.Fprintf(&b, "configs:\n  settings: {content: %q}\n", fmt.Sprint("settings ", a.contents["settings"]))
	b.WriteString("secrets:\n  token: {environment: TOKEN}\n")
	return b.String()
}

// environ gives the environment that the file is for.
func (a *app) environ() []string { return []string{fmt.Sprint("TOKEN=token ", a.contents["token"])} }

func (s *service) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s:\n    image: %s\n    environment: {VERSION: %q}\n    scale: %d\n", s.name, s.image, fmt.Sprint(s.version), s.replicas)
	if s.containerName != "" {
		fmt.Fprintf(b, "    container_name: %s\n", s.containerName)
	}
	if s.port != "" {
		fmt.Fprintf(b, "    ports: [%q]\n", s.port)
	}
	if s.health {
		b.WriteString("    healthcheck: {test: [CMD, \"true\"]}\n")
	}
	if len(s.networks) > 0 {
		fmt.Fprintf(b, "    networks: [%s]\n", strings.Join(s.networks, ", "))
	}
	s.writeShares(b)
	s.writeHooks(b)
	for _, key := range s.files {
		fmt.Fprintf(b, "    %s: [%s]\n", map[string]string{"token": "secrets", "settings": "configs"}[key], key)
	}
	if len(s.volumes) > 0 {
		b.WriteString("    volumes:\n")
	}
	for _, v := range s.volumes {
		if v[0] != '/' {
			v += ":/" + v
		}
		fmt.Fprintf(b, "      - %s\n", v)
	}
	if len(s.dependsOn) > 0 {
		b.WriteString("    depends_on:\n")
	}
	for _, name := range serviceNames {
		if d, ok := s.dependsOn[name]; ok {
			fmt.Fprintf(b, "      %s: {condition: %s, restart: %t, required: %t}\n", name, d.condition, d.restart, !d.optional)
		}
	}
}

func (s *service) writeShares(b *strings.Builder) {
	for _, what := range shareable {
		switch name := s.shares[what]; {
		case name == "":
		case what == "volumes_from":
			fmt.Fprintf(b, "    volumes_from: [%s]\n", name)
		default:
			fmt.Fprintf(b, "    %s: service:%s\n", what, name)
		}
	}
}

func (s *service) writeHooks(b *strings.Builder) {
	section := ""
	for _, kind := range s.hooks {
		name, each, _ := strings.Cut(kind, " ")
		if name != section {
			fmt.Fprintf(b, "    %s:\n", name)
		}
		section = name
		if name == "pre_start" {
			fmt.Fprintf(b, "      - {command: [prepare, %s], per_replica: %t}\n", each, each == "each")
		} else {
			fmt.Fprintf(b, "      - {command: [%s]}\n      - {command: [again]}\n", name)
		}
	}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// some gives some of the values, in their order, mostly few.
func some[T any](r *rand.Rand, from []T) (out []T) {
	for _, v := range from {
		if r.IntN(3) == 0 {
			out = append(out, v)
		}
	}
	return out
}
