package spec

import (
	"cmp"
	"maps"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
)

// PreStart gives the create request of the container that runs a pre_start
// hook of a service: what the service's own container is, with the hook's
// command, beside it on its networks and with its volumes. id is that
// container's; the name of in is the runner's.
func PreStart(p *compose.Project, s *compose.Service, hook compose.Hook, id string, in Instance) Request {
	runner := *s
	runner.Command, runner.Entrypoint = hook.Command, nil
	runner.Image = cmp.Or(hook.Image, p.ImageName(s))
	runner.User = cmp.Or(hook.User, s.User)
	runner.WorkingDir = cmp.Or(hook.WorkingDir, s.WorkingDir)
	runner.Privileged = s.Privileged || hook.Privileged
	runner.Environment = map[string]*string{}
	maps.Copy(runner.Environment, s.Environment)
	maps.Copy(runner.Environment, hook.Environment)
	runner.Ports, runner.Expose, runner.Restart = nil, nil, "no"
	runner.Volumes, runner.Tmpfs, runner.Configs, runner.Secrets = nil, nil, nil, nil
	runner.Healthcheck = &compose.Healthcheck{Disable: true}
	runner.MacAddress = ""
	runner.Networks = map[string]*compose.ServiceNetwork{}
	for key := range s.Networks {
		runner.Networks[key] = nil
	}
	request := Container(p, &runner, in)
	request.HostConfig.RestartPolicy = container.RestartPolicy{}
	request.HostConfig.VolumesFrom = append(request.HostConfig.VolumesFrom, id)
	for _, e := range request.NetworkingConfig.EndpointsConfig {
		e.Aliases = []string{in.Name} // it does not answer for the service
	}
	labels := request.Config.Labels
	labels[LabelHook], labels[LabelOneOff] = "pre_start", "True"
	delete(labels, LabelNumber)
	delete(labels, LabelAttributes)
	return request
}
