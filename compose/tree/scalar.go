package tree

import (
	"bytes"
	"encoding/base64"
	"strings"

	"gopkg.in/yaml.v3"
)

func (b *builder) scalar(y *yaml.Node) *Node {
	n := &Node{Kind: Scalar, Pos: b.places.of(y), Style: style(y), Value: y.Value, Directive: b.directive(y)}
	n.marked = n.Directive != NoDirective
	switch tag := b.resolved(y); tag {
	case "!!null":
		n.Kind, n.Value = Null, ""
	case "!!int":
		n.Tag = TagInt
	case "!!float":
		n.Tag = TagFloat
	case "!!bool":
		n.Tag = TagBool
	case "!!binary":
		n.Value = b.binary(y)
	}
	n.copied = n.Style <= Double && b.copied(n, y)
	return n
}

func style(y *yaml.Node) Style {
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		return Double
	case y.Style&yaml.SingleQuotedStyle != 0:
		return Single
	case y.Style&yaml.LiteralStyle != 0:
		return Literal
	case y.Style&yaml.FoldedStyle != 0:
		return Folded
	}
	return Plain
}

// resolved gives the type of a scalar as YAML sees it where the tag is none of YAML's own.
func (b *builder) resolved(y *yaml.Node) string {
	if strings.HasPrefix(y.Tag, "!!") {
		return y.Tag
	}
	if style(y) != Plain {
		return "!!str"
	}
	return (&yaml.Node{Kind: yaml.ScalarNode, Value: y.Value}).ShortTag()
}

func (b *builder) binary(y *yaml.Node) string {
	data, err := base64.StdEncoding.DecodeString(y.Value)
	if err != nil {
		b.problems.Errorf(b.places.of(y), "the text after !!binary is not base64")
	}
	return string(data)
}

// directive reads the tag of a node; a tag that means nothing here is reported.
func (b *builder) directive(y *yaml.Node) Directive {
	switch {
	case y.Tag == "!reset":
		return Reset
	case y.Tag == "!override":
		return Override
	case y.Style&yaml.TaggedStyle != 0 && !strings.HasPrefix(y.Tag, "!!"):
		b.problems.Warnf(b.places.of(y), "tag %s is ignored; only !reset and !override mean something here", y.Tag)
	}
	return NoDirective
}

// copied tells whether the text has the value verbatim at the node's place.
func (b *builder) copied(n *Node, y *yaml.Node) bool {
	at := b.places.offset(y)
	if n.Style != Plain {
		at++
	}
	return at <= len(b.text) && bytes.HasPrefix(b.text[at:], []byte(n.Value))
}
