package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"
)

// meant gives the words of the command that a plan is of, its flags in their
// long form: plan alone is of up -d.
func meant(c *cli.Context) []string {
	words, left := []string{c.Command.Name}, []string{"dry-run"}
	for _, f := range planFlags() {
		left = append(left, f.Names()...)
	}
	if c.Command.Name == "plan" {
		words, left = []string{"up", "-d"}, append(left, "detach")
	}
	flags := slices.DeleteFunc(slices.Clone(c.Command.Flags), func(f cli.Flag) bool { return slices.Contains(left, f.Names()[0]) })
	return slices.Concat(words, setFlags(c, flags), c.Args().Slice())
}

// setFlags gives those of a command's flags that are set, in their long form.
func setFlags(c *cli.Context, flags []cli.Flag) (words []string) {
	for _, f := range flags {
		if name := f.Names()[0]; c.IsSet(name) {
			words = append(words, flagWords(name, c.Value(name))...)
		}
	}
	return words
}

func flagWords(name string, value any) (words []string) {
	switch v := value.(type) {
	case bool:
		if v {
			return []string{"--" + name}
		}
		return []string{"--" + name + "=false"}
	case cli.StringSlice:
		for _, one := range v.Value() {
			words = append(words, "--"+name, one)
		}
		return words
	}
	return []string{"--" + name, fmt.Sprint(value)}
}
