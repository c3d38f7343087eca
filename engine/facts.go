package engine

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/system"

	"gocompose/engine/doctor"
	"gocompose/engine/plan"
)

// How long doctor waits: for an engine that is there and does not answer, and
// for what it can do without.
const (
	longestAnswer = 5 * time.Second
	optional      = 700 * time.Millisecond
)

// Facts gathers what doctor judges, and what the engine has of a project; nil
// where it does not answer. The calls run side by side, and none changes anything.
func (e *Engine) Facts(ctx context.Context, project string) (doctor.Facts, *plan.State) {
	ctx, cancel := context.WithTimeout(ctx, longestAnswer)
	defer cancel()
	f := doctor.Facts{Now: time.Now(), Host: e.Host()}
	var (
		version types.Version
		info    system.Info
		state   *plan.State
		past    []events.Message
	)
	f.Unreachable = together(
		func() (err error) { version, err = e.client.ServerVersion(ctx); return explain(err) },
		func() (err error) { info, f.Skew, err = e.clock(ctx); return explain(err) },
		func() (err error) { state, err = e.Observe(ctx, project); return err },
		func() error { f.Usage = e.usage(ctx); return nil },
		func() error { past = e.past(ctx, f.Now); return nil },
		func() error { machine(&f); return nil },
	)
	if errors.Is(f.Unreachable, context.DeadlineExceeded) {
		f.Unreachable = fmt.Errorf("%w within %s; look at its log (`journalctl -u docker`), or restart it", ErrUnreachable, longestAnswer)
	}
	if f.Unreachable != nil {
		return f, nil
	}
	f.Version, f.OS, f.API = version.Version, version.Os, state.API
	f.Podman = len(version.Components) > 0 && strings.HasPrefix(version.Components[0].Name, "Podman")
	f.Complaints, f.Root, f.Pools = info.Warnings, info.DockerRootDir, configured(info.DefaultAddressPools)
	f.Containers, f.Networks, f.Endings = state.All(), state.Networks, endings(past)
	if f.Local = strings.HasPrefix(e.Host(), "unix://") && onThisMachine(info); f.Local {
		f.Disk, f.Routes = room(f.Root), routes("/proc")
	}
	return f, state
}

// Unopened is the facts where no engine can be asked, and why.
func Unopened(why error) doctor.Facts {
	f := doctor.Facts{Now: time.Now(), Unreachable: why}
	machine(&f)
	return f
}

// clock asks the engine what time it is, and by how much that differs from what
// it can be here, between the question and the answer.
func (e *Engine) clock(ctx context.Context) (system.Info, time.Duration, error) {
	before := time.Now()
	info, err := e.client.Info(ctx)
	after := time.Now()
	there, wrong := time.Parse(time.RFC3339Nano, info.SystemTime)
	switch {
	case err != nil || wrong != nil:
		return info, 0, err
	case there.Before(before):
		return info, there.Sub(before), nil
	case there.After(after):
		return info, there.Sub(after), nil
	}
	return info, 0, nil
}

// usage sums up what the engine's data take; nil where it counts for too long.
// Volumes are left out: their files are counted one by one.
func (e *Engine) usage(ctx context.Context) *doctor.Usage {
	ctx, cancel := context.WithTimeout(ctx, optional)
	defer cancel()
	seen, err := e.client.DiskUsage(ctx, types.DiskUsageOptions{Types: []types.DiskUsageObject{types.ContainerObject, types.ImageObject, types.BuildCacheObject}})
	if err != nil {
		return nil
	}
	u := &doctor.Usage{Images: seen.LayersSize}
	for _, i := range seen.Images {
		if i.Containers == 0 {
			u.IdleImages += i.Size - max(i.SharedSize, 0)
		}
	}
	for _, c := range seen.Containers {
		u.Layers += c.SizeRw
	}
	for _, c := range seen.BuildCache {
		if !c.Shared {
			u.Cache += c.Size
		}
		if !c.Shared && !c.InUse {
			u.IdleCache += c.Size
		}
	}
	return u
}

// past gives what the engine remembers of containers: the last 256 events of all.
func (e *Engine) past(ctx context.Context, now time.Time) (out []events.Message) {
	ctx, cancel := context.WithTimeout(ctx, optional)
	defer cancel()
	messages, errs := e.client.Events(ctx, events.ListOptions{Since: "1", Until: now.Format(time.RFC3339Nano), Filters: containerEvents})
	for {
		select {
		case m := <-messages:
			out = append(out, m)
		case <-errs: // io.EOF at the end
			return out
		}
	}
}

// configured gives the engine's pools as daemon.json has them; none where it has none.
func configured(pools []system.NetworkAddressPool) (out []doctor.Pool) {
	for _, p := range pools {
		if base, err := netip.ParsePrefix(p.Base); err == nil {
			out = append(out, doctor.Pool{Base: base.Masked(), Bits: p.Size})
		}
	}
	return out
}
