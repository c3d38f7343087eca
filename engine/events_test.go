package engine

import (
	"testing"

	"github.com/docker/docker/api/types/events"

	"gocompose/engine/spec"
)

// TestImagesOfAProject are known by their label while they are there, and by
// their id once they are not.
func TestImagesOfAProject(t *testing.T) {
	image := func(action events.Action, id string, told map[string]string) events.Message {
		return events.Message{Type: events.ImageEventType, Action: action, Actor: events.Actor{ID: id, Attributes: told}}
	}
	o := EventOptions{Project: "shop", Names: map[string][]string{}}
	removed := image(events.ActionDelete, "sha256:1", nil)
	if o.wants(removed) {
		t.Error("an image that nobody knows is told of")
	}
	tagged := image(events.ActionTag, "sha256:1", map[string]string{spec.LabelProject: "shop", "name": "shop-web:new"})
	if !o.wants(tagged) {
		t.Error("an image of the project is not told of")
	}
	o.remember(tagged)
	if !o.wants(removed) {
		t.Error("the removal of an image of the project is not told of")
	}
	if o.wants(image(events.ActionTag, "sha256:2", map[string]string{spec.LabelProject: "other"})) {
		t.Error("an image of another project is told of")
	}
}
