// Package pattern holds regular expressions that are compiled when they are
// first needed, since most commands need few of them and none waits for the rest.
package pattern

import (
	"regexp"
	"sync"
)

// New gives what compiles an expression once. It panics then where that is none.
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
