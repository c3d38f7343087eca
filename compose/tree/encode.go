package tree

import (
	"io"
	"strconv"

	"gopkg.in/yaml.v3"
)

// Int makes an integer.
func Int(v int64) *Node {
	return &Node{Kind: Scalar, Tag: TagInt, Value: strconv.FormatInt(v, 10)}
}

// Bool makes a boolean.
func Bool(v bool) *Node {
	return &Node{Kind: Scalar, Tag: TagBool, Value: strconv.FormatBool(v)}
}

// Float makes a number.
func Float(v float64) *Node {
	return &Node{Kind: Scalar, Tag: TagFloat, Value: strconv.FormatFloat(v, 'g', -1, 64)}
}

// Encode writes a tree as YAML, two spaces a level, keys in their order.
func Encode(w io.Writer, n *Node) error {
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	if err := encoder.Encode(written(n)); err != nil {
		return err
	}
	return encoder.Close()
}

func written(n *Node) *yaml.Node {
	switch {
	case n.IsNull():
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
	case n.Kind == Map:
		out := &yaml.Node{Kind: yaml.MappingNode}
		for _, e := range n.Entries {
			out.Content = append(out.Content, written(Str(e.Key)), written(e.Value))
		}
		return out
	case n.Kind == List:
		out := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range n.Items {
			out.Content = append(out.Content, written(item))
		}
		return out
	}
	tag := [...]string{"!!str", "!!int", "!!float", "!!bool"}[n.Tag]
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: n.Value}
}
