package tree

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Encode writes a tree as YAML: two spaces a level, keys in their order, and
// otherwise as the YAML package writes the same data.
func Encode(w io.Writer, n *Node) error {
	var text bytes.Buffer // the package makes a text of what a writer fails with
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(encoded(n)), encoder.Close()); err != nil {
		return err
	}
	_, err := text.WriteTo(w)
	return err
}

func encoded(n *Node) *yaml.Node {
	if n.IsNull() {
		return &yaml.Node{Kind: yaml.ScalarNode, Value: "null"}
	}
	switch n.Kind {
	case Map:
		out := &yaml.Node{Kind: yaml.MappingNode}
		for _, e := range n.Entries {
			out.Content = append(out.Content, encodedText(e.Key), encoded(e.Value))
		}
		return out
	case List:
		out := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range n.Items {
			out.Content = append(out.Content, encoded(item))
		}
		return out
	}
	if n.Tag == TagString {
		return encodedText(n.Value)
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: canonical(n)}
}

// encodedText leaves it to the YAML package to quote, save for two things. What
// only YAML 1.1 reads as a boolean or number the package quotes in Go values,
// but not in nodes. And a text of several lines that begins with white space it
// writes in a way that it cannot read again.
func encodedText(text string) *yaml.Node {
	out := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	switch {
	case text == "":
	case !utf8.ValidString(text):
		out.Tag = "" // it becomes !!binary
	case oldBool(text), sexagesimal(text), text[0] == '\n' || text[0] == '\t' && strings.Contains(text, "\n"):
		out.Style = yaml.DoubleQuotedStyle
	}
	return out
}

func oldBool(text string) bool {
	switch text {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return true
	}
	return false
}

// sexagesimal tells whether YAML 1.1 reads a text as a number to the base 60, such as 22:22.
func sexagesimal(text string) bool {
	if text != "" && strings.Contains("+-", text[:1]) {
		text = text[1:]
	}
	first, rest, ok := strings.Cut(text, ":")
	if !ok || first == "" || first[0] == '_' || strings.Trim(first, "0123456789_") != "" {
		return false
	}
	whole, fraction, _ := strings.Cut(rest, ".")
	for digits := range strings.SplitSeq(whole, ":") {
		if n, err := strconv.ParseUint(digits, 10, 8); err != nil || n > 59 || len(digits) > 2 {
			return false
		}
	}
	return strings.Trim(fraction, "0123456789_") == ""
}

// canonical gives the text that the YAML package writes for an integer, number or boolean.
func canonical(n *Node) string {
	digits := strings.ReplaceAll(n.Value, "_", "")
	switch n.Tag {
	case TagBool:
		return strings.ToLower(n.Value)
	case TagInt:
		if v, err := strconv.ParseInt(digits, 0, 64); err == nil {
			return strconv.FormatInt(v, 10)
		}
		if v, err := strconv.ParseUint(digits, 0, 64); err == nil {
			return strconv.FormatUint(v, 10)
		}
	case TagFloat:
		return canonicalFloat(digits)
	}
	return n.Value
}

func canonicalFloat(digits string) string {
	switch word := strings.ToLower(strings.TrimPrefix(digits, "+")); word {
	case ".inf", "-.inf", ".nan":
		return word
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return digits
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
