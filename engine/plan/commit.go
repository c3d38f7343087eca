package plan

import (
	"fmt"

	"github.com/distribution/reference"

	"gocompose/compose"
)

// CommitContainer makes an image of a container's files.
type CommitContainer struct {
	ID, Name, Service string
	CommitOptions
}

func (o CommitContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActCommit, Service: o.Service}
}

// CommitOptions is what the flags of commit ask for.
type CommitOptions struct {
	Ref             string // the image's name; empty: none
	Author, Message string
	Changes         []string // instructions of a Dockerfile
	Meanwhile       Meanwhile
}

// Meanwhile says what a container does while an image is made of it.
type Meanwhile uint8

const (
	MeanwhilePaused Meanwhile = iota
	MeanwhileRuns
)

// Commit plans that an image is made of a container.
func Commit(project string, p *compose.Project, c Container, o CommitOptions) (*Plan, error) {
	why := "without a name"
	if o.Ref != "" {
		named, err := reference.ParseNormalizedNamed(o.Ref)
		if err != nil {
			return nil, fmt.Errorf("%q is no name of an image: %w; write REPOSITORY[:TAG]", o.Ref, err)
		}
		why = "as " + reference.FamiliarString(reference.TagNameOnly(named))
	}
	d := &draft{about: p}
	d.add(CommitContainer{ID: c.ID, Name: c.Name, Service: c.Service, CommitOptions: o}, Reason{Text: why})
	return d.finish(project), nil
}
