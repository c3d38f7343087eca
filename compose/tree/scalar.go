package tree

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

// tags of the scalars, as the YAML package writes them.
var tags = [...]string{TagString: "!!str", TagInt: "!!int", TagFloat: "!!float", TagBool: "!!bool"}

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
	if n.Style <= Double {
		n.copied = b.copied(n, y)
	}
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

// resolved gives the type of a scalar. With !reset, !override and tags that
// mean nothing it is the type that the scalar has without them.
func (b *builder) resolved(y *yaml.Node) string {
	if y.Style&yaml.TaggedStyle == 0 {
		return y.Tag
	}
	bare := (&yaml.Node{Kind: yaml.ScalarNode, Value: y.Value}).ShortTag()
	switch y.Tag {
	case "!!str", "!!binary", "!!timestamp":
		return y.Tag
	case "!!int", "!!float", "!!bool", "!!null":
		if bare != y.Tag && (y.Tag != "!!float" || bare != "!!int") {
			b.report(diag.Diagnostic{
				Pos:     b.places.of(y),
				Summary: fmt.Sprintf("%q is not what its tag %s says", shortened(y.Value), y.Tag),
				Hint:    "remove the tag, or correct the value",
			})
		}
		return y.Tag
	}
	if style(y) != Plain {
		return "!!str"
	}
	return bare
}

func (b *builder) binary(y *yaml.Node) string {
	data, err := base64.StdEncoding.DecodeString(y.Value)
	if err != nil {
		b.report(diag.Diagnostic{
			Pos: b.places.of(y), Summary: "the text after !!binary is not base64", Hint: "correct it, or remove the tag",
		})
	}
	return string(data)
}

// directive reads the tag of a node; a tag that means nothing here is reported.
func (b *builder) directive(y *yaml.Node) Directive {
	switch {
	case y.Style&yaml.TaggedStyle == 0:
	case y.Tag == "!reset":
		return Reset
	case y.Tag == "!override":
		return Override
	case !standard[y.Tag]:
		b.report(diag.Diagnostic{
			Severity: diag.Warning,
			Pos:      b.places.of(y),
			Summary:  fmt.Sprintf("tag %q is ignored", shortened(y.Tag)),
			Hint:     "only !reset and !override mean something here; quote a text that begins with !",
		})
	}
	return NoDirective
}

// standard are YAML's own tags.
var standard = map[string]bool{
	"!!map": true, "!!seq": true, "!!str": true, "!!int": true, "!!float": true,
	"!!bool": true, "!!null": true, "!!binary": true, "!!timestamp": true, "!!merge": true,
}

// copied tells whether the text has the value verbatim at the node's place.
func (b *builder) copied(n *Node, y *yaml.Node) bool {
	at := b.places.value(y)
	if n.Style != Plain {
		at++
	}
	return at <= len(b.text) && bytes.HasPrefix(b.text[at:], []byte(n.Value))
}
