package compose

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gocompose/compose/tree"
)

// durationUnits are Go's, with days and weeks as in the Compose Specification.
var durationUnits = map[string]float64{
	"ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6,
	"s": 1e9, "m": 60e9, "h": 3600e9, "d": 86400e9, "w": 604800e9,
}

// parseDuration reads numbers with units, such as 1m30s, 0.5h or 2d.
func parseDuration(s string) (Duration, bool) {
	if s == "0" {
		return 0, true
	}
	total, rest := 0.0, s
	for rest != "" {
		number := prefixOf(rest, "0123456789.")
		rest = rest[len(number):]
		unit := rest[:len(rest)-len(strings.TrimLeftFunc(rest, isLetter))]
		rest = rest[len(unit):]
		n, err := strconv.ParseFloat(number, 64)
		if err != nil || durationUnits[unit] == 0 {
			return 0, false
		}
		total += n * durationUnits[unit]
	}
	if s == "" || total >= 1<<63 {
		return 0, false
	}
	return Duration(total), true
}

func isLetter(r rune) bool { return r > '9' }

func prefixOf(s, set string) string { return s[:len(s)-len(strings.TrimLeft(s, set))] }

func (d *decoder) duration(s spot) *Duration {
	v := s.Value
	span, ok := parseDuration(v)
	if ok && s.Tag == tree.TagString {
		return &span
	}
	hint := "write such as 10s, 1m30s or 2h"
	if n, err := strconv.ParseFloat(v, 64); err == nil && n >= 0 {
		hint = "write " + v + "s for seconds"
	} else if near, ok := parseDuration(tidy(v)); ok {
		hint = "write " + time.Duration(near).String()
	}
	d.fail(s.at(), hint, "%q is not a duration", v)
	return nil
}

// tidy rewrites what people write for a unit: "10 seconds", "5 min".
func tidy(v string) string {
	v = strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(v, "-"), " ", ""))
	number := prefixOf(v, "0123456789.")
	for _, unit := range []string{"second", "sec", "minute", "min", "hour", "day", "week"} {
		if strings.HasPrefix(v[len(number):], unit) {
			return number + unit[:1]
		}
	}
	return v
}

// sizeUnits are powers of 1024, with or without b or ib behind them.
const sizeUnits = "kmgtp"

// parseSize reads a number of bytes such as 64m, 1.5gb or 1073741824.
func parseSize(s string) (Bytes, bool) {
	number := prefixOf(s, "0123456789.")
	unit := strings.ToLower(strings.TrimPrefix(s[len(number):], " "))
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, false
	}
	if unit != "" && unit != "b" {
		i := strings.IndexByte(sizeUnits, unit[0])
		if rest := unit[1:]; i < 0 || rest != "" && rest != "b" && rest != "ib" {
			return 0, false
		}
		for range i + 1 {
			n *= 1024
		}
	}
	if n >= 1<<63 {
		return 0, false
	}
	return Bytes(n), true
}

func (d *decoder) size(s spot, v string) (Bytes, bool) {
	if size, ok := parseSize(v); ok {
		return size, true
	}
	hint := "write such as 64m, 1.5gb or 1073741824"
	compact := strings.ReplaceAll(strings.ReplaceAll(v, " ", ""), ",", ".")
	for compact != "" && compact[len(compact)-1] > '9' {
		if size, ok := parseSize(compact); ok {
			hint = fmt.Sprintf("write %s or %d", strings.ToLower(compact), size)
			break
		}
		compact = compact[:len(compact)-1]
	}
	d.fail(s.at(), hint, "%q is not a size", v)
	return 0, false
}
