package compose

// CredentialConfig gives the config that a service's credential_spec names,
// which counts as no use of it: Project.Configs has it only where a service
// mounts it too. It is nil where there is none.
func (p *Project) CredentialConfig(s *Service) *FileObject {
	if s.CredentialSpec == nil {
		return nil
	}
	return p.configs[s.CredentialSpec.Config]
}
