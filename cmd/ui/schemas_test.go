package ui

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestSchemasAreDescribed holds that users are told of every key that JSON has.
func TestSchemasAreDescribed(t *testing.T) {
	for document, types := range map[string][]any{
		"progress-schema.md": {jsonChange{}, jsonDiagnostic{}, jsonRelated{}, jsonSummary{}, jsonOutcome{}, jsonPublished{}, jsonPos{}, trouble{}},
		"logs-schema.md":     {jsonLogLine{}},
		"plan-schema.md":     {jsonPlan{}, jsonStep{}, jsonPos{}, jsonService{}, jsonInterruption{}, jsonResource{}, jsonReason{}, jsonContainer{}},
	} {
		text, err := os.ReadFile("../../docs/" + document)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range types {
			for i := range reflect.TypeOf(x).NumField() {
				key, _, _ := strings.Cut(reflect.TypeOf(x).Field(i).Tag.Get("json"), ",")
				if !told(string(text), key) {
					t.Errorf("%s does not tell of %q of %T", document, key, x)
				}
			}
		}
	}
}

// told tells whether a text has a key as code, alone or in a list of them.
func told(text, key string) bool {
	for i, code := range strings.Split(text, "`") {
		if i%2 == 0 {
			continue
		}
		for word := range strings.FieldsFuncSeq(code, func(r rune) bool { return strings.ContainsRune("{}, ", r) }) {
			if word == key {
				return true
			}
		}
	}
	return false
}
