package tree

import (
	"bytes"
	"errors"
	"io"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

// Parse reads the YAML documents of a file: one tree a document, none for an
// empty file. Anchors, aliases and << are resolved. What is wrong is in the
// list, with its place; a file with a syntax error gives no trees, any other
// problem leaves out as little as possible.
//
// The name is only for the places; "-" is standard input.
func Parse(file string, src []byte) ([]*Node, diag.List) {
	var problems diag.List
	text, problem := readable(file, src)
	if problem != nil {
		problems.Add(*problem)
		return nil, problems
	}
	documents, err := decode(bytes.NewReader(text))
	if err != nil {
		problems.Add(syntaxError(file, text, err))
		return nil, problems
	}
	b := newBuilder(file, text, &problems)
	var trees []*Node
	for _, document := range documents {
		trees = append(trees, b.document(document))
	}
	return trees, problems
}

// decode turns a panic of the YAML package into an error, for it has been seen
// to panic on broken input.
func decode(r io.Reader) (documents []*yaml.Node, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("yaml: unreadable")
		}
	}()
	decoder := yaml.NewDecoder(r)
	for {
		document := new(yaml.Node)
		switch err := decoder.Decode(document); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, err
		}
		documents = append(documents, document)
	}
}
