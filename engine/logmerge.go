package engine

import (
	"container/heap"
	"io"
	"time"
)

// mergedLog is a log among those that are merged.
type mergedLog struct {
	reader *logReader
	writer LogWriter
	rank   int       // among entries of one time
	entry  LogEntry  // the next one
	turn   time.Time // when it is due: its time, or that of an entry before it
}

// merge is a heap of logs of which that with the earliest entry comes first.
// It holds one entry of each.
type merge []*mergedLog

func (m merge) Len() int      { return len(m) }
func (m merge) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)   { *m = append(*m, x.(*mergedLog)) }
func (m merge) Less(i, j int) bool {
	if order := m[i].turn.Compare(m[j].turn); order != 0 {
		return order < 0
	}
	return m[i].rank < m[j].rank
}

func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}

// run writes all entries in order, and closes each writer behind its last one.
func (m *merge) run() error {
	logs := *m
	*m = nil
	for _, l := range logs {
		if more, err := l.advance(); err != nil {
			return err
		} else if more {
			*m = append(*m, l)
		}
	}
	heap.Init(m)
	for len(*m) > 0 {
		l := (*m)[0]
		if err := l.writer.Write(l.entry); err != nil {
			return err
		}
		more, err := l.advance()
		switch {
		case err != nil:
			return err
		case more:
			heap.Fix(m, 0)
		default:
			heap.Pop(m)
		}
	}
	return nil
}

// advance reads the next entry, and tells whether there is one.
func (l *mergedLog) advance() (more bool, err error) {
	l.entry, err = l.reader.next()
	if err == io.EOF {
		return false, l.writer.Close()
	}
	if l.entry.Time.After(l.turn) {
		l.turn = l.entry.Time
	}
	return err == nil, err
}
