package main

import (
	"context"
	"fmt"
	"net"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

// published gives where the ports of started containers can be opened. A
// failure to ask for them is none of the command.
func (c *convergence) published(ctx context.Context, p *plan.Plan) []ui.Published {
	if p == nil || p.Empty() {
		return nil
	}
	containers, err := c.engine.Containers(ctx, c.project.Name)
	if err != nil {
		return nil
	}
	var out []ui.Published
	for _, container := range containers {
		for _, port := range container.Ports {
			if url := address(c.engine.Hostname(), port); url != "" && c.project.Services[container.Service] != nil {
				out = append(out, ui.Published{Container: container.Name, URL: url})
			}
		}
	}
	return out
}

// address gives how a browser reaches a published TCP port of an engine's host. The engine lists
// a port twice where it is published on IPv6 too.
func address(host string, p plan.PublishedPort) string {
	switch {
	case p.Published == 0 || p.Protocol != "tcp" || p.HostIP == "::":
		return ""
	case p.HostIP != "" && p.HostIP != "0.0.0.0":
		host = p.HostIP
	}
	return "http://" + net.JoinHostPort(host, fmt.Sprint(p.Published))
}
