package dotenv

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// statement reads one definition.
func (p *parser) statement() {
	behind := p.i == p.behind
	p.skipExport()
	start := p.i
	name, fault := p.name()
	if behind {
		fault = p.behindQuote(fault)
	}
	if fault != nil {
		p.report(*fault)
		p.skipLine()
		return
	}
	pos := p.pos(start)
	if p.lineEnds() {
		p.inherit(name, pos)
		return
	}
	p.i++ // = or :
	p.skipSpace()
	if value, ok := p.value(); ok {
		p.define(Var{Name: name, Value: value, Pos: pos})
	}
}

func (p *parser) skipExport() {
	rest, ok := strings.CutPrefix(p.src[p.i:], "export")
	if r, _ := utf8.DecodeRuneInString(rest); ok && unicode.IsSpace(r) {
		p.i += len("export")
		p.skipSpace()
	}
}

// name reads a name up to its =, its : or the end of the line.
func (p *parser) name() (string, *diag.Diagnostic) {
	end := strings.IndexAny(p.src[p.i:], "=:\n")
	if end < 0 {
		end = len(p.src) - p.i
	}
	name := strings.TrimRightFunc(p.src[p.i:p.i+end], unicode.IsSpace)
	for i, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.-[]", r) {
			return "", p.badName(p.i+i, r)
		}
	}
	if name == "" {
		return "", p.noName(p.src[p.i+end:])
	}
	p.i += end
	return name, nil
}

func (p *parser) noName(rest string) *diag.Diagnostic {
	d := diag.Diagnostic{Pos: p.pos(p.i), Summary: "no name behind export", Hint: "write export NAME=value"}
	if rest != "" && rest[0] != '\n' {
		d.Summary, d.Hint = "no name before the "+rest[:1], "write NAME=value"
	}
	return &d
}

func (p *parser) badName(offset int, r rune) *diag.Diagnostic {
	if unicode.IsSpace(r) {
		return &diag.Diagnostic{
			Pos: p.pos(offset), Summary: "a name cannot have a space in it", Hint: "write NAME=value, or begin a comment with #",
		}
	}
	return &diag.Diagnostic{
		Pos: p.pos(offset), Summary: "unexpected character " + strconv.QuoteRune(r) + " in a name",
		Hint: "a name has letters, digits and _ . - [ ]; a value that spans lines needs quotes",
	}
}

// behindQuote reports text behind a closing quote: a warning when it can be
// read as another definition, else instead of what is wrong with it.
func (p *parser) behindQuote(fault *diag.Diagnostic) *diag.Diagnostic {
	d := diag.Diagnostic{
		Pos:     p.pos(p.behind),
		Summary: "text follows the closing quote",
		Hint:    `put it inside the quotes, write \' or \" for a quote within quotes, or begin a new line`,
		Related: []diag.Related{{Pos: p.quote, Note: "the quoted value begins here"}},
	}
	if fault != nil {
		return &d
	}
	d.Severity = diag.Warning
	d.Summary += " and is read as another definition"
	p.report(d)
	return nil
}
