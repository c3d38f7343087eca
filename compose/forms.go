package compose

import "strings"

// The forms of names are read by hand, for a regular expression takes a hundred
// times as long, and every service has some of them.

func latin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// composed tells whether a text is made of letters, digits and the other
// characters alone, at least one of them.
func composed(s, others string) bool {
	for i := range len(s) {
		if c := s[i]; !latin(c) && !isDigit(c) && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return s != ""
}

// isName is for the keys of services and resources.
func isName(s string) bool { return composed(s, "._-") }

// isContainerName is for what the engine takes as a name.
func isContainerName(s string) bool {
	return len(s) > 1 && (latin(s[0]) || isDigit(s[0])) && composed(s, "._-")
}

// isRestart is for no, always, unless-stopped, on-failure and on-failure:N.
func isRestart(s string) bool {
	switch s {
	case "", "no", "always", "unless-stopped", "on-failure":
		return true
	}
	times, ok := strings.CutPrefix(s, "on-failure:")
	return ok && times != "" && len(times) < 10 && len(digits(times)) == len(times)
}

// isInterval is for every_ and numbers with units, such as every_1w2d.
func isInterval(s string) bool {
	rest, ok := strings.CutPrefix(s, "every_")
	if !ok || rest == "" {
		return false
	}
	for rest != "" {
		n := len(digits(rest))
		if n == 0 || n == len(rest) || strings.IndexByte("wdhms", rest[n]) < 0 {
			return false
		}
		rest = rest[n+1:]
	}
	return true
}

// digits gives the digits that a text begins with.
func digits(s string) string {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return s[:n]
}

// isPlainImage is for most references of images: a path of lower-case words and
// a tag. What it does not know may still be one.
func isPlainImage(s string) bool {
	name, tag := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		if name, tag = s[:i], s[i+1:]; len(tag) > 128 || !composed(tag, "_.-") || strings.IndexByte(".-", tag[0]) >= 0 {
			return false
		}
	}
	for word := range strings.SplitSeq(name, "/") {
		if !isImageWord(word) {
			return false
		}
	}
	return len(name) < 128
}

// isImageWord is for lower-case letters and digits with a dot, hyphen or
// underscore between them.
func isImageWord(s string) bool {
	between := true
	for i := range len(s) {
		c := s[i]
		switch {
		case isDigit(c), c >= 'a' && c <= 'z':
			between = false
		case !between && strings.IndexByte("._-", c) >= 0:
			between = true
		default:
			return false
		}
	}
	return !between
}
