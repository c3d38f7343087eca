package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/distribution/reference"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/registry"

	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// pull fetches an image with the login that the docker configuration has for its registry.
func (r *run) pull(ctx context.Context, s *plan.Step, op plan.PullImage) error {
	auth, err := registryAuth(op.Ref)
	if err != nil {
		return err
	}
	stream, err := r.client.ImagePull(ctx, op.Ref, image.PullOptions{RegistryAuth: auth, Platform: op.Platform})
	if err != nil {
		return err
	}
	defer stream.Close()
	return r.transfer(s, stream)
}

// push sends an image, with the login as for a pull.
func (r *run) push(ctx context.Context, s *plan.Step, op plan.PushImage) error {
	auth, err := registryAuth(op.Ref)
	if err != nil {
		return err
	}
	stream, err := r.client.ImagePush(ctx, op.Ref, image.PushOptions{RegistryAuth: cmp.Or(auth, noLogin)})
	if err != nil {
		return err
	}
	defer stream.Close()
	return r.transfer(s, stream)
}

// noLogin is the X-Registry-Auth header of nobody, {}: older engines refuse a push without one.
const noLogin = "e30="

// transfer reports the progress of a pull or push.
func (r *run) transfer(s *plan.Step, stream io.Reader) error {
	return pullProgress(stream, func(m pullMessage) {
		r.send(Event{Step: s.Key, Label: s.Op.Label(), Phase: Progress, Text: m.text(), Current: m.Detail.Current, Total: m.Detail.Total})
	})
}

// pullMessage is one line of the engine's answer to a pull or push.
type pullMessage struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Error  string `json:"error"`
	Detail struct {
		Current int64 `json:"current"`
		Total   int64 `json:"total"`
	} `json:"progressDetail"`
}

func (m pullMessage) text() string {
	if m.ID == "" {
		return m.Status
	}
	return m.ID + " " + m.Status
}

func pullProgress(stream io.Reader, report func(pullMessage)) error {
	decoder := json.NewDecoder(stream)
	for {
		var m pullMessage
		err := decoder.Decode(&m)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read the progress of the transfer: %w", err)
		case m.Error != "":
			return errors.New(m.Error)
		}
		report(m)
	}
}

// registryAuth gives the login for an image's registry in the form of the
// X-Registry-Auth header; empty where there is none.
func registryAuth(ref string) (string, error) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return "", fmt.Errorf("image %s: %w", ref, err)
	}
	login, err := build.Login(reference.Domain(named))
	if err != nil {
		return "", err
	}
	if login == (registry.AuthConfig{}) {
		return "", nil
	}
	return registry.EncodeAuthConfig(login)
}
