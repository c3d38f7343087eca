package main

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// shop has a flag of each kind, global and of a command.
func shop() *cli.App {
	return &cli.App{
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "file", Aliases: []string{"f"}},
			&cli.StringFlag{Name: "project-name", Aliases: []string{"p"}},
			&cli.BoolFlag{Name: "dry-run"},
		},
		Commands: []*cli.Command{
			{Name: "up", ArgsUsage: "[SERVICE...]", Flags: []cli.Flag{
				&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}},
				&cli.BoolFlag{Name: "build"},
				&cli.IntFlag{Name: "timeout", Aliases: []string{"t"}},
				&cli.StringSliceFlag{Name: "scale"},
			}},
			{Name: "logs", Aliases: []string{"log"}, ArgsUsage: "[SERVICE...]", Flags: []cli.Flag{
				&cli.BoolFlag{Name: "follow", Aliases: []string{"f"}},
				&cli.BoolFlag{Name: "timestamps", Aliases: []string{"t"}},
				&cli.StringFlag{Name: "tail", Aliases: []string{"n"}},
			}},
			{Name: "ls", Flags: []cli.Flag{&cli.BoolFlag{Name: "all", Aliases: []string{"a"}}}},
			{Name: "run", Flags: []cli.Flag{&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}}}},
			{Name: "plan", ArgsUsage: "[SERVICE...]", Flags: []cli.Flag{
				&cli.BoolFlag{Name: "build"},
				&cli.StringFlag{Name: "output", Aliases: []string{"o"}},
			}, Subcommands: []*cli.Command{
				{Name: "down", ArgsUsage: "[SERVICE...]", Flags: []cli.Flag{
					&cli.BoolFlag{Name: "volumes", Aliases: []string{"v"}},
					&cli.StringFlag{Name: "output", Aliases: []string{"o"}},
				}},
				{Name: "run", ArgsUsage: "SERVICE", Flags: []cli.Flag{
					&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}},
					&cli.StringFlag{Name: "output", Aliases: []string{"o"}},
				}},
			}},
		},
	}
}

func TestArrange(t *testing.T) {
	tests := []struct{ give, want string }{
		{"", ""},
		{"up", "up"},
		{"up -d", "up --detach"},
		{"up web", "up -- web"},
		{"run -d -- web ls", "run --detach web ls"},
		{"run web -- ls", "run web -- ls"},
		{"up -d web", "up --detach -- web"},
		{"up web -d", "up --detach -- web"},
		{"up web --detach db --build", "up --detach --build -- web db"},
		{"up web -t 5 db", "up --timeout 5 -- web db"},
		{"up web -t5 db", "up --timeout 5 -- web db"},
		{"up web -t=5", "up --timeout=5 -- web"},
		{"up web --timeout 5", "up --timeout 5 -- web"},
		{"up web --timeout=5", "up --timeout=5 -- web"},
		{"up -t -1", "up --timeout -1"},
		{"up -dt5 web", "up --detach --timeout 5 -- web"},
		{"up -dt 5 web", "up --detach --timeout 5 -- web"},
		{"up -dt=5 web", "up --detach --timeout 5 -- web"},
		{"up --detach=false web", "up --detach=false -- web"},
		{"up --scale web=2 web --scale db=3", "up --scale web=2 --scale db=3 -- web"},
		{"up -- -d web", "up -- -d web"},
		{"plan web --build", "plan --build -- web"},
		{"plan web down", "plan -- web down"},
		{"plan down", "plan down"},
		{"plan down web -v", "plan down --volumes -- web"},
		{"plan -o json down web -v", "plan down --output json --volumes -- web"},
		{"plan -o down web", "plan --output down -- web"},
		{"plan -o json run web sh -c true", "plan run --output json web sh -c true"},
		{"up web -- -d", "up -- web -d"},
		{"up -d --", "up --detach"},
		{"up - web", "up -- - web"},
		{"up web --help", "up --help"},
		{"up web -h", "up --help"},
		{"run -d --detach web", "run --detach --detach web"},
		{"logs web -f", "logs --follow -- web"},
		{"logs -ft web", "logs --follow --timestamps -- web"},
		{"logs -ftn3 web", "logs --follow --timestamps --tail 3 -- web"},
		{"log web -n 3", "log --tail 3 -- web"},

		{"ls -a", "ls --all"},
		{"ls web -h", "ls --help"},

		{"-f a.yaml up web -d", "--file a.yaml up --detach -- web"},
		{"-fa.yaml -pshop up", "--file a.yaml --project-name shop up"},
		{"--file=a.yaml -f - up", "--file=a.yaml --file - up"},
		{"--dry-run up web", "--dry-run up -- web"},
		{"-p up up web -d", "--project-name up up --detach -- web"},
		{"--help", "--help"},
		{"-f a.yaml", "--file a.yaml"},

		{"run web ls -d", "run web ls -d"},
		{"run -d web ls -l", "run --detach web ls -l"},
		{"fly web -d", "fly web -d"},
		{"help up", "up --help"},
		{"help plan down", "plan down --help"},
		{"help run web", "run --help"},
		{"run --help web", "run --help"},
		{"help fly", "help fly"},
	}
	for _, test := range tests {
		t.Run(test.give, func(t *testing.T) {
			got, err := arrange(shop(), append([]string{"gocompose"}, strings.Fields(test.give)...))
			want := append([]string{"gocompose"}, strings.Fields(test.want)...)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestArrangeRefuses(t *testing.T) {
	tests := []struct{ give, want string }{
		{"up -t", "flag -t needs a value; see `gocompose help up`"},
		{"up web --timeout", "flag --timeout needs a value; see `gocompose help up`"},
		{"up -dt", "flag -t needs a value; see `gocompose help up`"},
		{"up --detatch", "unknown flag --detatch; did you mean --detach?; see `gocompose help up`"},
		{"up --detatch=true", "unknown flag --detatch; did you mean --detach?; see `gocompose help up`"},
		{"up web --quickly", "unknown flag --quickly; see `gocompose help up`"},
		{"up -x", "unknown flag -x; see `gocompose help up`"},
		{"up -dx", "unknown flag -dx; did you mean -d?; see `gocompose help up`"},
		{"up -é", "unknown flag -é; see `gocompose help up`"},
		{"ls web -a db", "ls takes no arguments; leave out web db"},
		{"-f", "flag -f needs a value; see `gocompose help`"},
		{"--fiel a.yaml up", "unknown flag --fiel; did you mean --file?; see `gocompose help`"},
		{"-d up", "unknown flag -d; did you mean --dry-run?; see `gocompose help`"},
	}
	for _, test := range tests {
		t.Run(test.give, func(t *testing.T) {
			got, err := arrange(shop(), append([]string{"gocompose"}, strings.Fields(test.give)...))
			if err == nil || err.Error() != test.want {
				t.Errorf("got %q, %v, want the error %q", got, err, test.want)
			}
			if !errors.As(err, new(usage)) {
				t.Errorf("%T is no error of usage", err)
			}
		})
	}
}

// What arrange has put in order must be what the parser of flags takes it for.
func TestArrangedIsParsed(t *testing.T) {
	app := shop()
	app.Writer, app.UseShortOptionHandling = io.Discard, true
	var got []string
	app.Commands[0].Action = func(c *cli.Context) error {
		got = append(c.Args().Slice(), c.String("timeout"), c.String("detach"), c.String("file"))
		return nil
	}
	args, err := arrange(app, strings.Fields("gocompose -fa.yaml up web -dt5 -- -x"))
	if err == nil {
		err = app.Run(args)
	}
	if want := []string{"web", "-x", "5", "true", "[a.yaml]"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
