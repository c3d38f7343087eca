package enginetest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

func (s *Server) containerTop(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	if !c.running || c.process == nil {
		return 0, nil, conflictf("Container %s is not running", c.id)
	}
	s.containerEvent(c, events.ActionTop)
	row := []string{"root", strconv.Itoa(c.process.pid), "1", "0", c.started.Format("15:04"), "?", "00:00:00", strings.Join(c.command(), " ")}
	return http.StatusOK, map[string]any{
		"Titles": []string{"UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"}, "Processes": [][]string{row},
	}, nil
}

func (s *Server) containerResize(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	if !c.running {
		return 0, nil, conflictf("Container %s is not running", c.id)
	}
	s.containerEvent(c, events.ActionResize, "height", r.FormValue("h"), "width", r.FormValue("w"))
	return http.StatusOK, nil, nil
}

func (s *Server) execResize(r *request) (int, any, error) {
	if x := s.execs[r.args[0]]; x == nil || !x.running {
		return 0, nil, notFoundf("no such exec")
	}
	return http.StatusOK, nil, nil
}

// containerStats sends one sample, or one a second until the client goes; the
// first of these has none before it to be compared with. The figures are made up
// but grow as real ones do; those of a stopped container are 0.
func containerStats(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	streams := r.FormValue("stream") == "" || r.flag("stream")
	for n := uint64(1); ; n++ {
		s.mu.Lock()
		sample := c.sample(n, s.now())
		s.mu.Unlock()
		if streams && n == 1 {
			sample.PreRead, sample.PreCPUStats = time.Time{}, dcontainer.CPUStats{}
		}
		if json.NewEncoder(w).Encode(sample) != nil || !streams {
			return nil
		}
		http.NewResponseController(w).Flush()
		select {
		case <-time.After(time.Second):
		case <-c.gone:
			return nil
		case <-r.Context().Done():
			return nil
		}
	}
}

func (c *container) sample(n uint64, now time.Time) dcontainer.StatsResponse {
	stats := dcontainer.StatsResponse{ID: c.id, Name: "/" + c.name}
	if c.process == nil {
		return stats
	}
	stats.Read, stats.PreRead = now, now.Add(-time.Second)
	stats.PidsStats.Current = 1
	stats.MemoryStats = dcontainer.MemoryStats{Usage: 8 << 20, Limit: 4 << 30}
	stats.CPUStats.CPUUsage.TotalUsage, stats.PreCPUStats.CPUUsage.TotalUsage = n*20e6, (n-1)*20e6
	stats.CPUStats.SystemUsage, stats.PreCPUStats.SystemUsage = n*2e9, (n-1)*2e9
	stats.CPUStats.OnlineCPUs, stats.PreCPUStats.OnlineCPUs = 2, 2
	stats.Networks = map[string]dcontainer.NetworkStats{"eth0": {RxBytes: n * 1000, TxBytes: n * 500}}
	return stats
}
