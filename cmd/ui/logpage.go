package ui

import "io"

// logPage gathers lines on their way to a writer. A line that is longer than
// what is held back is written as it comes; where another comes between, the
// rest of it begins anew.
type logPage struct {
	w    io.Writer
	text []byte
	open *logLines // whose line has no end yet
	err  error     // the first of the writer
}

// begin ends what another has left open, and tells whether of begins a line.
func (p *logPage) begin(of *logLines) bool {
	if p.open == of {
		return false
	}
	p.endLine()
	return true
}

func (p *logPage) endLine() {
	if p.open != nil {
		p.text = append(p.text, '\n')
		p.open = nil
	}
}

func (p *logPage) flush() {
	if len(p.text) > 0 && p.err == nil {
		_, p.err = p.w.Write(p.text)
	}
	p.text = p.text[:0]
}
