package compose

import (
	"bytes"
	"encoding/json"

	"gocompose/compose/tree"
)

// JSON gives a document of CanonicalJSON with its secrets replaced, in the same order.
func (r *Redactor) JSON(text []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	n, err := fromJSON(d)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, orderedJSON(nil, r.Node(n)), "", "  ")
	return out.Bytes(), err
}

// fromJSON reads the next value, with the keys of maps in their order.
func fromJSON(d *json.Decoder) (*tree.Node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case json.Delim:
		return groupFromJSON(d, v)
	case string:
		return tree.Str(v), nil
	case json.Number:
		return &tree.Node{Kind: tree.Scalar, Tag: tree.TagFloat, Value: v.String()}, nil
	case bool:
		return tree.Bool(v), nil
	}
	return tree.NullNode(), nil
}

func groupFromJSON(d *json.Decoder, begin json.Delim) (*tree.Node, error) {
	var entries []tree.Entry
	for d.More() {
		key := ""
		if begin == '{' {
			token, err := d.Token()
			if err != nil {
				return nil, err
			}
			key = token.(string)
		}
		n, err := fromJSON(d)
		if err != nil {
			return nil, err
		}
		entries = append(entries, tree.Pair(key, n))
	}
	if _, err := d.Token(); err != nil || begin == '{' {
		return tree.MapOf(entries...), err
	}
	items := make([]*tree.Node, len(entries))
	for i, e := range entries {
		items[i] = e.Value
	}
	return tree.ListOf(items...), nil
}

// orderedJSON adds a node to a text, with the keys of maps in their order.
func orderedJSON(out []byte, n *tree.Node) []byte {
	switch n.Kind {
	case tree.Map:
		out = append(out, '{')
		for i, e := range n.Entries {
			out = orderedJSON(append(quotedJSON(comma(out, i), e.Key), ':'), e.Value)
		}
		return append(out, '}')
	case tree.List:
		out = append(out, '[')
		for i, item := range n.Items {
			out = orderedJSON(comma(out, i), item)
		}
		return append(out, ']')
	case tree.Scalar:
		if n.Tag == tree.TagString {
			return quotedJSON(out, n.Value)
		}
		return append(out, n.Value...)
	}
	return append(out, "null"...)
}

func comma(out []byte, before int) []byte {
	if before > 0 {
		out = append(out, ',')
	}
	return out
}

func quotedJSON(out []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // a text cannot fail
	return append(out, quoted...)
}
