package plan

import "gocompose/compose"

// Place is a path in a container, or without a container one of this machine,
// where "-" is an archive that is piped in or out.
type Place struct {
	ID, Name, Service string // of the container
	Path              string
}

// In gives a path in a container.
func (c *Container) In(path string) Place {
	return Place{ID: c.ID, Name: c.Name, Service: c.Service, Path: path}
}

// String gives "shop-web-1:/etc/hosts", or the path alone.
func (p Place) String() string {
	if p.ID == "" {
		return p.Path
	}
	return p.Name + ":" + p.Path
}

// Links says what is copied of a symbolic link that is named as the source.
type Links uint8

const (
	LinkItself Links = iota
	LinkTarget
)

// Owners says whose the files become that are copied into a container.
type Owners uint8

const (
	OwnersKept Owners = iota // their own, by number
	OwnersUser               // the user's that the container is made for
)

// CopyFiles copies a file or a folder from one place to another, one of which
// is in a container.
type CopyFiles struct {
	From, To Place
	Links    Links
	Owners   Owners
}

// Label names the container that is changed, or else the one that is read.
func (o CopyFiles) Label() Label {
	of := o.To
	if of.ID == "" {
		of = o.From
	}
	return Label{Kind: "Container", Name: of.Name, Act: ActCopy, Service: of.Service}
}

// Copy plans one and the same copy to several places, all at once. p is the
// project where there are files, else nil.
func Copy(project string, p *compose.Project, what CopyFiles, to []Place) *Plan {
	d := &draft{about: p}
	for _, what.To = range to {
		d.add(what, Reason{Text: what.From.String() + " → " + what.To.String()})
	}
	return d.finish(project)
}
