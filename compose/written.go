package compose

// Written tells whether the files say anything of an attribute of the service,
// for those whose zero value means something of its own.
func (s *Service) Written(attribute string) bool { return s.node.Get(attribute) != nil }
