package enginetest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/versions"
)

// request is one call: the parts of its path that vary and the API version it named.
type request struct {
	*http.Request
	args    []string
	version string
}

// at tells whether the request speaks at least this API version.
func (r *request) at(version string) bool { return versions.GreaterThanOrEqualTo(r.version, version) }

// flag reads a boolean of the query as the engine does: all but "", 0, no, false and none are true.
func (r *request) flag(key string) bool {
	switch strings.ToLower(strings.TrimSpace(r.FormValue(key))) {
	case "", "0", "no", "false", "none":
		return false
	}
	return true
}

// filters reads the query's filters; allowed lists the keys that this call knows.
func (r *request) filters(allowed map[string]bool) (filters.Args, error) {
	args, err := filters.FromJSON(r.FormValue("filters"))
	if err != nil {
		return args, badRequestf("%v", err)
	}
	if err := args.Validate(allowed); err != nil {
		return args, badRequestf("Invalid filter '%s'", unknownKey(args, allowed))
	}
	return args, nil
}

func unknownKey(args filters.Args, allowed map[string]bool) string {
	for _, key := range args.Keys() {
		if !allowed[key] {
			return key
		}
	}
	return ""
}

func keys(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
}

// handler answers one call. An error before the first byte becomes the answer.
type handler func(s *Server, w http.ResponseWriter, r *request) error

// locked makes a handler of a function that runs whole under the server's lock.
// Its body is written as JSON after the lock is given back.
func locked(f func(s *Server, r *request) (status int, body any, err error)) handler {
	return func(s *Server, w http.ResponseWriter, r *request) error {
		status, raw, err := func() (int, []byte, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			status, body, err := f(s, r)
			if err != nil || body == nil {
				return status, nil, err
			}
			raw, err := json.Marshal(body)
			return status, raw, err
		}()
		if err != nil {
			return err
		}
		if raw == nil {
			w.WriteHeader(status)
			return nil
		}
		writeJSON(w, status, raw)
		return nil
	}
}

type route struct {
	method  string
	pattern *regexp.Regexp
	handle  handler
}

// on makes a route; {} is one part of the path, {*} may hold slashes as image names do.
func on(method, pattern string, handle handler) route {
	expr := strings.NewReplacer("{*}", "(.+)", "{}", "([^/]+)").Replace(pattern)
	return route{method, regexp.MustCompile("^" + expr + "$"), handle}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	version, path := trimVersion(r.URL.Path)
	call := s.record(r, version, path)
	recorder := &statusWriter{ResponseWriter: w, note: func(status int) { s.finish(call, status) }}
	if !s.meetFault(recorder, call) {
		s.dispatch(recorder, r, version, path)
	}
	if _, lost := recorder.ResponseWriter.(*lostWriter); lost {
		panic(http.ErrAbortHandler)
	}
	recorder.noteOnce(http.StatusOK)
}

func (s *Server) dispatch(w http.ResponseWriter, r *http.Request, version, path string) {
	header := w.Header()
	header.Set("Api-Version", s.options.APIVersion)
	header.Set("Docker-Experimental", "false")
	header.Set("Ostype", "linux")
	header.Set("Server", "Docker/"+s.engineVersion()+" (linux)")
	if version == "" {
		version = s.options.APIVersion
	}
	if err := s.checkVersion(version); err != nil {
		writeError(w, err)
		return
	}
	for _, route := range routes {
		args := route.pattern.FindStringSubmatch(path)
		if args == nil || route.method != r.Method {
			continue
		}
		if err := route.handle(s, w, &request{r, args[1:], version}); err != nil {
			writeError(w, err)
		}
		return
	}
	writeError(w, notFoundf("page not found"))
}

func (s *Server) checkVersion(version string) error {
	if versions.GreaterThan(version, s.options.APIVersion) {
		return badRequestf("client version %s is too new. Maximum supported API version is %s", version, s.options.APIVersion)
	}
	if minimum := s.minimumAPI(); versions.LessThan(version, minimum) {
		return badRequestf("client version %s is too old. Minimum supported API version is %s, please upgrade your client to a newer version", version, minimum)
	}
	return nil
}
