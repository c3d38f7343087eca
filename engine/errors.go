package engine

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"github.com/docker/docker/client"

	"gocompose/engine/plan"
	"gocompose/engine/tunnel"
)

// StepError is a step of a plan that failed.
type StepError struct {
	Step     plan.Step
	Err      error
	Hint     string    // the way out; may be empty
	Evidence *Evidence // of a container that did not do what was waited for; else nil
	Undone   bool      // the step's Else was carried out
}

// Error gives the step, the engine's words and the way out.
func (e *StepError) Error() string {
	text := fmt.Sprintf("%s: %v", e.Step.Key, e.Err)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

func (e *StepError) Unwrap() error { return e.Err }

// Evidence is what a container showed before it was given up.
type Evidence struct {
	Probe        string   // command of the healthcheck; empty where there is none
	ProbeExit    int      // exit code of its last run
	ProbeOutput  string   // output of its last run
	Failing      int      // runs that failed in a row
	Logs         []string // last lines the container wrote
	RestartCount int
}

// Incomplete is the error of a plan that was not carried out to its end.
type Incomplete struct {
	Done    int          // steps carried out
	Failed  []*StepError // in the order of the plan
	Blocked []Blocked    // steps not tried because another failed
	Left    []plan.Step  // steps not tried because nothing more was to begin
}

// Blocked is a step that was not tried, and the key of the failed step behind that.
type Blocked struct {
	Step plan.Step
	By   string
}

// Error gives the failed steps, a line each.
func (e *Incomplete) Error() string {
	lines := make([]string, 0, len(e.Failed)+1)
	for _, f := range e.Failed {
		lines = append(lines, f.Error())
	}
	if len(e.Left) > 0 {
		lines = append(lines, fmt.Sprintf("ended with %d steps not tried; run the command again to go on", len(e.Left)))
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the failed steps to errors.Is and errors.As.
func (e *Incomplete) Unwrap() []error {
	out := make([]error, len(e.Failed))
	for i, f := range e.Failed {
		out[i] = f
	}
	return out
}

// hints translates the texts of the engine's errors into ways out. What is done
// about an error never depends on its text.
var hints = []struct{ text, hint string }{
	{"port is already allocated", "stop what uses that port (`gocompose ls` and `docker ps` show it), or publish another"},
	{"address already in use", "a process of the host uses that port (`ss -ltnp` shows it); stop it, or publish another"},
	{"is already in use by container", "remove or rename that container (`docker rm NAME`)"},
	{"Address already in use", "another container or the network itself has that address (`docker network inspect` shows them); choose another"},
	{"Pool overlaps with other one", "another network has that subnet (`docker network inspect` shows it); choose another"},
	{"non-overlapping IPv6", "give the network a subnet such as fd00:5::/64 in ipam.config, which engines before 27.0 need"},
	{poolsExhausted, "all address pools are in use: `docker network prune` removes networks that nothing uses"},
	{"no space left on device", "the disk is full: `docker system df` shows what fills it, `docker system prune` frees it; running up again is safe"},
	{"processing tar file", "what is copied must be a tar archive, and a whole one"},
	{"unexpected EOF", "the connection to the engine broke; running the command again is safe"},
	{"connection reset by peer", "the connection to the engine broke; running the command again is safe"},
	{"broken pipe", "the connection to the engine broke; running the command again is safe"},
	{"has active endpoints", "containers outside of this project use the network; `docker network inspect` names them"},
	{"pull access denied", "check the image's name, and log in with `docker login` where the registry asks for it"},
	{"manifest unknown", "the registry has no such tag; check the image's name"},
	{"toomanyrequests", "the registry limits how often it is asked; log in with `docker login`, or wait"},
	{"no such host", "the registry's name cannot be looked up; check the network, the proxy and the image's name"},
	{"unable to start container process: exec", noProgram},
	{"error during container init: exec", noProgram},
	{"is paused, unpause", "`gocompose unpause` lets it go on"},
	{"exec format error", "the image is for another kind of processor; choose one with platform"},
	{"mount type unknown", "this engine does not know that type of mount; choose another, or update the engine"},
	{"not a shared or slave mount", "run `mount --make-rshared` on the host for the file system of the source, or leave propagation out"},
	{"not a swarm manager", "an overlay network takes a cluster: run `docker swarm init`, or choose the driver bridge"},
	{"security.insecure is not allowed", "allow it in the engine's daemon.json, builder.entitlements.security-insecure, and restart the engine"},
	{"bind source path does not exist", "create that folder on the engine's host, or let create_host_path be true"},
}

// noProgram is the way out where what is to run is not there, or cannot be run.
const noProgram = "the image cannot run that program; check command and entrypoint"

// hintFor gives the way out for an engine's error, and "" where none is known.
func hintFor(err error) string {
	if errors.As(err, new(*fs.PathError)) {
		return "" // no engine said so
	}
	if client.IsErrConnectionFailed(err) {
		return "the connection to the engine broke; once it answers, running the command again is safe"
	}
	if errors.Is(err, errMiscounted) {
		return "restarting the engine frees it; until then it does no harm, and another up uses it again"
	}
	text := err.Error()
	for _, h := range hints {
		if !strings.Contains(text, h.text) {
			continue
		}
		if hook := new(hookError); h.hint == noProgram && errors.As(err, hook) {
			return "the image cannot run that program; check the hook's command"
		}
		return h.hint
	}
	return ""
}

// unanswered is the error of a call that came to no engine, or to one that does
// not speak with who called.
func unanswered(err error) error {
	distrusted := new(tls.CertificateVerificationError)
	switch {
	case errors.As(err, &distrusted):
		return fmt.Errorf("%w: %w; name the authority that signed its certificate by --tlscacert, or as ca.pem in DOCKER_CERT_PATH", ErrUnreachable, distrusted)
	case errors.Is(err, http.ErrSchemeMismatch):
		return fmt.Errorf("%w: it speaks no TLS; leave out --tls and --tlsverify, and DOCKER_TLS and DOCKER_TLS_VERIFY", ErrUnreachable)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w; whoever is in the group docker may (`sudo usermod -aG docker $USER`, then log in again)", ErrUnreachable, err)
	}
	return fmt.Errorf("%w: %w; start Docker (`systemctl start docker`, Docker Desktop, or `dockerd`), or point DOCKER_HOST at an engine that runs", ErrUnreachable, err)
}

// explain turns the failure of a call into words that name the way out. A file
// of this machine that cannot be read or written is not the engine's failure.
func explain(err error) error {
	var unreachable *tunnel.Failure
	var local *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unreachable):
		return fmt.Errorf("%w: %w", ErrUnreachable, unreachable)
	case errors.As(err, &local):
		return local
	case client.IsErrConnectionFailed(err):
		return unanswered(err)
	}
	if hint := hintFor(err); hint != "" {
		return fmt.Errorf("%w; %s", err, hint)
	}
	return err
}
