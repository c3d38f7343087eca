package enginetest

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	dnetwork "github.com/docker/docker/api/types/network"
	"github.com/docker/go-connections/nat"
)

// ReadFile reads a file of the container, of its volumes, or of the host under a bind mount.
func (p *Process) ReadFile(name string) ([]byte, error) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.server.readFile(p.container, name)
}

// WriteFile writes one; read-only containers and mounts refuse.
func (p *Process) WriteFile(name string, data []byte) error {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.server.writeFile(p.container, name, data)
}

// RemoveAll deletes a file, or a folder with all in it.
func (p *Process) RemoveAll(name string) error {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.server.removeAll(p.container, name)
}

// Age is the time since the container's start.
func (p *Process) Age() time.Duration {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.server.now().Sub(p.container.started)
}

// Resolve gives the addresses of a name as the engine's DNS does: names, aliases
// and short ids of running containers that share a network made by a user.
func (p *Process) Resolve(name string) ([]string, error) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	var addresses []string
	for _, peer := range p.server.peers(p.container, name) {
		addresses = append(addresses, peer.address)
	}
	if len(addresses) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, Server: "127.0.0.11:53", IsNotFound: true}
	}
	slices.Sort(addresses)
	return addresses, nil
}

// peer is a container as another one sees it.
type peer struct {
	container *container
	address   string
}

// peers lists who goes by the name, or has the address, on a network of c.
func (s *Server) peers(c *container, name string) []peer {
	if name == "localhost" || name == "127.0.0.1" {
		return []peer{{c, "127.0.0.1"}}
	}
	var found []peer
	for own, e := range c.endpoints {
		name := linked(c, own, e, name)
		for _, other := range s.containers {
			o := other.endpoints[own]
			if o == nil || o.EndpointID == "" || o.NetworkID != e.NetworkID {
				continue
			}
			named := (!predefined(own) || name == other.name && len(c.host.Links) > 0) && (other.name == name || slices.Contains(o.Aliases, name) || slices.Contains(o.DNSNames, name))
			if named || o.IPAddress == name {
				found = append(found, peer{other, o.IPAddress})
			}
		}
	}
	return found
}

// checkLinks wants the containers that one on the engine's own bridge is linked to.
func (s *Server) checkLinks(c *container) error {
	if c.host.NetworkMode.IsUserDefined() {
		return nil
	}
	for _, link := range c.host.Links {
		name, _, _ := strings.Cut(link, ":")
		if _, err := s.find(name); err != nil {
			return badRequestf("could not get container for %s: %v", name, err)
		}
	}
	return nil
}

// linked gives the name that a link of the container calls by another, on one
// network. On the engine's own bridge links are the container's.
func linked(c *container, network string, e *dnetwork.EndpointSettings, alias string) string {
	links := e.Links
	if network == "bridge" {
		links = c.host.Links
	}
	for _, link := range links {
		if name, as, _ := strings.Cut(link, ":"); as == alias {
			return name
		}
	}
	return alias
}

// Serve answers HTTP on a port of the container until the process is killed or end
// closes: for Get in containers that share a network and, where the port is
// published over TCP, on the host too.
func (p *Process) Serve(port int, end <-chan struct{}, h http.Handler) error {
	s, c := p.server, p.container
	s.mu.Lock()
	if c.servers == nil {
		c.servers = map[int]http.Handler{}
	}
	if c.servers[port] != nil {
		s.mu.Unlock()
		return fmt.Errorf("listen tcp :%d: bind: address already in use", port)
	}
	c.servers[port] = h
	bindings := slices.Clone(c.ports[nat.Port(fmt.Sprintf("%d/tcp", port))])
	s.mu.Unlock()
	var published []*http.Server
	for _, b := range bindings {
		l, err := net.Listen("tcp", net.JoinHostPort(b.HostIP, b.HostPort))
		if err != nil {
			continue // "::" where "0.0.0.0" has it, or a port that is taken on this machine
		}
		front := &http.Server{Handler: h, ErrorLog: quiet}
		published = append(published, front)
		go front.Serve(l)
	}
	select {
	case <-end:
	case <-p.Killed:
	}
	for _, front := range published {
		front.Close()
	}
	s.mu.Lock()
	delete(c.servers, port)
	s.mu.Unlock()
	return nil
}

// Get asks a server in another container, or in this one.
func (p *Process) Get(host string, port int) (status int, body string, err error) {
	p.server.mu.Lock()
	found := p.server.peers(p.container, host)
	var h http.Handler
	address := ""
	if len(found) > 0 {
		h, address = found[0].container.servers[port], found[0].address
	}
	p.server.mu.Unlock()
	switch {
	case address == "":
		return 0, "", fmt.Errorf("dial tcp: lookup %s on 127.0.0.11:53: no such host", host)
	case h == nil:
		return 0, "", fmt.Errorf("dial tcp %s: connect: connection refused", net.JoinHostPort(address, strconv.Itoa(port)))
	}
	answer := &collector{header: http.Header{}}
	request, err := http.NewRequest(http.MethodGet, "http://"+net.JoinHostPort(host, strconv.Itoa(port))+"/", nil)
	if err != nil {
		return 0, "", err
	}
	h.ServeHTTP(answer, request)
	return max(answer.status, http.StatusOK), answer.body, nil
}

// collector is an http.ResponseWriter that keeps the answer.
type collector struct {
	header http.Header
	status int
	body   string
}

func (c *collector) Header() http.Header    { return c.header }
func (c *collector) WriteHeader(status int) { c.status = status }
func (c *collector) Write(p []byte) (int, error) {
	c.body += string(p)
	return len(p), nil
}
