package plan

import (
	"slices"

	"gocompose/compose"
)

// TagImage gives an image one more name.
type TagImage struct{ Source, Ref string }

func (o TagImage) Label() Label { return Label{Kind: "Image", Name: o.Ref, Act: ActTag} }

// former gives the name that docker-compose 1 gave the image of a built service
// which names none, "shop_web" instead of "shop-web", if it is there and a
// container of the service runs it; else nothing.
func (m *maker) former(s *compose.Service) string {
	ref := m.project.Name + "_" + s.Name
	image, present := m.state.Image(ref)
	runs := slices.ContainsFunc(m.state.Containers, func(c Container) bool {
		return c.Service == s.Name && c.Attributes == nil && c.ImageID == image.ID
	})
	if s.Image != "" || !present || !runs || !image.serves(m.project.Platform(s)) {
		return ""
	}
	return ref
}
