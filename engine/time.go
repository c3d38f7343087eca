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
	seconds, err := timetypes.GetTimestamp(text, time.Now())
	if err == nil {
		_, _, err = timetypes.ParseTimestamps(seconds, 0)
	}
	if err != nil {
		return fmt.Errorf("%q is no time; write such as 2026-01-02T13:23:37Z, or how long ago, such as 42m", text)
	}
	return nil
}
