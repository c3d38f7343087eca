package main

import (
	"fmt"
	"os"
)

// project is the name under which a contender makes things. An engine up to
// 20.10 may lose count of the endpoints of a network, and keeps it for ever
// then; what comes next goes by another name.
type project struct {
	base string
	left int // networks that the engine kept
}

func (p *project) name() string {
	if p.left == 0 {
		return p.base
	}
	return fmt.Sprintf("%s-%d", p.base, p.left+1)
}

// leave goes on to the next name, and says why.
func (p *project) leave(why error) {
	fmt.Fprintf(os.Stderr, "the network of %s stays: %v\n", p.name(), why)
	p.left++
}
