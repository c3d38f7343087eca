package build

import (
	"fmt"
	"os"
	"slices"

	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/sshforward/sshprovider"
)

const agentVariable = "SSH_AUTH_SOCK"

// sshKeys gives the keys of the Spec. A git repository that is reached by SSH gets the agent without being asked for.
func (s Spec) sshKeys() []SSHKey {
	all := append([]string{s.Context}, mapValues(s.Contexts)...)
	if len(s.SSH) == 0 && slices.ContainsFunc(all, overSSH) && os.Getenv(agentVariable) != "" {
		return []SSHKey{{ID: "default"}}
	}
	return s.SSH
}

func mapValues(m map[string]string) (out []string) {
	for _, value := range m {
		out = append(out, value)
	}
	return out
}

// newSSH gives what answers BuildKit's steps in place of an agent.
func newSSH(keys []SSHKey, base string) (session.Attachable, error) {
	var agents []sshprovider.AgentConfig
	for _, key := range keys {
		agent := sshprovider.AgentConfig{ID: key.ID}
		for _, path := range key.Paths {
			agent.Paths = append(agent.Paths, absolute(base, path))
		}
		agents = append(agents, agent)
	}
	return sshprovider.NewSSHAgentProvider(agents)
}

// checkSSH looks for the agent and the files of keys.
func checkSSH(s Spec) (out []*InputError) {
	for _, key := range s.SSH {
		if err := key.check(s.Folder); err != nil {
			out = append(out, err)
		}
	}
	return out
}

func (k SSHKey) check(base string) *InputError {
	wrong := InputError{Attribute: "ssh", Item: k.ID}
	if len(k.Paths) == 0 && os.Getenv(agentVariable) == "" {
		wrong.Problem, wrong.Hint = "no SSH agent can be used: "+agentVariable+" is not set", "start one with ssh-agent, or name a key as "+k.ID+"=PATH"
		return &wrong
	}
	for _, path := range k.Paths {
		if _, err := os.Stat(absolute(base, path)); err != nil {
			wrong.Path, wrong.Problem = path, fmt.Sprintf("ssh key or socket %s cannot be used: %s", absolute(base, path), reason(err))
			wrong.Hint = "name the file of a private key, or the socket of an agent"
			return &wrong
		}
	}
	if _, err := newSSH([]SSHKey{k}, base); err != nil {
		wrong.Problem = fmt.Sprintf("ssh key %s cannot be used: %v", k.ID, rootCause(err))
		wrong.Hint = "name the file of a private key without a passphrase, or the socket of an agent that holds it"
		return &wrong
	}
	return nil
}

// rootCause is the innermost error, without the words that were put around it.
func rootCause(err error) error {
	for {
		inner, ok := err.(interface{ Unwrap() error })
		if !ok || inner.Unwrap() == nil {
			return err
		}
		err = inner.Unwrap()
	}
}
