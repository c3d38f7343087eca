package compose

import (
	"fmt"
	"strconv"
	"strings"

	"gocompose/compose/tree"
)

// text reads a string; a number or boolean without quotes is none.
func (d *decoder) text(s spot) (string, bool) {
	if s.Kind != tree.Scalar || s.Tag != tree.TagString {
		d.wrong(s, "text")
		return "", false
	}
	return s.Value, true
}

// truth reads a boolean. Text counts too, for that is what ${…} gives; the words
// of YAML 1.1 are those that docker compose still takes.
func (d *decoder) truth(s spot) (bool, bool) {
	if s.Kind == tree.Scalar && s.Tag != tree.TagInt && s.Tag != tree.TagFloat {
		switch word := strings.ToLower(s.Value); word {
		case "true", "false":
			return word == "true", true
		case "y", "yes", "on", "n", "no", "off":
			yes := word[0] == 'y' || word == "on"
			d.warn(s.at(), fmt.Sprintf("write %t", yes), "%s: %q is no boolean of YAML 1.2", s.name, s.Value)
			return yes, true
		}
	}
	d.wrong(s, "true or false")
	return false, false
}

func (d *decoder) count(s spot) (uint64, bool) {
	if s.Kind == tree.Scalar && s.Tag != tree.TagBool {
		if v, err := strconv.ParseUint(s.Value, 0, 31); err == nil {
			return v, true
		}
		d.fail(s.at(), "write a whole number from 0", "%s: %q is not a count", s.name, s.Value)
		return 0, false
	}
	d.wrong(s, "a number")
	return 0, false
}

// whole reads a whole number, with or without quotes.
func (d *decoder) whole(s spot, least, most int64) (int64, bool) {
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
		d.wrong(s, "a number")
		return 0, false
	}
	v, err := strconv.ParseInt(plain(s.Node), 0, 64)
	if err != nil || v < least || v > most {
		d.fail(s.at(), "write a whole number "+between(least, most), "%s: %q is not such a number", s.name, s.Value)
		return 0, false
	}
	return v, true
}

func between(least, most int64) string {
	if most >= 1<<31 {
		return fmt.Sprintf("from %d", least)
	}
	return fmt.Sprintf("from %d to %d", least, most)
}

// decimal reads a number from 0, with or without quotes.
func (d *decoder) decimal(s spot, most float64) (float32, bool) {
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
		d.wrong(s, "a number")
		return 0, false
	}
	v, err := strconv.ParseFloat(plain(s.Node), 64)
	if err != nil || !(v >= 0 && v <= most) {
		d.fail(s.at(), "write a number such as 0.5", "%s: %q is not such a number", s.name, s.Value)
		return 0, false
	}
	return float32(v), true
}

// texts reads the items of a list, leaving out those that are no text.
func (d *decoder) texts(s spot) []string {
	out := make([]string, 0, len(s.Items))
	for i := range s.Items {
		if v, ok := d.text(s.item(i)); ok {
			out = append(out, v)
		}
	}
	return out
}

func (d *decoder) values(s spot) map[string]string {
	if !d.isMap(s) {
		return nil
	}
	out := make(map[string]string, len(s.Entries))
	for _, e := range s.Entries {
		if v := d.value(s.below(e)); v != nil {
			out[e.Key] = *v
		} else {
			out[e.Key] = ""
		}
	}
	return out
}

func (d *decoder) variables(s spot) map[string]*string {
	if !d.isMap(s) {
		return nil
	}
	out := make(map[string]*string, len(s.Entries))
	for _, e := range s.Entries {
		below := s.below(e)
		if strings.TrimRight(e.Key, " \t") != e.Key || e.Key == "" {
			d.fail(below.key, "write NAME=VALUE without a space before the =", "%s: %q is not a variable's name", s.name, e.Key)
			continue
		}
		out[e.Key] = d.value(below)
	}
	return out
}

// value reads a scalar of any type as text, nil for nothing. A number's text is
// that of its value, as docker compose has it; that it differs is worth a word.
func (d *decoder) value(s spot) *string {
	if s.Kind == tree.Null {
		return nil
	}
	if s.Kind != tree.Scalar {
		d.wrong(s, "text")
		return nil
	}
	v := plain(s.Node)
	if v != s.Value {
		d.warn(s.at(), fmt.Sprintf("put it in quotes to keep it: %q", cut(s.Value)), "%s: %s without quotes is %s", s.name, s.Value, v)
	}
	return &v
}

// plain gives a scalar's text as Go prints the value that YAML makes of it.
func plain(n *tree.Node) string {
	digits := strings.ReplaceAll(n.Value, "_", "")
	switch n.Tag {
	case tree.TagBool:
		return strings.ToLower(n.Value)
	case tree.TagInt:
		if i, err := strconv.ParseInt(digits, 0, 64); err == nil {
			return strconv.FormatInt(i, 10)
		}
		if u, err := strconv.ParseUint(digits, 0, 64); err == nil {
			return strconv.FormatUint(u, 10)
		}
	case tree.TagFloat:
		if f, err := strconv.ParseFloat(strings.Replace(digits, ".inf", "Inf", 1), 64); err == nil {
			return fmt.Sprint(f)
		}
	}
	return n.Value
}
