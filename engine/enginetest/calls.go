package enginetest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Call is one request that reached the engine.
type Call struct {
	Method  string
	Path    string // without the version: "/containers/json"
	Version string // of the path, "1.41"; empty where it named none
	Query   url.Values
	Body    []byte // of JSON requests; archives are not kept
	Status  int    // of the answer; 0 while it is under way or where the connection was cut
}

// String gives "POST /containers/create".
func (c Call) String() string { return c.Method + " " + c.Path }

// Calls gives the requests so far in the order of their arrival.
func (s *Server) Calls() []Call {
	s.recording.Lock()
	defer s.recording.Unlock()
	calls := make([]Call, len(s.calls))
	for i, c := range s.calls {
		calls[i] = *c
	}
	return calls
}

// Changes gives the requests so far that could change something: all but GET, HEAD and the
// question for BuildKit, which this engine has not.
func (s *Server) Changes() []Call {
	return slices.DeleteFunc(s.Calls(), func(c Call) bool {
		return c.Method == http.MethodGet || c.Method == http.MethodHead || c.Path == "/grpc"
	})
}

// ForgetCalls empties the record, to look at what follows alone.
func (s *Server) ForgetCalls() {
	s.recording.Lock()
	defer s.recording.Unlock()
	s.calls = nil
}

func (s *Server) record(r *http.Request, version, path string) *Call {
	call := &Call{Method: r.Method, Path: path, Version: version, Query: r.URL.Query(), Body: keepBody(r)}
	s.recording.Lock()
	defer s.recording.Unlock()
	s.calls = append(s.calls, call)
	return call
}

func (s *Server) finish(call *Call, status int) {
	s.recording.Lock()
	defer s.recording.Unlock()
	call.Status = status
}

// keepBody reads a JSON body and puts it back.
func keepBody(r *http.Request) []byte {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return nil
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

// statusWriter notes the status code before it is sent; Unwrap lets Flush and Hijack through.
type statusWriter struct {
	http.ResponseWriter
	note func(status int) // nil once noted
}

func (w *statusWriter) noteOnce(status int) {
	if w.note != nil {
		w.note(status)
		w.note = nil
	}
}

func (w *statusWriter) WriteHeader(status int) {
	w.noteOnce(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	w.noteOnce(http.StatusOK)
	return w.ResponseWriter.Write(p)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
