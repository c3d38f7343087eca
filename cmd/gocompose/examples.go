package main

import (
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// example is a command line behind the program's name, and what it is good for.
type example struct{ words, what string }

// examples are those of each command, in its help and its page of the manual.
var examples = map[string][]example{
	"apply":      {{"plan --out today.plan", "show what up would do, and keep it"}, {"apply today.plan", "do just that, or nothing"}},
	"attach":     {{"attach web", "see what web writes, and type into it"}, {"attach --no-stdin --index 2 web", "only look at the second container of web"}},
	"build":      {{"build", "all images"}, {"build --no-cache --pull web", "that of web anew, with what it starts from"}, {"build --build-arg VERSION=2 web", "with another argument"}},
	"commit":     {{"commit web shop-web:before", "make an image of what the container of web has become"}},
	"completion": {{"completion bash", "source <(gocompose completion bash) lets bash complete"}, {"completion fish", "gocompose completion fish | source does so for fish"}},
	"config":     {{"config", "what the files come to, merged and filled in"}, {"config -q", "only say what is wrong with them"}, {"config --origin web", "where each value of web comes from"}},
	"cp":         {{"cp web:/var/log/app.log .", "take a file out of web"}, {"cp ./site web:/usr/share/nginx/html", "put a folder into it"}},
	"create":     {{"create", "make all containers, and start none"}, {"create --force-recreate web", "make that of web anew"}},
	"doctor":     {{"doctor", "the engine, this machine, and the project of this folder"}, {"-p shop doctor", "what is said of projects about shop alone"}, {"doctor --format json", "the same for programs; it ends with 1 where something does not work"}},
	"down":       {{"down", "remove containers and networks, and keep volumes"}, {"down -v --rmi local", "remove volumes with their data, and built images, too"}, {"plan down -v", "see what would be removed"}},
	"env":        {{"env LOG_LEVEL", "every value it could have, and which wins"}, {"env LOG_LEVEL --service web", "as the containers of web get it"}},
	"events":     {{"events", "what happens to the project from now on"}, {"events --json --since 10m", "what happened in the last ten minutes too, for programs"}},
	"exec":       {{"exec web sh", "a shell in the running container of web"}, {"exec -T db pg_dump -U app", "the output of a command, to be piped on"}, {"exec -u root --index 2 web id", "as another user, in the second container"}},
	"export":     {{"export -o web.tar web", "the files of web's container as an archive"}},
	"graph":      {{"graph", "what depends on what, as a tree"}, {"graph -o graph.svg", "as a picture"}},
	"images":     {{"images", "the images of the containers that there are"}, {"images -q", "only their ids"}},
	"kill":       {{"kill web", "end it without waiting"}, {"kill -s HUP web", "let it read its configuration again"}},
	"logs":       {{"logs -f web", "what web wrote, and what it writes from now on"}, {"logs -n 20 -t", "the last 20 lines of each container, with their times"}, {"logs --since 10m", "what was written in the last ten minutes"}},
	"ls":         {{"ls", "the projects that run on the engine"}, {"ls -a --format json", "all of them, for programs"}},
	"pause":      {{"pause web", "freeze it where it is"}, {"unpause web", "let it go on"}},
	"plan":       {{"plan", "what up would do, and why"}, {"plan down -v", "what another command would do"}, {"plan --exit-code", "end with 2 where something differs from the files"}},
	"port":       {{"port web 80", "where port 80 of web is published"}},
	"ps":         {{"ps", "the containers that run"}, {"ps -a --format json", "all of them, for programs"}, {"ps --services --status running", "names of services that run"}},
	"pull":       {{"pull", "fetch all images"}, {"pull --policy missing web", "that of web, unless it is here"}},
	"push":       {{"push web", "send the image that was built for web to its registry"}},
	"restart":    {{"restart web", "stop and start it as it is"}, {"restart --apply web", "replace it where it differs from the files"}},
	"rm":         {{"rm", "remove what has stopped, after a question"}, {"rm -fs web", "stop web and remove it, without one"}},
	"rollback":   {{"rollback", "return to what was before the last change"}, {"rollback --list", "the versions that there are"}, {"rollback --to 3 web", "return web to version 3"}},
	"run":        {{"run --rm web sh", "a shell in a new container of web"}, {"run --rm -T web cat /etc/hosts", "the output of a command, to be piped on"}, {"run --rm -e DEBUG=1 -p 8080:80 web", "with another variable, and a port"}},
	"scale":      {{"scale web=3", "three containers of web"}, {"scale web=3 worker=0", "and none of worker"}},
	"start":      {{"start", "start the containers that there are"}, {"start --wait web", "and wait until web is ready"}},
	"stats":      {{"stats", "what containers use, again and again"}, {"stats --no-stream --format json", "once, for programs"}},
	"stop":       {{"stop web", "stop it, and keep its container"}, {"stop -t 60", "give each a minute to end by itself"}},
	"top":        {{"top", "the processes of all containers"}},
	"unpause":    {{"unpause web", "let a frozen container go on"}},
	"up":         {{"up -d", "create and start what the files say, and change what differs"}, {"up -d --build --wait", "build images first, and wait until all is ready"}, {"up --scale web=3 web", "three containers of web, with what it needs, and what they write"}},
	"version":    {{"version --short", "the number alone"}},
	"volumes":    {{"volumes", "the volumes of the project"}, {"volumes -q web", "names of those that web mounts"}},
	"wait":       {{"wait job", "until the container of job ends; its exit code is this command's"}},
	"watch":      {{"watch", "bring what changes in the sources into the containers"}},
}

// helpOf prints help with the examples of the app's commands below it.
func (s *session) helpOf(app *cli.App) func(io.Writer, string, any) {
	return func(out io.Writer, template string, data any) {
		var text strings.Builder
		plainHelp(&text, template, data)
		if c, ok := data.(*cli.Command); ok && len(examples[c.Name]) > 0 && slices.Contains(app.Commands, c) {
			text.WriteString("\nEXAMPLES:" + s.exampleText(c))
		}
		_, s.unhelped = io.WriteString(out, text.String())
	}
}

var plainHelp = cli.HelpPrinter

// exampleText gives two lines for each example of a command.
func (s *session) exampleText(c *cli.Command) string {
	var text strings.Builder
	for _, e := range examples[c.Name] {
		text.WriteString("\n   " + s.program() + " " + e.words + "\n      " + strings.ReplaceAll(e.what, ownName+" ", s.program()+" "))
	}
	return text.String() + "\n"
}
