package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
	"github.com/docker/docker/pkg/stdcopy"
)

const projectLabel = "com.docker.compose.project"

// holdings is what the engine has of the script's projects.
type holdings struct {
	containers []container.Summary
	networks   []network.Summary
	volumes    []*volume.Volume
	images     []image.Summary
}

// look lists what there is of the script's projects, by label.
func (s *stage) look(ctx context.Context) (h holdings, err error) {
	for _, project := range s.projects {
		only := filters.NewArgs(filters.Arg("label", projectLabel+"="+project))
		containers, err := s.api.ContainerList(ctx, container.ListOptions{All: true, Filters: only})
		if err != nil {
			return h, err
		}
		networks, err := s.api.NetworkList(ctx, network.ListOptions{Filters: only})
		if err != nil {
			return h, err
		}
		volumes, err := s.api.VolumeList(ctx, volume.ListOptions{Filters: only})
		if err != nil {
			return h, err
		}
		images, err := s.api.ImageList(ctx, image.ListOptions{Filters: only})
		if err != nil {
			return h, err
		}
		h.containers, h.networks = append(h.containers, containers...), append(h.networks, networks...)
		h.volumes, h.images = append(h.volumes, volumes.Volumes...), append(h.images, images...)
	}
	return h, nil
}

// names gives a line for each thing.
func (h holdings) names() (lines []string) {
	for _, c := range h.containers {
		lines = append(lines, "container "+strings.Join(c.Names, ","))
	}
	for _, n := range h.networks {
		lines = append(lines, "network "+n.Name)
	}
	for _, v := range h.volumes {
		lines = append(lines, "volume "+v.Name)
	}
	for _, i := range h.images {
		lines = append(lines, "image "+strings.Join(append(i.RepoTags, i.ID), " "))
	}
	return lines
}

// picture is what must stay the same where nothing is to be changed: every
// thing by its id, and since when containers run.
type picture []string

func (s *stage) picture(ctx context.Context) (picture, error) {
	h, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	p := picture(h.names())
	for _, c := range h.containers {
		seen, err := s.api.ContainerInspect(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		p = append(p, fmt.Sprintf("%s %s is %s since %s, after %s", seen.Name, c.ID, seen.State.Status, seen.State.StartedAt, seen.State.FinishedAt))
	}
	for _, n := range h.networks {
		p = append(p, n.Name+" "+n.ID)
	}
	slices.Sort(p)
	return p, nil
}

// mark remembers how things are, for unchanged.
func (s *stage) mark() (err error) {
	if s.before, err = s.picture(context.Background()); err != nil {
		return err
	}
	if s.fake != nil {
		s.fake.ForgetCalls()
	}
	return nil
}

// changed tells what is not as it was at the mark: by how things are, and on
// an engine that can tell, by what it was asked to do.
func (s *stage) changed() (string, error) {
	var calls []string
	if s.fake != nil {
		for _, c := range s.fake.Changes() {
			calls = append(calls, c.String())
		}
	}
	now, err := s.picture(context.Background())
	switch {
	case err != nil:
		return "", err
	case len(calls) > 0:
		return "the engine was asked to change something:\n" + strings.Join(calls, "\n"), nil
	case !slices.Equal(now, s.before):
		return "before:\n" + strings.Join(s.before, "\n") + "\nnow:\n" + strings.Join(now, "\n"), nil
	}
	return "", nil
}

// sweep removes all of the script's projects, whatever state they are in, and
// the anonymous volumes of their containers, which bear no label and may outlive them.
func (s *stage) sweep() {
	if s.fake != nil {
		return // it ends with the test
	}
	ctx := context.Background()
	h, err := s.look(ctx)
	s.must(err)
	anonymous := s.anonymousVolumes(ctx)
	for _, c := range h.containers {
		s.must(s.api.ContainerRemove(ctx, c.ID, container.RemoveOptions{Force: true, RemoveVolumes: true}))
	}
	for _, n := range h.networks {
		s.must(s.api.NetworkRemove(ctx, n.ID))
	}
	for _, v := range h.volumes {
		s.must(s.api.VolumeRemove(ctx, v.Name, true))
	}
	for _, name := range anonymous {
		s.must(s.api.VolumeRemove(ctx, name, true)) // one that is not there is no failure where force is asked for
	}
	for _, i := range h.images {
		_, err := s.api.ImageRemove(ctx, i.ID, image.RemoveOptions{Force: true, PruneChildren: true})
		s.must(err)
	}
}

func (s *stage) must(err error) {
	if err != nil {
		s.t.Errorf("sweep: %v", err)
	}
}

// evidence says how the script's projects are after a failure.
func (s *stage) evidence() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	h, err := s.look(ctx)
	if err != nil {
		s.t.Logf("no evidence: %v", err)
		return
	}
	s.t.Logf("what there is:\n%s", strings.Join(h.names(), "\n"))
	for _, c := range h.containers {
		seen, err := s.api.ContainerInspect(ctx, c.ID)
		if err != nil {
			s.t.Logf("%s: %v", c.Names, err)
			continue
		}
		text, _ := json.Marshal([]any{seen.State, seen.RestartCount, seen.Config, seen.HostConfig.PortBindings, seen.Mounts, seen.NetworkSettings.Networks})
		s.t.Logf("%s: %s\n%s\nits log:\n%s", seen.Name, c.Status, text, s.log(ctx, c.ID))
	}
	s.t.Logf("events:\n%s", s.events(ctx))
}

func (s *stage) log(ctx context.Context, id string) string {
	stream, err := s.api.ContainerLogs(ctx, id, container.LogsOptions{ShowStdout: true, ShowStderr: true, Tail: "20"})
	if err != nil {
		return err.Error()
	}
	defer stream.Close()
	var text strings.Builder
	if _, err := stdcopy.StdCopy(&text, &text, stream); err != nil && err != io.EOF {
		fmt.Fprintln(&text, err)
	}
	return text.String()
}

// anonymousVolumes gives the volumes that the engine named itself and that
// containers of the projects have mounted since the script began.
func (s *stage) anonymousVolumes(ctx context.Context) (names []string) {
	ours := map[string]bool{}
	for _, m := range s.history(ctx) {
		switch {
		case slices.Contains(s.projects[:], m.Actor.Attributes[projectLabel]):
			ours[m.Actor.ID] = true
		case m.Type == events.VolumeEventType && m.Action == events.ActionMount && len(m.Actor.ID) == 64 && ours[m.Actor.Attributes["container"]]:
			names = append(names, m.Actor.ID)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// events gives a line for each thing that happened to the projects since the script began.
func (s *stage) events(ctx context.Context) string {
	var lines []string
	for _, m := range s.history(ctx) {
		if slices.ContainsFunc(s.projects[:], func(p string) bool { return strings.HasPrefix(m.Actor.Attributes["name"], p) }) {
			lines = append(lines, fmt.Sprintf("%s %s %s %s", time.Unix(0, m.TimeNano).UTC().Format("15:04:05.000"), m.Type, m.Action, m.Actor.Attributes["name"]))
		}
	}
	return strings.Join(lines, "\n")
}

// history gives all that happened on the engine since the script began, in order.
func (s *stage) history(ctx context.Context) (all []events.Message) {
	messages, failed := s.api.Events(ctx, events.ListOptions{Since: s.begun.Format(time.RFC3339Nano), Until: time.Now().Format(time.RFC3339Nano)})
	for {
		select {
		case m := <-messages:
			all = append(all, m)
		case <-failed: // the end of the stream comes as an error, too
			return all
		}
	}
}
