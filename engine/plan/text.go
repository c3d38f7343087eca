package plan

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// String gives the plan as a table for debug logs and tests: a line a step
// with its sign, what it is about, the act, the reason, its place and the steps
// that it comes after. Further reasons stand below. What stays as it is,
// orphans and notes follow.
func (p *Plan) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, s := range p.Steps {
		l := s.Op.Label()
		row(w, sign(s.Op), lower(l.Kind), p.Hide(l.Name), act(s.Op), s.Reason.Text, s.Reason.Pos.String(), p.Hide(order(s)))
		for _, r := range s.Reason.Because {
			row(w, "", "", "", "", r.Text, r.Pos.String(), "")
		}
	}
	if len(p.Steps) == 0 {
		row(w, "nothing to do")
	}
	for _, k := range p.Kept {
		row(w, "=", "container", k.Name, "keep", "", "", "")
	}
	for _, c := range p.Orphans {
		row(w, "?", "container", c.Name, "orphan", "of service "+c.Service, "", "")
	}
	w.Flush() // writing to a strings.Builder cannot fail
	for _, d := range p.Notes {
		fmt.Fprintf(&b, "%s: %s\n", d.Severity, d.Error())
	}
	return trimLines(b.String())
}

func row(w *tabwriter.Writer, cells ...string) {
	fmt.Fprintln(w, strings.Join(cells, "\t"))
}

func trimLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}

func sign(op Op) string {
	if c, ok := op.(CreateContainer); ok && c.Replaces != nil {
		return "±"
	}
	return op.Label().Act.Sign()
}

// act gives the verb of a step and what else its call is told.
func act(op Op) string {
	text := op.Label().Act.String()
	switch op := op.(type) {
	case CreateContainer:
		if op.Replaces != nil {
			text = "recreate"
		}
		if len(op.Anonymous) > 0 {
			text += " with " + strings.Join(sortedKeys(op.Anonymous), " ")
		}
	case BuildImage:
		if op.Pull {
			text += " --pull"
		}
	case StopContainer:
		if op.Timeout != nil {
			text += " -t " + op.Timeout.String()
		}
	case RemoveContainer:
		if op.Force {
			text += " -f"
		}
		if op.Volumes {
			text += " -v"
		}
	case ConnectNetwork:
		text += " " + op.Network.Name
	case AwaitContainer:
		text += " " + strings.ToLower(op.For.Done())
		if op.Monitor > 0 {
			text += " for " + op.Monitor.String()
		}
	case SignalContainer:
		text += " " + op.Signal
	case SettleBatch:
		text = op.String()
	}
	return text
}

// order tells what a step comes after and what happens where it fails.
func order(s Step) string {
	var parts []string
	if len(s.Needs) > 0 {
		parts = append(parts, "after "+keys(s.Needs))
	}
	if len(s.Follows) > 0 {
		parts = append(parts, "after the end of "+keys(s.Follows))
	}
	var undo []string
	for _, op := range s.Else {
		undo = append(undo, act(op))
	}
	if len(undo) > 0 {
		parts = append(parts, "else "+strings.Join(undo, ", "))
	}
	return strings.Join(parts, "; ")
}

// keys leaves out "container ", which most steps are about.
func keys(list []string) string {
	out := make([]string, len(list))
	for i, k := range list {
		out[i] = strings.TrimPrefix(k, "container ")
	}
	return strings.Join(out, ", ")
}
