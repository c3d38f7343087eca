package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"gocompose/compose"
)

// ServiceHash gives docker compose's config hash of a service: the SHA-256, in
// hex, of its canonical JSON without what does not shape a container.
// (docker/compose pkg/compose/hash.go)
func ServiceHash(s *compose.Service) string { return hash(hashed(s)) }

// NetworkHash gives docker compose's config hash of a network.
func NetworkHash(n *compose.Network) string { return hash(n) }

// VolumeHash gives docker compose's config hash of a volume, whose driver is
// local where the file names none.
func VolumeHash(v *compose.Volume) string {
	named := *v
	if named.Driver == "" {
		named.Driver = "local"
	}
	return hash(&named)
}

// hashed gives a copy of s with only what takes part in the hash.
func hashed(s *compose.Service) *compose.Service {
	c := *s
	c.Build = nil
	c.PullPolicy = ""
	c.Scale = nil
	c.DependsOn = nil
	c.LabelFile = nil // folded into the labels
	c.Profiles = nil
	if s.Deploy != nil {
		d := *s.Deploy
		d.Replicas = nil
		c.Deploy = &d
	}
	return &c
}

func hash(v any) string {
	sum := sha256.Sum256(marshal(v))
	return hex.EncodeToString(sum[:])
}

// marshal cannot fail: the model holds only what JSON can express.
func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("spec: marshal %T: %v", v, err))
	}
	return b
}

// Digests gives a short digest for each attribute of a service that takes part
// in the config hash, keyed "image", "environment.LOG_LEVEL", "labels.team"; the
// attributes of byKey have one an entry, too. Environment variables get an empty digest: their values are compared with
// what the container really has, and a label must not confirm a guess.
func Digests(s *compose.Service) map[string]string {
	var attributes map[string]json.RawMessage
	if err := json.Unmarshal(marshal(hashed(s)), &attributes); err != nil {
		panic(fmt.Sprintf("spec: attributes of %s: %v", s.Name, err))
	}
	delete(attributes, "environment")
	delete(attributes, "labels")
	out := make(map[string]string, len(attributes)+len(s.Environment)+len(s.Labels))
	for name, value := range attributes {
		if string(value) != "null" && !byKey[name] {
			out[name] = short(value)
		}
	}
	for name := range byKey {
		entries(out, name, attributes[name])
	}
	if s.Deploy != nil {
		out["deploy"] = short([]byte("{}")) // that it is there counts, too
	}
	for name := range s.Environment {
		out["environment."+name] = ""
	}
	for name, value := range s.Labels {
		out["labels."+name] = short([]byte(value))
	}
	return out
}

// byKey is the maps in which each entry has a digest of its own.
var byKey = map[string]bool{"annotations": true, "deploy": true, "storage_opt": true, "sysctls": true, "ulimits": true}

// entries adds the digests of a map's entries. Empty ones say nothing.
func entries(out map[string]string, attribute string, object json.RawMessage) {
	var values map[string]json.RawMessage
	if object == nil {
		return
	}
	if err := json.Unmarshal(object, &values); err != nil {
		panic(fmt.Sprintf("spec: entries of %s: %v", attribute, err))
	}
	for key, value := range values {
		if string(value) != "{}" {
			out[attribute+"."+key] = short(value)
		}
	}
}

// short gives 8 hex digits: enough to tell two values of one attribute apart.
func short(value []byte) string {
	sum := sha256.Sum256(value)
	return hex.EncodeToString(sum[:4])
}

// recipe is the version of how Digests makes its digests. Containers keep the
// digests of the day on which they were made, so what Digests gives for a
// service may change only together with this; TestRecipe holds it.
const recipe = "v1"

// DigestsLabel gives digests as the text of LabelAttributes: the version of
// the recipe, a semicolon, and a JSON object.
func DigestsLabel(digests map[string]string) string { return recipe + ";" + string(marshal(digests)) }

// ParseDigestsLabel reads what DigestsLabel wrote, and the object alone: the
// first labels of recipe v1 had no version. It gives nil for anything else,
// digests by another recipe among them, which are not comparable.
func ParseDigestsLabel(label string) map[string]string {
	var out map[string]string
	label = strings.TrimPrefix(label, recipe+";")
	if !strings.HasPrefix(label, "{") || json.Unmarshal([]byte(label), &out) != nil {
		return nil
	}
	return out
}
