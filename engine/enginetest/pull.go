package enginetest

import (
	"net/http"
	"strings"

	"github.com/distribution/reference"
	"github.com/docker/docker/api/types/events"
)

// imagePull answers POST /images/create?fromImage=…: a stream of progress as JSON
// lines. What is in neither store is refused as Docker Hub refuses it.
func imagePull(s *Server, w http.ResponseWriter, r *request) error {
	name := r.FormValue("fromImage")
	if name == "" {
		return badRequestf("fromImage is missing: import is not served here")
	}
	switch tag := r.FormValue("tag"); {
	case strings.HasPrefix(tag, "sha256:"):
		name += "@" + tag
	case tag != "":
		name += ":" + tag
	}
	if err := checkReference(name); err != nil {
		return badRequestf("%v", err)
	}
	s.mu.Lock()
	found := s.remote[familiar(name)]
	s.mu.Unlock()
	if found == nil {
		return notFoundf("pull access denied for %s, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", trimTag(name))
	}
	s.sendPull(w, found, familiar(name))
	return nil
}

func (s *Server) sendPull(w http.ResponseWriter, i *image, name string) {
	w.Header().Set("Content-Type", "application/json")
	answer := progressWriter{w}
	layer := digest("layer " + i.id)[:12]
	answer.send(progressLine{Status: "Pulling from " + pullName(name), ID: pullTag(name)})
	outcome := "Image is up to date for "
	if s.takeRemote(i, name) {
		outcome = "Downloaded newer image for "
		for _, step := range []string{"Pulling fs layer", "Downloading", "Verifying Checksum", "Download complete", "Extracting", "Pull complete"} {
			line := progressLine{Status: step, ID: layer, Detail: &progressValue{}}
			if strings.HasSuffix(step, "ing") {
				line.Detail = &progressValue{i.size, i.size}
				line.Progress = "[==================================================>]  1.049MB/1.049MB"
			}
			answer.send(line)
		}
	}
	answer.send(progressLine{Status: "Digest: sha256:" + digest("manifest "+i.id)})
	answer.send(progressLine{Status: "Status: " + outcome + name})
}

// takeRemote brings the image into the store and tells whether that changed anything.
func (s *Server) takeRemote(i *image, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	there, _ := s.findImage(name)
	changed := there == nil || there.id != i.id
	copied := *i
	kept := s.keep(&copied)
	if changed {
		if !strings.Contains(name, "@") {
			s.tag(kept, name)
		}
		kept.digests = append(kept.digests, trimTag(name)+"@sha256:"+digest("manifest "+i.id))
	}
	s.imageEvent(kept, events.ActionPull, name)
	return changed
}

func pullName(name string) string {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return name
	}
	return reference.Path(named)
}

func pullTag(name string) string {
	if i := strings.LastIndexAny(name, ":@"); i >= 0 {
		return name[i+1:]
	}
	return "latest"
}
