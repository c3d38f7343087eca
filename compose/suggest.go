package compose

import (
	"fmt"
	"strings"
)

// What bounds the work for a file that has thousands of wrong names, or long ones.
const (
	maxCandidates = 1000
	maxWord       = 64 // bytes
)

// nearest gives the candidate that a slip of the hand away from word is most
// likely meant, and "" where none is near. Of equals the first wins.
func nearest(word string, candidates []string) string {
	best, bound := "", 1+len(word)/3
	if len(candidates) > maxCandidates || len(word) > maxWord {
		return ""
	}
	for _, c := range candidates {
		if strings.HasSuffix(c, "-") || len(c) > 2*maxWord {
			continue
		}
		if n := distance(strings.ToLower(word), c, bound); n < bound || n == bound && best == "" {
			best, bound = c, n
		}
	}
	return best
}

// distance counts the insertions, deletions, substitutions and swaps of
// neighbours that turn a into b (optimal string alignment), and gives more than
// bound as soon as the lengths alone say so.
func distance(a, b string, bound int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) > bound || len(t)-len(s) > bound {
		return bound + 1
	}
	rows := [3][]int{make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)}
	before, last, row := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}

// knownNames is the hint after a name that is not defined: the nearest that is,
// or all of them.
func knownNames(word, what string, names []string) string {
	if len(names) == 0 {
		return "no other " + what + " are defined"
	}
	list := strings.Join(names[:min(len(names), 12)], ", ")
	if len(names) > 12 {
		list += fmt.Sprintf(" and %d more", len(names)-12)
	}
	if near := nearest(word, names); near != "" {
		if len(names) == 1 {
			return fmt.Sprintf("did you mean %q?", near)
		}
		return fmt.Sprintf("did you mean %q? %s here are %s", near, what, list)
	}
	return fmt.Sprintf("%s here are %s", what, list)
}
