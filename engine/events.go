package engine

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"

	"gocompose/engine/spec"
)

// EventOptions say which events of a project are wanted. Of lists that are
// empty, anything is.
type EventOptions struct {
	Project      string
	Services     []string // of containers
	Types        []string // container, network, volume, image; none: container
	Actions      []string // such as start, or health_status for all of these
	Since, Until string   // RFC 3339, UNIX seconds, or a duration before now such as 10m
	// Names are those of the project's networks, volumes and images, by type:
	// engines tell no labels of these, save those of an image that there is.
	Names map[string][]string
}

// Happening is an event of a project.
type Happening struct {
	Time       time.Time
	Type       string
	Action     string
	ID         string // of a container or network; name of a volume or image
	Service    string // of a container
	Attributes map[string]string
}

// Happenings tells of a project's events until ctx ends, or the time of Until has
// come. One-off containers are left out. A connection that breaks is made again.
func (e *Engine) Happenings(ctx context.Context, o EventOptions, tell func(Happening) error) error {
	if len(o.Types) == 0 {
		o.Types = []string{"container"}
	}
	only := filters.NewArgs()
	for _, kind := range o.Types {
		only.Add("type", kind)
	}
	if slices.Equal(o.Types, []string{"container"}) {
		only.Add("label", spec.LabelProject+"="+o.Project)
	}
	o.Until = exactly(o.Until)
	if o.Names = maps.Clone(o.Names); o.Names == nil {
		o.Names = map[string][]string{}
	}
	s := eventStream{asked: events.ListOptions{Filters: only, Since: exactly(o.Since), Until: o.Until}}
	if s.asked.Since == "" && o.Until == "" {
		s.asked.Since = e.now(ctx).Format(time.RFC3339Nano)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for s.open(ctx, e); ; {
		select {
		case m := <-s.messages:
			s.heard(m)
			if !o.wants(m) {
				continue
			}
			o.remember(m)
			if err := tell(happening(m)); err != nil {
				return err
			}
		case err := <-s.failed:
			if o.Until != "" && err == io.EOF {
				return nil
			}
			if err := s.reopen(ctx, e, err); err != nil {
				return err
			}
		}
	}
}

// now gives the time by the engine's clock, or by ours where it does not tell.
func (e *Engine) now(ctx context.Context) time.Time {
	info, err := e.client.Info(ctx)
	there, wrong := time.Parse(time.RFC3339Nano, info.SystemTime)
	if err != nil || wrong != nil {
		return time.Now()
	}
	return there
}

// Arrivals tells when containers of a project start, whoever starts them, and why
// it does so no longer.
func (e *Engine) Arrivals(ctx context.Context, project string) (started <-chan struct{}, missed <-chan error) {
	news, end := make(chan struct{}, 1), make(chan error, 1)
	o := EventOptions{Project: project, Actions: []string{string(events.ActionStart)}, Since: shortlyBefore(time.Now())}
	go func() {
		end <- e.Happenings(ctx, o, func(Happening) error {
			select {
			case news <- struct{}{}:
			default: // there is news that nobody has seen yet
			}
			return nil
		})
	}()
	return news, end
}

// exactly gives a time so that it stays the same however late it is asked for.
func exactly(text string) string {
	if at, err := timeOf(text); err == nil {
		return at.Format(time.RFC3339Nano)
	}
	return text // none
}

func (o EventOptions) wants(m events.Message) bool {
	action, _, _ := strings.Cut(string(m.Action), ":")
	if len(o.Actions) > 0 && !slices.Contains(o.Actions, action) && !slices.Contains(o.Actions, string(m.Action)) {
		return false
	}
	told := m.Actor.Attributes
	if m.Type != events.ContainerEventType {
		names := o.Names[string(m.Type)]
		return len(o.Services) == 0 && (told[spec.LabelProject] == o.Project || slices.Contains(names, m.Actor.ID) || slices.Contains(names, told["name"]))
	}
	return told[spec.LabelProject] == o.Project && told[spec.LabelOneOff] != "True" &&
		(len(o.Services) == 0 || slices.Contains(o.Services, told[spec.LabelService]))
}

// remember keeps the id of an image, by which alone its removal is told.
func (o EventOptions) remember(m events.Message) {
	if m.Type == events.ImageEventType && !slices.Contains(o.Names["image"], m.Actor.ID) {
		o.Names["image"] = append(o.Names["image"], m.Actor.ID)
	}
}

// happening leaves out the labels that no file gave, as docker compose does.
func happening(m events.Message) Happening {
	h := Happening{Time: time.Unix(0, m.TimeNano), Type: string(m.Type), Action: string(m.Action), ID: m.Actor.ID, Service: m.Actor.Attributes[spec.LabelService], Attributes: map[string]string{}}
	for name, value := range m.Actor.Attributes {
		if !spec.Bookkeeping(name) {
			h.Attributes[name] = value
		}
	}
	return h
}
