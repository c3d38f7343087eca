package build

import (
	"errors"
	"fmt"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/buildkit/solver/errdefs"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"gocompose/compose/pattern"
)

// buildKitError makes a *Failure of what BuildKit answered, unless it is the engine that went away.
func (j *job) buildKitError(err error, w *watch) error {
	answer, _ := status.FromError(err)
	failed := w.failed(failedVertex(err), answer.Message())
	if answer.Code() == codes.Unavailable && failed.err == "" {
		return fmt.Errorf("lost the engine while building %s: %w; run it again, finished steps are not repeated",
			j.spec.name(), err)
	}
	cause := failed.err
	if cause == "" {
		cause = plainMessage(answer.Message())
	}
	at := j.placeOf(err, answer.Message(), failed.name)
	return j.failure(at, failed.output, errors.New(cause))
}

// failedVertex is the step that the error itself names.
func failedVertex(err error) string {
	var vertex *errdefs.VertexError
	if errors.As(err, &vertex) {
		return vertex.Digest
	}
	return ""
}

// placeOf finds the instruction in the Dockerfile: by the place that the error carries, by the line in its words, or by
// the name of the failed step.
func (j *job) placeOf(err error, message, stepName string) instruction {
	for _, source := range errdefs.Sources(err) {
		if source.Info != nil && len(source.Ranges) > 0 {
			return atLine(source.Info.Data, int(source.Ranges[0].Start.Line))
		}
	}
	if line := lineIn(message); line > 0 {
		return atLine(j.src.data, line)
	}
	if image, ok := strings.CutPrefix(stepName, "[internal] load metadata for "); ok {
		return baseImage(j.src.data, image)
	}
	return withText(j.src.data, stepText(stepName))
}

// stepText is the instruction in a step's name: "[build 2/4] RUN make" gives "RUN make".
func stepText(name string) string {
	if strings.HasPrefix(name, "[") {
		_, name, _ = strings.Cut(name, "] ")
	}
	return name
}

// baseImage finds the FROM of an image, which BuildKit names in full.
func baseImage(data []byte, image string) instruction {
	for _, i := range instructions(data) {
		words := strings.Fields(i.text)
		if !strings.EqualFold(words[0], "FROM") {
			continue
		}
		for _, word := range words[1:] {
			if fullName(word) == image {
				return i
			}
		}
	}
	return instruction{}
}

func fullName(image string) string {
	ref, err := reference.ParseNormalizedNamed(image)
	if err != nil {
		return ""
	}
	return reference.TagNameOnly(ref).String()
}

// wrappings are what the layers between frontend and client put before the message that matters.
var wrappings = pattern.New(`^(failed to solve(?: with frontend dockerfile\.v0)?: |rpc error: code = \w+ desc = |` +
	`failed to build LLB: |failed to create LLB definition: )+`)

func plainMessage(message string) string { return wrappings().ReplaceAllString(message, "") }
