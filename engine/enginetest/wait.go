package enginetest

import (
	"encoding/json"
	"net/http"

	dcontainer "github.com/docker/docker/api/types/container"
)

// containerWait sends its header at once and the exit code when the condition holds.
func containerWait(s *Server, w http.ResponseWriter, r *request) error {
	condition := dcontainer.WaitCondition(r.FormValue("condition"))
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	run, code, running := c.ending, c.exitCode, c.running
	s.mu.Unlock()
	switch condition {
	case "", dcontainer.WaitConditionNotRunning, dcontainer.WaitConditionNextExit, dcontainer.WaitConditionRemoved:
	default:
		if s.speaks("1.42") {
			return badRequestf("invalid condition: %q", condition)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	http.NewResponseController(w).Flush()
	if running || condition == dcontainer.WaitConditionNextExit {
		select {
		case <-run.done:
			code = run.code
		case <-r.Context().Done():
			return nil
		}
	}
	if condition == dcontainer.WaitConditionRemoved {
		select {
		case <-c.gone:
		case <-r.Context().Done():
			return nil
		}
		s.mu.Lock()
		code = c.exitCode
		s.mu.Unlock()
	}
	// The 20.10 engine says "Error":null, which dcontainer.WaitResponse would leave out.
	return json.NewEncoder(w).Encode(map[string]any{"Error": nil, "StatusCode": code})
}
