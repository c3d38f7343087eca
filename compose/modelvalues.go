package compose

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// OptOut is a boolean that is true unless the file says otherwise; JSON leaves true out.
type OptOut bool

// IsZero tells encoding/json's omitzero to leave the default out.
func (o OptOut) IsZero() bool { return bool(o) }

// Bytes is a size in bytes; JSON has it as a decimal string.
type Bytes int64

// MarshalText gives the decimal number.
func (b Bytes) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(b), 10), nil }

// Duration is a span of time; JSON has it as Go's "1m30s".
type Duration time.Duration

// MarshalText gives Go's notation, such as 1m30s.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// HostsList is extra_hosts: a host name to its addresses. JSON has a sorted
// list of "name=address".
type HostsList map[string][]string

// List gives the sorted entries "name<sep>address".
func (h HostsList) List(sep string) []string {
	out := make([]string, 0, len(h))
	for name, addresses := range h {
		for _, a := range addresses {
			out = append(out, name+sep+a)
		}
	}
	slices.Sort(out)
	return out
}

// MarshalJSON gives the sorted list form of the canonical model.
func (h HostsList) MarshalJSON() ([]byte, error) { return json.Marshal(h.List("=")) }
