package plan_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"gocompose/engine/plan"
)

// networkLine adds or changes a network. Properties: gone, project, hash, key,
// subnet, second (another one of that name, which that container is on).
func (w *world) networkLine(name string, properties map[string]string) {
	if _, gone := properties["gone"]; gone {
		w.do(plan.RemoveNetwork{ID: w.network(name).ID})
		return
	}
	if on, second := properties["second"]; second {
		double := *w.network(name)
		double.ID, double.Created = w.id(name), time.Unix(1, 0) // the first is older
		w.state.Networks = append(w.state.Networks, double)
		w.container(on).Networks[name] = double.ID
		return
	}
	n := w.network(name)
	if n == nil {
		w.state.Networks = append(w.state.Networks, plan.Network{ID: w.id(name), Name: name})
		n = w.network(name)
	}
	if text, ok := properties["subnet"]; ok {
		n.Subnets = []netip.Prefix{netip.MustParsePrefix(text)}
	}
	n.Project, n.ConfigHash, n.Key = or(properties, "project", n.Project), or(properties, "hash", n.ConfigHash), or(properties, "key", n.Key)
}

// volumeLine adds or changes a volume. Properties: project, hash, key.
func (w *world) volumeLine(name string, properties map[string]string) {
	v := w.volume(name)
	if v == nil {
		w.state.Volumes = append(w.state.Volumes, plan.Volume{Name: name})
		v = w.volume(name)
	}
	v.Project, v.ConfigHash, v.Key = or(properties, "project", v.Project), or(properties, "hash", v.ConfigHash), or(properties, "key", v.Key)
}

// imageLine adds or changes an image. Properties: gone, id (any text, for
// another image of that name), project, pulled (how long ago).
func (w *world) imageLine(ref string, properties map[string]string) {
	name := plan.Familiar(ref)
	old := w.state.Images[name]
	delete(w.state.Images, name)
	delete(w.state.Images, old.ID)
	if _, gone := properties["gone"]; gone {
		return
	}
	id := "sha256:" + digest(or(properties, "id", ref))
	w.addImage(ref, id)
	i := plan.Image{ID: id, Project: properties["project"], Service: properties["service"], Platform: properties["platform"]}
	if ago, ok := properties["pulled"]; ok {
		span, err := time.ParseDuration(ago)
		w.must(err)
		i.Tagged = now.Add(-span)
	}
	w.state.Images[name], w.state.Images[id] = i, i
}

// now is when all the tests' images are planned.
var now = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)

func or(properties map[string]string, name, otherwise string) string {
	if value, ok := properties[name]; ok {
		return value
	}
	return otherwise
}

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(fmt.Errorf("state: %w", err))
	}
	return n
}

// listens adds a process that listens on ip:port/protocol.
func (w *world) listens(where, process string) {
	w.t.Helper()
	address, protocol, _ := strings.Cut(where, "/")
	at, err := netip.ParseAddrPort(address)
	w.must(err)
	w.state.Listening = append(w.state.Listening, plan.Listener{IP: at.Addr().String(), Port: at.Port(), Protocol: protocol, Process: process})
}
