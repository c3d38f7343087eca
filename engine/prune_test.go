package engine

import (
	"testing"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/enginetest"
	"gocompose/engine/spec"
)

// TestPruneImages removes what lost its name in the project, and nothing that is
// another's, has a name or is in use.
func TestPruneImages(t *testing.T) {
	b := newBench(t, "services: {web: {image: shop-web}}")
	build := func(name, project, id string) {
		b.srv.AddImage(name, enginetest.Image{ID: "sha256:" + id, Labels: map[string]string{spec.LabelProject: project}})
	}
	build("shop-web", "shop", "1")
	build("shop-web", "shop", "2")
	if _, err := b.engine.client.ContainerCreate(t.Context(), &container.Config{Image: "sha256:2"}, nil, nil, nil, ""); err != nil {
		t.Fatal(err)
	}
	build("shop-web", "shop", "3")
	build("other-web", "other", "4")
	build("other-web", "other", "5")
	if err := b.engine.PruneImages(t.Context(), "shop"); err != nil {
		t.Fatal(err)
	}
	for id, stays := range map[string]bool{"1": false, "2": true, "3": true, "4": true, "5": true} {
		if _, err := b.engine.client.ImageInspect(t.Context(), "sha256:"+id); (err == nil) != stays {
			t.Errorf("image %s: stays is %t, want %t", id, err == nil, stays)
		}
	}
}
