package ui

import (
	"io"
	"maps"
	"net/url"
	"path/filepath"
	"slices"

	"gocompose/compose/diag"
)

// The parts of SARIF 2.1.0 (OASIS, section 3) that problems of files need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool                `json:"tool"`
		Bases      map[string]sarifArtifact `json:"originalUriBaseIds"`
		ColumnKind string                   `json:"columnKind"`
		Results    []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID   string    `json:"id"`
		Text sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"` // error or warning
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifRoot   = "%SRCROOT%"
)

// SARIF writes problems in the Static Analysis Results Interchange Format
// 2.1.0, which code hosts show beside the lines of a change. Names of files are
// relative to root, an absolute folder; version is that of the program.
func SARIF(w io.Writer, list diag.List, root, version string) error {
	texts := diag.Rules()
	ids := slices.Sorted(maps.Keys(texts))
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "gocompose", Version: version}}, ColumnKind: "unicodeCodePoints",
		Bases: map[string]sarifArtifact{sarifRoot: {URI: fileURI(root) + "/"}}, Results: []sarifResult{},
	}
	for _, id := range ids {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{string(id), sarifText{texts[id]}})
	}
	for _, d := range append(list.Warnings(), list.Errors()...) {
		run.Results = append(run.Results, sarifResultOf(d, ids, root))
	}
	return writeDocument(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func sarifResultOf(d diag.Diagnostic, rules []diag.Rule, root string) sarifResult {
	if d.Rule == "" {
		d.Rule = diag.Value
	}
	text := clean(d.Summary)
	if d.Hint != "" {
		text += "; " + clean(d.Hint)
	}
	result := sarifResult{
		RuleID: string(d.Rule), RuleIndex: slices.Index(rules, d.Rule), Level: d.Severity.String(), Message: sarifText{text},
	}
	if d.Pos.File == "" {
		d.Pos = diag.Pos{File: "."} // code hosts refuse a result without a place
	}
	result.Locations = []sarifLocation{{Physical: sarifPlace(d.Pos, root)}}
	for i, r := range d.Related {
		if r.Pos.File != "" {
			result.Related = append(result.Related, sarifLocation{i + 1, sarifPlace(r.Pos, root), &sarifText{clean(r.Note)}})
		}
	}
	return result
}

// sarifPlace gives a place; what lies outside of root has its whole path.
func sarifPlace(pos diag.Pos, root string) sarifPhysical {
	place := sarifPhysical{Artifact: sarifArtifact{URI: "stdin"}}
	if pos.File != "-" {
		place.Artifact = sarifFile(pos.File, root)
	}
	if pos.Line > 0 {
		place.Region = &sarifRegion{pos.Line, pos.Column}
	}
	return place
}

func sarifFile(file, root string) sarifArtifact {
	rel := filepath.Clean(file)
	if filepath.IsAbs(rel) {
		rel, _ = filepath.Rel(root, rel)
	}
	if !filepath.IsLocal(rel) {
		return sarifArtifact{URI: fileURI(filepath.Join(root, rel))}
	}
	return sarifArtifact{(&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath(), sarifRoot}
}

func fileURI(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}
