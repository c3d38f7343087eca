package engine

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// Observe gives what the engine has, as far as planning for a project asks:
// four list calls, side by side, and see freshHealth. Containers are sorted by name.
func (e *Engine) Observe(ctx context.Context, project string) (*plan.State, error) {
	var (
		containers []container.Summary
		networks   []network.Summary
		volumes    volume.ListResponse
		images     []image.Summary
	)
	err := together(
		func() (err error) {
			containers, err = e.client.ContainerList(ctx, container.ListOptions{All: true})
			return err
		},
		func() (err error) { networks, err = e.client.NetworkList(ctx, network.ListOptions{}); return err },
		func() (err error) { volumes, err = e.client.VolumeList(ctx, volume.ListOptions{}); return err },
		func() (err error) { images, err = e.images(ctx); return err },
	)
	if err != nil {
		return nil, fmt.Errorf("observe the engine: %w", explain(err))
	}
	s := &plan.State{Images: imagesByName(images), API: plan.ParseAPI(e.client.ClientVersion())}
	slices.SortFunc(containers, func(a, b container.Summary) int { return strings.Compare(name(a), name(b)) })
	homes := homes{}
	for _, c := range containers {
		if seen := observed(c); seen.Project == project && seen.ConfigHash != "" {
			seen.Home = homes.of(seen)
			s.Containers = append(s.Containers, seen)
		} else {
			s.Others = append(s.Others, seen)
		}
	}
	if err := e.freshHealth(ctx, s.Containers); err != nil {
		return nil, fmt.Errorf("observe the engine: %w", explain(err))
	}
	for _, n := range networks {
		s.Networks = append(s.Networks, plan.Network{ID: n.ID, Name: n.Name, Created: n.Created, Project: n.Labels[spec.LabelProject],
			Key: n.Labels[spec.LabelNetwork], ConfigHash: n.Labels[spec.LabelConfigHash], Subnets: subnets(n)})
	}
	for _, v := range volumes.Volumes {
		s.Volumes = append(s.Volumes, plan.Volume{Name: v.Name, Project: v.Labels[spec.LabelProject],
			Key: v.Labels[spec.LabelVolume], ConfigHash: v.Labels[spec.LabelConfigHash], Mountpoint: v.Mountpoint,
			Files: v.Labels[spec.LabelFiles], FilesKey: v.Labels[spec.LabelFilesKey], Digests: spec.ParseDigestsLabel(v.Labels[spec.LabelFilesDigests])})
	}
	return s, nil
}

// Containers gives a project's containers, or for "" those of all projects,
// sorted by name: one list call, and see freshHealth. Their Home is not looked up.
func (e *Engine) Containers(ctx context.Context, project string) ([]plan.Container, error) {
	label := spec.LabelProject
	if project != "" {
		label += "=" + project
	}
	return e.labelled(ctx, label)
}

// ContainersOf gives the containers of one service of a project, like Containers.
func (e *Engine) ContainersOf(ctx context.Context, project, service string) ([]plan.Container, error) {
	return e.labelled(ctx, spec.LabelProject+"="+project, spec.LabelService+"="+service)
}

// labelled gives the containers that have all of some labels.
func (e *Engine) labelled(ctx context.Context, labels ...string) ([]plan.Container, error) {
	wanted := filters.NewArgs()
	for _, label := range labels {
		wanted.Add("label", label)
	}
	seen, err := e.client.ContainerList(ctx, container.ListOptions{All: true, Filters: wanted})
	if err != nil {
		return nil, fmt.Errorf("observe the engine: %w", explain(err))
	}
	var out []plan.Container
	for _, c := range seen {
		if c.Labels[spec.LabelConfigHash] != "" {
			out = append(out, observed(c))
		}
	}
	slices.SortFunc(out, func(a, b plan.Container) int { return strings.Compare(a.Name, b.Name) })
	if err := e.freshHealth(ctx, out); err != nil {
		return nil, fmt.Errorf("observe the engine: %w", explain(err))
	}
	return out, nil
}

// images lists the images. Where containerd keeps them, the list of an engine
// fails if one is removed at the same time; the next one does without it.
func (e *Engine) images(ctx context.Context) ([]image.Summary, error) {
	images, err := e.client.ImageList(ctx, image.ListOptions{})
	if errdefs.IsNotFound(err) {
		return e.client.ImageList(ctx, image.ListOptions{})
	}
	return images, err
}

// together runs calls side by side and gives the first error in their order.
func together(calls ...func() error) error {
	for _, err := range SideBySide(len(calls), func(i int) error { return calls[i]() }) {
		if err != nil {
			return err
		}
	}
	return nil
}

// SideBySide does something for 0 to n-1 at once, and gives the errors by number.
func SideBySide(n int, do func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = do(i) })
	}
	all.Wait()
	return errs
}

// imagesByName gives images by each of their tags and digests, "redis" and
// "redis:latest" alike.
func imagesByName(images []image.Summary) map[string]plan.Image {
	out := make(map[string]plan.Image, len(images))
	for _, i := range images {
		seen := plan.Image{ID: i.ID, Project: i.Labels[spec.LabelProject], Service: i.Labels[spec.LabelService]}
		out[i.ID] = seen
		for _, name := range append(i.RepoTags, i.RepoDigests...) {
			if !strings.HasPrefix(name, "<none>") { // what the engine calls an image that lost its name
				out[name] = seen
			}
		}
	}
	return out
}

// observed reads what a list tells of a container.
func observed(c container.Summary) plan.Container {
	number, _ := strconv.Atoi(c.Labels[spec.LabelNumber]) // absent on one-off containers
	out := plan.Container{
		ID: c.ID, Name: name(c), State: string(c.State), Status: c.Status, Health: health(c.Status), ExitCode: exitCode(c.Status),
		Created: time.Unix(c.Created, 0), Command: c.Command, Image: c.Image, ImageID: c.ImageID,
		Project: c.Labels[spec.LabelProject], Service: c.Labels[spec.LabelService], Number: number,
		OneOff: c.Labels[spec.LabelOneOff] == "True", ConfigHash: c.Labels[spec.LabelConfigHash], ImageLabel: c.Labels[spec.LabelImage],
		Attributes: spec.ParseDigestsLabel(c.Labels[spec.LabelAttributes]), DependsOn: dependsOn(c.Labels[spec.LabelDependsOn]),
		WorkingDir: c.Labels[spec.LabelWorkingDir], Files: c.Labels[spec.LabelConfigFiles], Replaces: c.Labels[spec.LabelReplace],
		Mounted:  c.Labels[spec.LabelMounted],
		Hook:     c.Labels[spec.LabelHook],
		Labels:   c.Labels,
		Networks: map[string]string{}, Addresses: map[string][]netip.Addr{},
	}
	if c.NetworkSettings != nil {
		for name, n := range c.NetworkSettings.Networks {
			out.Networks[name] = n.NetworkID
			out.Addresses[name] = addresses(n)
		}
	}
	for _, m := range c.Mounts {
		out.Mounts = append(out.Mounts, plan.MountPoint{Type: string(m.Type), Name: m.Name, Source: m.Source, Target: m.Destination})
	}
	for _, p := range c.Ports {
		out.Ports = append(out.Ports, plan.PublishedPort{HostIP: p.IP, Published: p.PublicPort, Target: p.PrivatePort, Protocol: p.Type})
	}
	slices.SortFunc(out.Ports, func(a, b plan.PublishedPort) int { // the engine gives them in any order
		return cmp.Or(cmp.Compare(a.Target, b.Target), strings.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Published, b.Published), strings.Compare(a.HostIP, b.HostIP))
	})
	return out
}

// name gives a container's own name; legacy links add names with a second slash.
func name(c container.Summary) string {
	for _, n := range c.Names {
		if n = strings.TrimPrefix(n, "/"); !strings.Contains(n, "/") {
			return n
		}
	}
	return c.ID[:12]
}

// health reads the state of the healthcheck out of "Up 2 minutes (healthy)":
// a list has it nowhere else before API 1.52.
func health(status string) string {
	for text, state := range map[string]string{"(healthy)": "healthy", "(unhealthy)": "unhealthy", "(health: starting)": "starting"} {
		if strings.HasSuffix(status, text) {
			return state
		}
	}
	return ""
}

// exitCode reads the code out of "Exited (3) 2 minutes ago".
func exitCode(status string) int {
	_, rest, _ := strings.Cut(status, "(")
	digits, _, _ := strings.Cut(rest, ")")
	code, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return code
}

// dependsOn reads "db:service_healthy:true,cache:service_started:false": service,
// condition, and whether a restart of the one restarts the other.
func dependsOn(label string) map[string]*compose.Dependency {
	out := map[string]*compose.Dependency{}
	for entry := range strings.SplitSeq(label, ",") {
		name, rest, _ := strings.Cut(entry, ":")
		condition, restart, _ := strings.Cut(rest, ":")
		if name != "" {
			out[name] = &compose.Dependency{Condition: condition, Restart: restart == "true", Required: true}
		}
	}
	return out
}
