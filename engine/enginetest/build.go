package enginetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/events"
)

// builder is one run of the classic builder. It reads the Dockerfile's
// instructions, keeps the configuration they make and makes image ids of what went
// in, so that the same context gives the same image; of RUN it knows what run does.
type builder struct {
	s             *Server
	answer        progressWriter
	silent        bool              // q: nothing but the id and errors
	context       map[string][]byte // by path without a leading slash
	args          map[string]*string
	used          map[string]bool // of args
	env           map[string]string
	stages        map[string]*image // by name and number
	names         []string          // of the current stage
	count         int               // of the stages so far
	image         *image            // so far; nil before the first FROM
	noCache       bool
	removes       bool // the containers of steps that went well
	removesFailed bool // those of failed ones too
}

// imageBuild answers POST /build as the classic builder does.
func imageBuild(s *Server, w http.ResponseWriter, r *request) error {
	if r.FormValue("version") == "2" {
		return failf(http.StatusInternalServerError, "BuildKit is not served here")
	}
	names := r.URL.Query()["t"]
	for _, name := range names {
		if err := checkReference(name); err != nil {
			return err
		}
	}
	context, err := readContext(r.Body)
	if err != nil {
		return err
	}
	b := &builder{s: s, context: context, used: map[string]bool{}, env: map[string]string{}, stages: map[string]*image{}, noCache: r.flag("nocache"), removes: r.flag("rm") || r.FormValue("rm") == "", removesFailed: r.flag("forcerm")}
	steps, err := b.prepare(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	b.answer, b.silent = progressWriter{w}, r.flag("q")
	if err := b.build(steps); err != nil {
		b.answer.send(buildError(err))
		return nil
	}
	b.finish(names)
	if b.silent {
		b.answer.send(progressLine{Stream: b.image.id + "\n"})
	}
	return nil
}

// sayf sends words to clients that did not ask for silence.
func (b *builder) sayf(format string, args ...any) {
	if !b.silent {
		b.answer.send(progressLine{Stream: fmt.Sprintf(format, args...)})
	}
}

func (b *builder) sayID() {
	if !b.silent {
		b.answer.send(progressLine{Aux: &imageID{b.image.id}})
	}
}

// prepare reads the query and the Dockerfile up to the target stage.
func (b *builder) prepare(r *request) ([]instruction, error) {
	name := or(r.FormValue("dockerfile"), "Dockerfile")
	text, ok := b.context[path.Clean(name)]
	if !ok {
		return nil, fmt.Errorf("Cannot locate specified Dockerfile: %s", name)
	}
	if args := r.FormValue("buildargs"); args != "" {
		if err := json.Unmarshal([]byte(args), &b.args); err != nil {
			return nil, badRequestf("%v", err)
		}
	}
	steps, err := parseDockerfile(name, string(text), r.FormValue("target"))
	if err != nil {
		return nil, err
	}
	labels := map[string]string{}
	if given := r.FormValue("labels"); given != "" {
		if err := json.Unmarshal([]byte(given), &labels); err != nil {
			return nil, badRequestf("%v", err)
		}
	}
	if len(labels) > 0 {
		var pairs []string
		for _, key := range sortedKeys(labels) {
			pairs = append(pairs, key+"="+labels[key])
		}
		steps = append(steps, instruction{name: "LABEL", words: pairs, text: "LABEL " + strings.Join(pairs, " ")})
	}
	return steps, nil
}

func (b *builder) build(steps []instruction) error {
	for n, step := range steps {
		if step.name == "FROM" && b.image != nil {
			b.sayID()
		}
		b.sayf("Step %d/%d : %s", n+1, len(steps), step.text)
		b.sayf("\n")
		if err := b.step(step); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) finish(names []string) {
	b.sayID()
	var unused []string
	for _, arg := range sortedKeys(b.args) {
		if !b.used[arg] && !slices.Contains(proxyArgs, arg) {
			unused = append(unused, arg)
		}
	}
	if len(unused) > 0 {
		b.sayf("[Warning] One or more build-args %v were not consumed\n", unused)
	}
	b.sayf("Successfully built %s\n", short(b.image.id))
	for _, name := range names {
		b.s.mu.Lock()
		b.s.tag(b.image, familiar(name))
		b.s.imageEvent(b.image, events.ActionTag, familiar(name))
		b.s.mu.Unlock()
		b.sayf("Successfully tagged %s\n", familiar(name))
	}
}

var proxyArgs = []string{
	"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy",
}

// exitError is a RUN that failed.
type exitError struct {
	command string
	code    int
}

func (e *exitError) Error() string {
	return fmt.Sprintf("The command '%s' returned a non-zero code: %d", e.command, e.code)
}

func buildError(err error) progressLine {
	detail := &errorDetail{Message: err.Error()}
	if failed, ok := errors.AsType[*exitError](err); ok {
		detail.Code = failed.code
	}
	return progressLine{ErrorDetail: detail, Error: err.Error()}
}
