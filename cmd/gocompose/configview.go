package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/tree"
	"gocompose/engine/spec"
)

// configViews is what config shows in place of the whole model, by the flag
// that asks for it.
var configViews = []struct {
	flag  string
	write func(io.Writer, *cli.Context, *compose.Project) error
}{
	{"environment", writeEnvironment},
	{"hash", writeHashes},
	{"images", writeImages},
	{"lock-image-digests", func(w io.Writer, c *cli.Context, p *compose.Project) error { return writeTree(w, c, p, p.Locked()) }},
	{"models", lines(models)},
	{"networks", lines((*compose.Project).NetworkKeys)},
	{"origin", writeOrigins},
	{"profiles", lines((*compose.Project).ProfileNames)},
	{"services", lines((*compose.Project).ServiceNames)},
	{"variables", writeVariables},
	{"volumes", lines((*compose.Project).VolumeKeys)},
}

// lines is a view of one name a line.
func lines(of func(*compose.Project) []string) func(io.Writer, *cli.Context, *compose.Project) error {
	return func(w io.Writer, _ *cli.Context, p *compose.Project) error { return writeLines(w, of(p)) }
}

func writeLines(w io.Writer, lines []string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// images gives the names of the services' images, each once, sorted.
func images(p *compose.Project) (names []string) {
	for _, service := range p.Services {
		names = append(names, p.ImageName(service))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func writeImages(w io.Writer, c *cli.Context, p *compose.Project) error {
	hide, names := redaction(c, p), images(p)
	for i, name := range names {
		names[i] = hide("image", name)
	}
	return writeLines(w, names)
}

// models gives what the models are made of, each once, sorted.
func models(p *compose.Project) []string {
	names := map[string]bool{}
	for _, m := range p.Models {
		names[m.Model] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// writeEnvironment writes NAME=VALUE lines, sorted by name.
func writeEnvironment(w io.Writer, c *cli.Context, p *compose.Project) error {
	hide := redaction(c, p)
	var lines []string
	for _, name := range keys(p.Environment) {
		lines = append(lines, name+"="+hide(name, p.Environment[name]))
	}
	return writeLines(w, lines)
}

// writeHashes writes "<service> <hash>" lines, sorted by service.
func writeHashes(w io.Writer, c *cli.Context, p *compose.Project) error {
	names := p.ServiceNames()
	if of := c.String("hash"); of != "*" {
		names = slices.Sorted(slices.Values(strings.Split(of, ",")))
	}
	var lines []string
	for _, name := range names {
		service := p.Services[name]
		if service == nil {
			return fmt.Errorf("no service %q; services here are %s", name, strings.Join(p.ServiceNames(), ", "))
		}
		lines = append(lines, name+" "+spec.ServiceHash(service))
	}
	return writeLines(w, lines)
}

// redaction gives what hides the value of a variable, which is nothing without --redact.
func redaction(c *cli.Context, p *compose.Project) func(name, value string) string {
	if c.Bool("redact") {
		return p.Redactor().Value
	}
	return func(_, value string) string { return value }
}

// writeVariables writes docker compose's table, or with --format what it makes of it.
func writeVariables(w io.Writer, c *cli.Context, p *compose.Project) error {
	hide, variables := redaction(c, p), p.Variables()
	for i, v := range variables {
		variables[i].Default, variables[i].Alternate = hide(v.Name, v.Default), hide(v.Name, v.Alternate)
	}
	switch c.String("format") {
	case "json":
		return variablesJSON(w, variables)
	case "yaml":
		return tree.Encode(w, variablesNode(variables))
	}
	t := ui.Table{Header: []string{"NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"}, Least: 20}
	for _, v := range variables {
		t.Rows = append(t.Rows, []string{v.Name, strconv.FormatBool(v.Required), v.Default, v.Alternate})
	}
	return t.Write(w, ui.Style{})
}

func variablesJSON(w io.Writer, variables []compose.Variable) error {
	type row struct {
		Name, DefaultValue, PresenceValue string
		Required                          bool
	}
	rows := map[string]row{}
	for _, v := range variables {
		rows[v.Name] = row{v.Name, v.Default, v.Alternate, v.Required}
	}
	text, err := json.MarshalIndent(rows, "", "  ")
	return writeText(w, text, err)
}

func variablesNode(variables []compose.Variable) *tree.Node {
	var rows []tree.Entry
	for _, v := range variables {
		rows = append(rows, tree.Pair(v.Name, tree.MapOf(
			tree.Pair("name", tree.Str(v.Name)), tree.Pair("defaultvalue", tree.Str(v.Default)),
			tree.Pair("presencevalue", tree.Str(v.Alternate)), tree.Pair("required", tree.Bool(v.Required)),
		)))
	}
	return tree.MapOf(rows...)
}
