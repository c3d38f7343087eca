package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/compose/dotenv"
)

func runFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "build", Usage: "build images even where they exist"},
		&cli.StringSliceFlag{Name: "cap-add", Usage: "add a Linux `CAPABILITY`"},
		&cli.StringSliceFlag{Name: "cap-drop", Usage: "drop a Linux `CAPABILITY`"},
		&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}, Usage: "leave the container running in the background, and print its id"},
		&cli.StringFlag{Name: "entrypoint", Usage: "`PROGRAM` that runs instead of the service's entrypoint"},
		&cli.StringSliceFlag{Name: "env", Aliases: []string{"e"}, Usage: "set an environment variable, `KEY=VALUE`, or KEY with the value that it has here"},
		&cli.StringSliceFlag{Name: "env-from-file", Usage: "set the environment variables of a `FILE`"},
		&cli.BoolFlag{Name: "interactive", Aliases: []string{"i"}, Value: true, Usage: "pass standard input on to the program"},
		&cli.StringSliceFlag{Name: "label", Aliases: []string{"l", "labels"}, Usage: "add a label, `KEY=VALUE`"},
		&cli.StringFlag{Name: "name", Usage: "`NAME` of the container"},
		&cli.BoolFlag{Name: "no-deps", Usage: "leave what the service depends on as it is"},
		&cli.BoolFlag{Name: "no-tty", Aliases: []string{"T", "no-TTY"}, Usage: "give the program no terminal", DefaultText: "where there is none here"},
		&cli.StringSliceFlag{Name: "publish", Aliases: []string{"p"}, Usage: "publish a `PORT`, such as 8080:80"},
		&cli.StringFlag{Name: "pull", Usage: "fetch images: always, missing or never; build builds them", DefaultText: "what the files say"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "show nothing but what the program writes, and errors"},
		&cli.BoolFlag{Name: "quiet-build", Usage: "do not show how builds go on"},
		&cli.BoolFlag{Name: "quiet-pull", Usage: "do not show how pulls go on"},
		&cli.BoolFlag{Name: "remove-orphans", Usage: "remove containers of services that the files do not define"},
		&cli.BoolFlag{Name: "rm", Usage: "remove the container when it ends"},
		&cli.BoolFlag{Name: "service-ports", Aliases: []string{"P"}, Usage: "publish the ports of the service"},
		&cli.BoolFlag{Name: "tty", Aliases: []string{"t"}, Hidden: true, Value: true, Usage: "give the program a terminal, where there is one here"},
		&cli.BoolFlag{Name: "use-aliases", Usage: "answer to the names of the service on its networks, too"},
		&cli.StringFlag{Name: "user", Aliases: []string{"u"}, Usage: "`USER` that the program runs as"},
		&cli.StringSliceFlag{Name: "volume", Aliases: []string{"v", "volumes"}, Usage: "add a `MOUNT`, such as ./data:/data"},
		&cli.StringFlag{Name: "workdir", Aliases: []string{"w"}, Usage: "`FOLDER` that the program starts in"},
		dryRunFlag(),
	}
}

// oneOffOptions reads what the flags change in the service.
func (s *session) oneOffOptions(c *cli.Context, p *compose.Project) (o compose.OneOff, err error) {
	o = compose.OneOff{
		Command: c.Args().Tail(), CapAdd: c.StringSlice("cap-add"), CapDrop: c.StringSlice("cap-drop"),
		User: c.String("user"), WorkingDir: c.String("workdir"), Labels: labels(c.StringSlice("label")),
		Publish: c.StringSlice("publish"), ServicePorts: c.Bool("service-ports"),
		Volumes: c.StringSlice("volume"), Dir: s.global.Dir, WithoutNeeded: c.Bool("no-deps"), Stdin: c.Bool("interactive"),
	}
	if c.IsSet("entrypoint") {
		program := c.String("entrypoint")
		o.Entrypoint = &program
	}
	o.TTY = !c.Bool("detach") && s.givesTerminal(c, o.Stdin)
	o.Environment, err = environment(c.StringSlice("env-from-file"), c.StringSlice("env"), p.Environment)
	return o, err
}

// environment reads the variables of --env-from-file and --env, which wins. A
// variable without a value has the one that it has here, if any.
func environment(files, words []string, here map[string]string) (map[string]*string, error) {
	out := map[string]*string{}
	lookup := func(name string) (string, bool) { value, set := here[name]; return value, set }
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the file of --env-from-file: %w", err)
		}
		vars, problems := dotenv.Parse(file, text, lookup, nil)
		if err := problems.Err(); err != nil {
			return nil, err
		}
		for _, v := range vars {
			out[v.Name] = &v.Value
		}
	}
	for _, word := range words {
		name, value, given := strings.Cut(word, "=")
		if !given {
			value, given = lookup(name)
		}
		if given {
			out[name] = &value
		}
	}
	return out, nil
}

// labels reads KEY=VALUE; a KEY alone has no value.
func labels(words []string) map[string]string {
	out := map[string]string{}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		out[name] = value
	}
	return out
}
