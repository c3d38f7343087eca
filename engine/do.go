package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"

	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// admit waits until fewer than Parallel calls keep the engine busy. Builds and
// waits are let through, and a stop counts only at first: then the engine
// merely waits for the container.
func (r *run) admit(ctx context.Context, op plan.Op) (leave func(), err error) {
	switch op.(type) {
	case plan.BuildImage, plan.AwaitContainer, plan.RunHook, plan.SettleBatch:
		return func() {}, nil
	}
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if ctx.Err() != nil { // the turn came at the same moment
		<-r.slots
		return nil, context.Cause(ctx)
	}
	leave = sync.OnceFunc(func() { <-r.slots })
	if _, stop := op.(plan.StopContainer); stop {
		time.AfterFunc(stopIsBusy, leave)
	}
	return leave, nil
}

// stopIsBusy is longer than the engine takes to stop a container that heeds its signal.
const stopIsBusy = 300 * time.Millisecond

// do carries out one step. A short call that changes something is not broken
// off in the middle: what the engine has begun is worth knowing the end of.
func (r *run) do(ctx context.Context, s *plan.Step) error {
	switch op := s.Op.(type) {
	case plan.PullImage:
		return r.pull(ctx, s, op)
	case plan.PushImage:
		return r.push(ctx, s, op)
	case plan.CopyFiles:
		return r.copyFiles(ctx, op)
	case plan.CommitContainer:
		return r.commit(ctx, op)
	case plan.BuildImage:
		return r.makeImage(ctx, s, op)
	case plan.AwaitContainer:
		return r.await(ctx, s.Key, op)
	case plan.SettleBatch:
		return r.settle(ctx, op)
	case plan.RunHook:
		return hookFailed(r.hook(ctx, s, op))
	case plan.StopContainer:
		return r.stopContainer(context.WithoutCancel(ctx), op)
	}
	return r.change(context.WithoutCancel(ctx), s.Op)
}

// change makes the one short call of an operation.
func (r *run) change(ctx context.Context, op plan.Op) error {
	switch op := op.(type) {
	case plan.CreateNetwork:
		_, err := r.client.NetworkCreate(ctx, op.Network.Name, spec.Network(r.Project, op.Network))
		return err
	case plan.RemoveNetwork:
		return r.removeNetwork(ctx, op)
	case plan.RestoreNetwork:
		return r.restoreNetwork(ctx, op)
	case plan.CreateVolume:
		_, err := r.client.VolumeCreate(ctx, spec.Volume(r.Project, op.Volume))
		return err
	case plan.FillVolume:
		return r.fill(ctx, op)
	case plan.RemoveVolume:
		return gone(r.client.VolumeRemove(ctx, op.Name, false))
	case plan.TagImage:
		return r.client.ImageTag(ctx, op.Source, op.Ref)
	case plan.RemoveImage:
		_, err := r.client.ImageRemove(ctx, op.Ref, image.RemoveOptions{PruneChildren: true})
		return gone(err)
	case plan.CreateFolder:
		return os.MkdirAll(op.Path, 0o777) // less what this user's umask takes
	case plan.CreateContainer:
		return r.create(ctx, op)
	case plan.ConnectNetwork:
		return r.client.NetworkConnect(ctx, op.Network.Name, r.id(op.Container), spec.Endpoint(r.Project, op.Service, op.Network.Key, spec.Instance{Name: op.Final, OneOff: (*spec.OneOff)(op.OneOff)}))
	case plan.StartContainer:
		return r.read(op.ID, op.Name, op.Read, r.client.ContainerStart(ctx, r.id(op.ID), container.StartOptions{}))
	case plan.SignalContainer:
		return r.read(op.ID, op.Name, op.Read, r.client.ContainerKill(ctx, r.id(op.ID), op.Signal))
	case plan.PauseContainer:
		return r.client.ContainerPause(ctx, op.ID)
	case plan.KillContainer:
		return ended(r.client.ContainerKill(ctx, op.ID, "SIGKILL"))
	case plan.UnpauseContainer:
		return r.client.ContainerUnpause(ctx, op.ID)
	case plan.RemoveContainer:
		err := gone(r.client.ContainerRemove(ctx, r.id(op.ID), container.RemoveOptions{Force: op.Force, RemoveVolumes: op.Volumes}))
		if err == nil {
			forget(r.id(op.ID))
		}
		return err
	case plan.RenameContainer:
		return r.client.ContainerRename(ctx, r.id(op.ID), op.Name)
	}
	return fmt.Errorf("no call is known for %T", op)
}

// errMiscounted is what engines up to 20.10, at least, come to under many calls at once.
var errMiscounted = errors.New("the engine counts endpoints on the network that it does not have")

// removeNetwork removes a network, and tells one that is in use from one whose
// users the engine has lost count of.
func (r *run) removeNetwork(ctx context.Context, op plan.RemoveNetwork) error {
	if op.Renewed {
		seen, err := r.client.NetworkInspect(ctx, op.ID, network.InspectOptions{})
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.removed[op.Name] = seen
		r.mu.Unlock()
	}
	err := gone(r.client.NetworkRemove(ctx, op.ID))
	if !errdefs.IsPermissionDenied(err) {
		return err
	}
	seen, lookErr := r.client.NetworkInspect(ctx, op.ID, network.InspectOptions{})
	if lookErr == nil && len(seen.Containers) == 0 {
		return fmt.Errorf("network %s cannot be removed: %w", op.Name, errMiscounted)
	}
	return err
}

// restoreNetwork makes a network as it was that this run has removed.
func (r *run) restoreNetwork(ctx context.Context, op plan.RestoreNetwork) error {
	if _, err := r.client.NetworkInspect(ctx, op.Name, network.InspectOptions{}); !errdefs.IsNotFound(err) {
		return err
	}
	r.mu.Lock()
	old, ok := r.removed[op.Name]
	r.mu.Unlock()
	if !ok {
		return fmt.Errorf("network %s was not removed by this run", op.Name)
	}
	_, err := r.client.NetworkCreate(ctx, old.Name, network.CreateOptions{
		Driver: old.Driver, Options: old.Options, Labels: old.Labels, IPAM: &old.IPAM, Scope: old.Scope,
		Internal: old.Internal, Attachable: old.Attachable, Ingress: old.Ingress, EnableIPv4: enabled(old.EnableIPv4, r.State), EnableIPv6: &old.EnableIPv6,
	})
	return err
}

// enabled gives what older engines do not tell and do not take as nothing.
func enabled(ipv4 bool, state *plan.State) *bool {
	if state.API.Before(plan.API{Major: 1, Minor: 48}) {
		return nil
	}
	return &ipv4
}

// gone takes it for success that what was to be removed or stopped is not there.
func gone(err error) error {
	if errdefs.IsNotFound(err) {
		return nil
	}
	return err
}

// ended takes it for success that what was to be killed does not run any more.
func ended(err error) error {
	if errdefs.IsConflict(err) {
		return nil
	}
	return gone(err)
}

func stopOptions(op plan.StopContainer) container.StopOptions {
	if op.Timeout == nil {
		return container.StopOptions{}
	}
	seconds := int(op.Timeout.Round(time.Second).Seconds())
	return container.StopOptions{Timeout: &seconds}
}

func (r *run) create(ctx context.Context, op plan.CreateContainer) error {
	in := spec.Instance{Number: op.Number, Name: op.Final, OneEndpoint: r.State.OneEndpoint(), Peers: r.peers(op.Peers), Inputs: r.Inputs, OneOff: (*spec.OneOff)(op.OneOff)}
	in.FileVolume, in.Contents = r.fileVolume(op.Files), op.Contents
	if i, ok := r.State.Image(r.Project.ImageName(op.Service)); ok {
		in.ImageID = i.ID
	}
	in.Mounted = r.State.Mounted(r.Project, op.Service)
	if op.Replaces != nil {
		in.Replaces = op.Service.ContainerName
		if in.Replaces == "" {
			in.Replaces = fmt.Sprintf("%s-%d", op.Service.Name, op.Number)
		}
		in.Anonymous = op.Anonymous
	}
	request := spec.Container(r.Project, op.Service, in)
	made, err := r.client.ContainerCreate(ctx, request.Config, request.HostConfig, request.NetworkingConfig, request.Platform, op.Name)
	if err != nil {
		return err
	}
	r.remark(op.Service, append(made.Warnings, r.ignored(ctx, op.Service)...))
	r.mu.Lock()
	r.Created[op.Name] = made.ID
	r.mu.Unlock()
	return nil
}

// peers gives the ids of the containers that one shares with, by service.
func (r *run) peers(of map[string]string) map[string]string {
	ids := make(map[string]string, len(of))
	for service, ref := range of {
		ids[service] = r.id(ref)
	}
	return ids
}
