package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/engine/plan"
)

func portCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "port",
		Usage:     "show where a port of a service is published, or all of them",
		ArgsUsage: "SERVICE [PRIVATE_PORT]",
		Flags: []cli.Flag{
			indexFlag(lowest),
			&cli.StringFlag{Name: "protocol", Usage: "tcp, udp or sctp", DefaultText: "tcp for a port that is given"},
		},
		Action: s.port,
	}
}

// target is the port that is asked for.
type target struct {
	port     uint16 // 0: any
	protocol string // empty: any
}

func (s *session) port(c *cli.Context) error {
	wants, err := portTarget(c)
	if err != nil {
		return err
	}
	e, x, err := s.one(c.Context, wanted{service: c.Args().First(), number: c.Int("index")})
	if err != nil {
		return err
	}
	defer e.Close()
	found := slices.DeleteFunc(slices.Clone(x.Ports), func(p plan.PublishedPort) bool { return !wants.fits(p) })
	switch {
	case wants.port == 0:
		return printLines(s, found, func(p plan.PublishedPort) string {
			return fmt.Sprintf("%d/%s -> %s", p.Target, p.Protocol, hostPort(p))
		})
	case len(found) == 0:
		open, _ := ports(x.Ports)
		return fmt.Errorf("%s does not publish port %d/%s; its ports are %s", x.Name, wants.port, wants.protocol, cmp.Or(open, "none"))
	}
	return printLines(s, found[:1], hostPort)
}

// portTarget reads the arguments.
func portTarget(c *cli.Context) (wants target, err error) {
	wants.protocol = strings.ToLower(c.String("protocol"))
	if wants.protocol != "" && !slices.Contains([]string{"tcp", "udp", "sctp"}, wants.protocol) {
		return wants, usage{fmt.Errorf("%q is not a protocol; write tcp, udp or sctp", wants.protocol)}
	}
	switch c.NArg() {
	case 1:
		return wants, nil
	case 2:
		port, err := strconv.ParseUint(c.Args().Get(1), 10, 16)
		if err != nil || port == 0 {
			return wants, usage{fmt.Errorf("%q is not a port; write a number from 1 to 65535", c.Args().Get(1))}
		}
		wants.port = uint16(port)
		if wants.protocol == "" {
			wants.protocol = "tcp"
		}
		return wants, nil
	}
	return wants, usage{errors.New("port needs the name of a service, and a port of its containers; see `gocompose help port`")}
}

// fits tells whether a port is published and asked for.
func (t target) fits(p plan.PublishedPort) bool {
	return p.Published != 0 && (t.port == 0 || p.Target == t.port) && (t.protocol == "" || p.Protocol == t.protocol)
}

func hostPort(p plan.PublishedPort) string {
	return net.JoinHostPort(p.HostIP, strconv.Itoa(int(p.Published)))
}
