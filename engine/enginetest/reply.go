package enginetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"slices"
	"syscall"
)

// quiet swallows what net/http says about connections that tests cut on purpose.
var quiet = log.New(io.Discard, "", 0)

// apiError is an answer other than success: a status code and the engine's words.
type apiError struct {
	status  int
	message string
	cause   error // may be nil
}

func (e *apiError) Unwrap() error { return e.cause }

func (e *apiError) Error() string { return e.message }

func failf(status int, format string, args ...any) error {
	return &apiError{status: status, message: fmt.Sprintf(format, args...)}
}

func badRequestf(format string, args ...any) error {
	return failf(http.StatusBadRequest, format, args...)
}

func notFoundf(format string, args ...any) error {
	return failf(http.StatusNotFound, format, args...)
}

func conflictf(format string, args ...any) error {
	return failf(http.StatusConflict, format, args...)
}

// errNotModified is the 304 of starting what runs and stopping what does not.
var errNotModified = &apiError{status: http.StatusNotModified}

func writeError(w http.ResponseWriter, err error) {
	api, ok := errors.AsType[*apiError](err)
	switch {
	case !ok:
		api = &apiError{status: http.StatusInternalServerError, message: err.Error()}
	case api.status == http.StatusNotModified:
		w.WriteHeader(api.status)
		return
	}
	body, _ := json.Marshal(map[string]string{"message": api.message})
	writeJSON(w, api.status, body)
}

// writeJSON ends the body with a new line, as the engine does.
func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if len(body) > 0 {
		w.Write(append(body, '\n'))
	}
}

// decode reads a JSON body; an empty body leaves into as it is.
func decode(r *http.Request, into any) error {
	err := json.NewDecoder(r.Body).Decode(into)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	return badRequestf("%v", err)
}

// signalNumber knows the signals that Compose files name, with and without SIG, and numbers.
func signalNumber(name string, unset syscall.Signal) (syscall.Signal, error) {
	if name == "" {
		return unset, nil
	}
	if sig, ok := signals[trimSIG(name)]; ok {
		return sig, nil
	}
	var n int
	if _, err := fmt.Sscanf(name, "%d", &n); err == nil && n > 0 && n < 65 {
		return syscall.Signal(n), nil
	}
	return 0, badRequestf("Invalid signal: %s", name)
}

// decodeRequired is decode for calls whose body may not be empty.
func decodeRequired(r *http.Request, into any) error { return json.NewDecoder(r.Body).Decode(into) }

// clone copies a JSON shape, so that who looks inside cannot change the store.
func clone[T any](v T) T {
	var copied T
	raw, _ := json.Marshal(v)
	json.Unmarshal(raw, &copied)
	return copied
}

// orNone makes the empty list of nil, where the engine sends [] and not null.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
