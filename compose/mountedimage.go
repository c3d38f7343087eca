package compose

// MountedImage gives the image that a mount of type image is of: the source,
// or where that is a service, the service's image. It is empty for others.
func (p *Project) MountedImage(m Mount) string {
	switch s := p.Services[m.Source]; {
	case m.Type != MountImage:
		return ""
	case s != nil:
		return p.ImageName(s)
	}
	return m.Source
}
