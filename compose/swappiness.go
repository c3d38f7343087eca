package compose

// Swappiness gives mem_swappiness; ok is false where the files say nothing of
// it, for which the model of docker compose has 0 as well.
func (s *Service) Swappiness() (percent int64, ok bool) {
	return int64(s.MemSwappiness), s.node.Get("mem_swappiness") != nil
}
