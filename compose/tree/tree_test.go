package tree_test

import (
	"bytes"
	"testing"

	"gocompose/compose/tree"
)

func TestSmoke(t *testing.T) {
	docs, problems := tree.Parse("c.yaml", []byte("services:\n  web: &w\n    image: nginx\n    environment: [A=1, B]\n    ports:\n      - 80:80\n  db:\n    <<: *w\n    image: db\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n := docs[0]
	if got := n.At("services", "db", "image").String(); got != "c.yaml:9:5" {
		t.Error(got)
	}
	over, _ := tree.Parse("o.yaml", []byte("services:\n  web:\n    environment:\n      B: 2\n    ports: !reset []\n"))
	rules := tree.NewRules(tree.Table{"services.*.environment": tree.KeyValue, "services.*.ports": tree.Unique})
	var out bytes.Buffer
	if err := tree.Encode(&out, tree.Merge(n, over[0], rules)); err != nil {
		t.Fatal(err)
	}
	t.Log(out.String())
}
