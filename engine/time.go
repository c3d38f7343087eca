package engine

import (
	"fmt"
	"time"

	timetypes "github.com/docker/docker/api/types/time"
)

// CheckTime refuses what the engine takes for no time: it takes RFC 3339, UNIX
// seconds, and durations before now such as 42m. Empty is no limit.
func CheckTime(text string) error {
	if text == "" {
		return nil
	}
	if _, err := timeOf(text); err != nil {
		return fmt.Errorf("%q is no time; write such as 2026-01-02T13:23:37Z, or how long ago, such as 42m", text)
	}
	return nil
}

// timeOf reads what CheckTime accepts and is not empty.
func timeOf(text string) (time.Time, error) {
	if ago, err := time.ParseDuration(text); err == nil && text != "0" { // which the client would cut to whole seconds
		return time.Now().Add(-ago), nil
	}
	stamp, err := timetypes.GetTimestamp(text, time.Now())
	if err != nil {
		return time.Time{}, err
	}
	seconds, nanoseconds, err := timetypes.ParseTimestamps(stamp, 0)
	return time.Unix(seconds, nanoseconds), err
}
