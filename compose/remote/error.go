package remote

import (
	"errors"
	"fmt"
	"io/fs"

	"gocompose/compose/diag"
)

// Reason sorts what can go wrong.
type Reason uint8

const (
	Malformed   Reason = iota // looks remote, but cannot be read or fetched
	NotAllowed                // neither allowed nor pinned
	NotCached                 // offline, and never fetched
	NotFound                  // no such repository, ref, commit, artifact, folder or file
	Unsafe                    // content that could reach out of its folder, or that is not what it is said to be
	TooLarge                  // more than the limits allow
	Unreachable               // the network, the server or a login
	Unusable                  // the cache folder or the git program
)

// Error is what Fetch gives. Summary and Hint are as in diag.Diagnostic.
type Error struct {
	Reason  Reason
	Summary string
	Hint    string
	Path    string // in the repository or artifact, where one path is to blame
	err     error
}

// Error gives "summary; hint".
func (e *Error) Error() string { return e.Diagnostic(diag.Pos{}).Error() }

// Unwrap gives the cause, such as a context's.
func (e *Error) Unwrap() error { return e.err }

// Diagnostic gives the problem at the place that names the file.
func (e *Error) Diagnostic(pos diag.Pos) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Error, Pos: pos, Summary: e.Summary, Hint: e.Hint}
}

// fail gives an error about the file as a whole.
func (r Ref) fail(reason Reason, err error, hint, format string, args ...any) *Error {
	return &Error{Reason: reason, Summary: r.String() + " " + fmt.Sprintf(format, args...), Hint: hint, err: err}
}

// unsafe gives an error about one path of the content.
func (r Ref) unsafe(path, problem string) *Error {
	return &Error{
		Reason: Unsafe, Path: path,
		Summary: fmt.Sprintf("%s has %.200q, %s", r.whole(), path, problem),
		Hint:    "do not use it unless you know why it is there; a copy without it can be named as a local file",
	}
}

// unusable gives an error of this machine's.
func unusable(err error, hint string) *Error {
	return &Error{Reason: Unusable, Summary: "remote files cannot be kept: " + err.Error(), Hint: hint, err: err}
}

// asError gives err as an *Error: one that is none is of the file system.
func asError(err error) error {
	var e *Error
	var path *fs.PathError
	switch {
	case err == nil || errors.As(err, &e):
		return err
	case errors.As(err, &path):
		return unusable(path, roomy)
	}
	return unusable(err, roomy)
}
