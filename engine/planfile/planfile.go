// Package planfile keeps a plan in a file together with what it was made from,
// so that it is carried out only while all of that is as it was.
//
// The file has digests of the inputs, keyed with a random key of its own, and
// no secret. Whoever may read it can still try out guesses at a short secret,
// so it is made for its owner's eyes only.
package planfile

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/moby/sys/atomicwriter"
)

// Schema names the form of the file.
const Schema = "gocompose.plan-file/v1"

// File is a plan that was kept. All digests are in hex.
type File struct {
	Schema  string   `json:"schema"`
	Project string   `json:"project"`
	Engine  string   `json:"engine"`  // its address
	Dir     string   `json:"dir"`     // working directory of the command, absolute
	Flags   []string `json:"flags"`   // that say which project it is: -f and the like
	Command []string `json:"command"` // name, flags and arguments of what was planned

	Key    string            `json:"key"`    // what digests are keyed with
	Inputs map[string]string `json:"inputs"` // file → digest of its content; empty where it is missing
	Values string            `json:"values"` // digest of what the files come to with all variables; empty without files
	State  map[string]Seen   `json:"state"`  // "container shop-web-1" → what it was

	Plan json.RawMessage `json:"plan"` // as gocompose plan -o json shows it
}

// Seen is what the engine had, as far as a plan goes by it.
type Seen struct {
	ID     string `json:"id,omitempty"`
	State  string `json:"state,omitempty"`  // of a container
	Labels string `json:"labels,omitempty"` // digest
}

// Read reads a file that Write has written.
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	f := &File{}
	if err := json.Unmarshal(text, f); err != nil {
		return nil, fmt.Errorf("%s is not a plan of `gocompose plan --out`: %w", path, err)
	}
	if f.Schema != Schema || len(f.Command) == 0 {
		return nil, fmt.Errorf("%s is not a plan of this version of gocompose: its schema is %q, not %s", path, f.Schema, Schema)
	}
	return f, nil
}

// Write writes the file for the user alone. It is there whole or not at all.
func (f *File) Write(path string) error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	if err := atomicwriter.WriteFile(path, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the plan to %s: %w", path, err)
	}
	return nil
}
