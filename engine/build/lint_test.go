package build

import (
	"slices"
	"testing"
)

func TestLint(t *testing.T) {
	for text, want := range map[string][]Finding{
		"FROM scratch\nCOPY a /a\n":                        nil,
		"FROM scratch AS Base\nENV TOKEN=x\nCMD echo hi\n": {{Line: 1, Rule: "StageNameCasing"}, {Line: 2, Rule: "SecretsUsedInArgOrEnv"}, {Line: 3, Rule: "JSONArgsRecommended"}},
		"FROM scratch\nCOPY --from=nowhere a\n":            {{Line: 2}},
	} {
		found, err := Lint(t.Context(), Spec{Context: t.TempDir(), DockerfileInline: text})
		must(t, err)
		slices.SortFunc(found, func(a, b Finding) int { return a.Line - b.Line })
		var got []Finding
		for _, f := range found {
			if f.File != inlineName || f.Text == "" || (f.Rule == "") != (f.About == "") {
				t.Errorf("%+v", f)
			}
			got = append(got, Finding{Line: f.Line, Rule: f.Rule})
		}
		if !slices.Equal(got, want) {
			t.Errorf("of\n%s%+v, not %+v", text, found, want)
		}
	}
}
