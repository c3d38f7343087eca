package enginetest

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Effect is what a fault does to a call beside waiting.
type Effect uint8

const (
	Answer    Effect = iota // answers Status and Message; the call is not carried out. With Status 0 it only delays
	Drop                    // cuts the connection; the call is not carried out
	DropAfter               // carries the call out and cuts the connection instead of answering
	Cut                     // carries the call out and cuts the connection after Bytes of the answer's body
	GoAway                  // the engine ends: this and every other connection is cut, new ones are refused until ComeBack
)

// Fault is one scripted fault.
type Fault struct {
	Method  string        // empty for every method
	Path    string        // without the version; * is any text: "/containers/*/start". Empty for every path
	Nth     int           // the n-th matching call alone, from 1; 0 for every one
	Delay   time.Duration // waited before the effect
	Effect  Effect
	Bytes   int    // of Cut
	Status  int    // of Answer: HTTP status code
	Message string // of Answer: the engine's words
}

type fault struct {
	Fault
	path *regexp.Regexp
	seen int
}

// FailCall scripts a fault; the first one that fits a call takes effect.
func (s *Server) FailCall(f Fault) {
	expr := ".*"
	if f.Path != "" {
		expr = strings.ReplaceAll(regexp.QuoteMeta(f.Path), `\*`, ".*")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault{Fault: f, path: regexp.MustCompile("^" + expr + "$")})
}

// ClearFaults forgets all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// GoAway closes the listener and cuts every connection, as a killed daemon does; containers go on.
func (s *Server) GoAway() {
	s.serving.Lock()
	defer s.serving.Unlock()
	s.http.Close()
	for conn := range s.taken {
		conn.Close()
	}
}

// ComeBack listens again on the same address after GoAway.
func (s *Server) ComeBack() error { return s.listen() }

// faultFor counts the call on every fault and gives the first that strikes.
func (s *Server) faultFor(call *Call) (struck Fault, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Method != "" && f.Method != call.Method || !f.path.MatchString(call.Path) {
			continue
		}
		f.seen++
		if !ok && (f.Nth == 0 || f.Nth == f.seen) {
			struck, ok = f.Fault, true
		}
	}
	return struck, ok
}

// meetFault tells whether a fault has taken the call's place.
func (s *Server) meetFault(w *statusWriter, call *Call) bool {
	f, ok := s.faultFor(call)
	if !ok {
		return false
	}
	s.sleep(f.Delay)
	switch f.Effect {
	case Drop:
		panic(http.ErrAbortHandler)
	case DropAfter:
		w.ResponseWriter, w.note = &lostWriter{header: http.Header{}}, nil
		return false
	case Cut:
		w.ResponseWriter = &cutWriter{w.ResponseWriter, f.Bytes}
		return false
	case GoAway:
		s.GoAway()
		panic(http.ErrAbortHandler)
	}
	if f.Status == 0 {
		return false
	}
	writeError(w, &apiError{status: f.Status, message: f.Message})
	return true
}

// lostWriter takes an answer that nobody will get.
type lostWriter struct{ header http.Header }

func (w *lostWriter) Header() http.Header         { return w.header }
func (w *lostWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w *lostWriter) WriteHeader(int)             {}

// cutWriter sends so many bytes and then ends the connection.
type cutWriter struct {
	http.ResponseWriter
	left int
}

func (w *cutWriter) Write(p []byte) (int, error) {
	if len(p) <= w.left {
		w.left -= len(p)
		return w.ResponseWriter.Write(p)
	}
	w.ResponseWriter.Write(p[:w.left])
	http.NewResponseController(w.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}

func (w *cutWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
