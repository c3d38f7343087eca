package enginetest

import (
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/distribution/reference"
	"github.com/docker/docker/api/types/events"
)

// imagePush answers POST /images/{name}/push: what is pushed can be pulled. The
// registry must listen, and is not spoken to.
func imagePush(s *Server, w http.ResponseWriter, r *request) error {
	if r.Header.Get("X-Registry-Auth") == "" {
		return badRequestf("Bad parameters and missing X-Registry-Auth: EOF")
	}
	name := r.args[0]
	if tag := r.FormValue("tag"); tag != "" {
		name += ":" + tag
	}
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return badRequestf("%v", err)
	}
	w.Header().Set("Content-Type", "application/json")
	answer := progressWriter{w}
	answer.send(progressLine{Status: "The push refers to repository [" + named.Name() + "]"})
	s.mu.Lock()
	defer s.mu.Unlock()
	found, err := s.findImage(name)
	if err != nil {
		answer.fail("An image does not exist locally with the tag: " + reference.FamiliarName(named))
		return nil
	}
	if err := answers(reference.Domain(named)); err != nil {
		answer.fail("Get \"http://" + reference.Domain(named) + "/v2/\": " + err.Error())
		return nil
	}
	s.sendPush(answer, found, name)
	return nil
}

func (s *Server) sendPush(answer progressWriter, i *image, name string) {
	layer := digest("layer " + i.id)[:12]
	for _, step := range []string{"Preparing", "Pushing", "Pushed"} {
		line := progressLine{Status: step, ID: layer, Detail: &progressValue{}}
		if step == "Pushing" {
			line.Detail = &progressValue{i.size, i.size}
		}
		answer.send(line)
	}
	manifest := "sha256:" + digest("manifest "+i.id)
	answer.send(progressLine{Status: pullTag(familiar(name)) + ": digest: " + manifest + " size: 527"})
	copied := *i
	copied.tags = nil
	s.remote[familiar(name)] = &copied
	s.remote[trimTag(familiar(name))+"@"+manifest] = &copied
	s.imageEvent(i, events.ActionPush, familiar(name))
}

// fail sends what the engine says of a failure once it has begun to answer.
func (p progressWriter) fail(message string) {
	p.send(progressLine{ErrorDetail: &errorDetail{Message: message}, Error: message})
}

// answers tells whether somebody listens where a registry should; those elsewhere than on this machine do not.
func answers(host string) error {
	if !strings.HasPrefix(host, "127.0.0.1:") {
		host = "127.0.0.1:1"
	}
	c, err := net.DialTimeout("tcp", host, time.Second)
	if err == nil {
		c.Close()
	}
	return err
}
