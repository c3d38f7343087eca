package build

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/docker/docker/api/types/network"
)

// hostGateway stands for the address by which containers reach their host.
const hostGateway = "host-gateway"

// withGateway gives the extra hosts with the address in place of host-gateway, which BuildKit does not know: for the
// classic builder the engine looks it up itself.
func (j *job) withGateway(ctx context.Context, address string) (map[string][]string, error) {
	out := maps.Clone(j.spec.ExtraHosts)
	for name, addresses := range out {
		if !slices.Contains(addresses, hostGateway) {
			continue
		}
		if address == "" {
			var err error
			if address, err = j.bridgeGateway(ctx); err != nil {
				return nil, err
			}
		}
		out[name] = replaced(addresses, hostGateway, address)
	}
	return out, nil
}

func replaced(list []string, old, text string) []string {
	list = slices.Clone(list)
	for i := range list {
		if list[i] == old {
			list[i] = text
		}
	}
	return list
}

// bridgeGateway is what engines before 23, which do not tell the address, take for it where nobody configured another.
func (j *job) bridgeGateway(ctx context.Context) (string, error) {
	bridge, err := j.engine.NetworkInspect(ctx, network.NetworkBridge, network.InspectOptions{})
	if err == nil {
		for _, pool := range bridge.IPAM.Config {
			if pool.Gateway != "" {
				return pool.Gateway, nil
			}
		}
		err = errors.New("its network bridge has no gateway")
	}
	return "", &InputError{Attribute: "extra_hosts", Problem: "the engine does not say what host-gateway stands for: " + err.Error(),
		Hint: "write the address out"}
}
