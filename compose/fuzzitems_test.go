package compose

import (
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// FuzzPorts wants that the short syntax of a port gives ports that the engine
// can have, no more than it has room for, and that written in full, or written
// again by config, they are the same.
func FuzzPorts(f *testing.F) {
	for _, text := range []string{"80", "8080:80/udp", "127.0.0.1:1-3:4-6", "[::1]:80:80", "::1:80:80", "1-65535:1-65535", ":80", "0:0", "80/", "1-2:3", "a:b:c:d"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ports, problem := parsePorts(text)
		if problem == "" && (len(ports) == 0 || len(ports) > 65535) || problem != "" && len(ports) > 0 {
			t.Fatalf("got %d ports and %q", len(ports), problem)
		}
		for _, p := range ports {
			if p.Target < 1 || p.Target > 65535 || p.Mode == "" || p.Protocol == "" {
				t.Fatalf("got %+v", p)
			}
		}
		loadsAlone(t, "ports", tree.Str(text))
	})
}

// FuzzPort wants of the long syntax of a port that config can write it.
func FuzzPort(f *testing.F) {
	f.Add("80", "8080", "127.0.0.1", "host", "tcp")
	f.Add("80", "1-2", "::1", "ingress", "udp")
	f.Add("", "", "", "", "")
	f.Fuzz(func(t *testing.T, target, published, ip, mode, protocol string) {
		loadsAlone(t, "ports", mapOf(
			"target", target, "published", published, "host_ip", ip, "mode", mode, "protocol", protocol))
	})
}

// FuzzVolumes wants of the short syntax of a mount that config can write it.
func FuzzVolumes(f *testing.F) {
	for _, text := range []string{"/a", "v:/a", "./a:/a:ro", "~/a:/b:z,rshared", "C:\\a:/b", "a:b:c:d", ":", "v:/a:nocopy", "../..:/a", "/a:/b:ro,Z", "v:/../a/"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { loadsAlone(t, "volumes", tree.Str(text)) })
}

// FuzzVolume wants of the long syntax of a mount that config can write it.
func FuzzVolume(f *testing.F) {
	f.Add("bind", "./a", "/a", "rshared")
	f.Add("volume", "v", "/a/..", "")
	f.Add("tmpfs", "", "/t", "")
	f.Add("image", "nginx", "/i", "")
	f.Fuzz(func(t *testing.T, kind, source, target, propagation string) {
		mount := mapOf("type", kind, "source", source, "target", target)
		if propagation != "" {
			mount = mount.With("bind", mapOf("propagation", propagation))
		}
		loadsAlone(t, "volumes", mount)
	})
}

// mapOf makes a map of keys and the texts that follow them; empty ones are left out.
func mapOf(pairs ...string) *tree.Node {
	var entries []tree.Entry
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			entries = append(entries, tree.Pair(pairs[i], tree.Str(pairs[i+1])))
		}
	}
	return tree.MapOf(entries...)
}

// loadsAlone loads a service with one item in a list. What loads, config can
// write; what does not has a reason and a way out.
func loadsAlone(t *testing.T, key string, item *tree.Node) {
	t.Helper()
	service := tree.MapOf(tree.Pair("image", tree.Str("x")), tree.Pair(key, tree.ListOf(item)))
	volumes := tree.MapOf(tree.Pair("v", tree.NullNode()))
	var text strings.Builder
	if err := tree.Encode(&text, tree.MapOf(tree.Pair("services", tree.MapOf(tree.Pair("a", service))), tree.Pair("volumes", volumes))); err != nil {
		t.Fatal(err)
	}
	project, problems := loadText([]byte(text.String()))
	placesInside(t, map[string][]byte{"-": []byte(text.String())}, placesOf(project, problems))
	for _, d := range problems {
		wellFormed(t, d)
	}
	if project != nil {
		loadsAgain(t, project)
	}
}

// wellFormed wants a problem to be a line, with a way out.
func wellFormed(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	if d.Summary == "" || d.Hint == "" || strings.ContainsAny(d.Summary+d.Hint, "\n\r") || strings.HasSuffix(d.Summary, ".") {
		t.Errorf("%+v", d)
	}
}
