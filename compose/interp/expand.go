package interp

import (
	"fmt"
	"strings"
	"unicode"
)

// expansion carries what one Expand gathers.
type expansion struct {
	lookup Lookup
	text   strings.Builder
	uses   []Use
}

func (x *expansion) write(parts []part, out *strings.Builder) error {
	for _, p := range parts {
		if p.use.Name == "" {
			out.WriteString(p.text)
			continue
		}
		if err := x.variable(p, out); err != nil {
			return err
		}
	}
	return nil
}

func (x *expansion) variable(p part, out *strings.Builder) error {
	value, set := x.lookup(p.use.Name)
	use := p.use
	use.Set = set
	present := set && (value != "" || use.Operator == "" || use.Operator[0] != ':')
	switch {
	case use.Operator == "":
	case strings.HasSuffix(use.Operator, "+"):
		use.Taken = present
	default:
		use.Taken = !present
	}
	x.uses = append(x.uses, use)
	switch {
	case !use.Taken && strings.HasSuffix(use.Operator, "+"):
		return nil
	case !use.Taken && out.Len()+len(value) > maxText:
		return invalid(use.Offset, "with "+use.Name+" the text has more than 4 MiB", "use the variable less often, or make it shorter")
	case !use.Taken:
		out.WriteString(value)
		return nil
	case strings.HasSuffix(use.Operator, "?"):
		return x.missing(p)
	}
	return x.write(p.operand, out)
}

func (x *expansion) missing(p part) error {
	var reason strings.Builder
	if err := x.write(p.operand, &reason); err != nil {
		return err
	}
	summary := fmt.Sprintf("required variable %s is missing a value", p.use.Name)
	if words := oneLine(reason.String()); words != "" {
		summary += ": " + words
	}
	return &Error{
		Offset: p.use.Offset, Variable: p.use.Name, Summary: summary,
		Hint: fmt.Sprintf("set %s in the environment or in the .env file", p.use.Name),
	}
}

func oneLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text))
}
