package engine

import (
	"fmt"
	"os"
	"path/filepath"

	"gocompose/compose/diag"
	"gocompose/engine/history"
	"gocompose/engine/spec"
)

// A container's label tells which contents its bind-mounted files had when it
// was made. Which they had when it was started again, or told by a signal to
// read them, only a small file of the user's knows: one a container.

// memory gives the path of what is remembered of a container.
func memory(id string) (string, error) {
	folder, err := history.Folder(os.Getenv)
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, "read", id), nil
}

// remember keeps which contents a container has read, as MountedFile → digest.
func remember(id string, contents map[string]string) error {
	path, err := memory(id)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(spec.DigestsLabel(contents)), 0o600)
}

// remembered gives what is remembered of a container; nil is nothing.
func remembered(id string) map[string]string {
	path, err := memory(id)
	if err != nil {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return spec.ParseDigestsLabel(string(text))
}

// forget removes what is remembered of a container that is removed. What
// cannot be removed does no harm: no other container ever has its id.
func forget(id string) {
	if path, err := memory(id); err == nil {
		_ = os.Remove(path)
	}
}

// read remembers what a container reads, once the call has succeeded that lets
// it. Where that cannot be remembered, the next up does the same again.
func (r *run) read(id, name string, contents map[string]string, err error) error {
	if err != nil || len(contents) == 0 {
		return err
	}
	if err := remember(r.id(id), contents); err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.remarks.Add(diag.Diagnostic{Severity: diag.Warning, Summary: fmt.Sprintf("what %s has read cannot be remembered, and it may be told again: %v", name, err),
			Hint: "let HOME or XDG_STATE_HOME be a folder that can be written to"})
	}
	return nil
}
