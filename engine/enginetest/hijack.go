package enginetest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// stream is a connection taken over from HTTP: in goes to the program, frames come back.
type stream struct {
	conn  net.Conn
	in    *bufio.Reader
	plain bool // of a container with a terminal: not multiplexed

	mu sync.Mutex
}

// hijack answers 101, or 200 to clients that ask for no upgrade, and takes the connection over.
func (s *Server) hijack(w http.ResponseWriter, r *request, contentType string) (*stream, error) {
	status := http.StatusOK
	if r.Header.Get("Upgrade") != "" {
		status = http.StatusSwitchingProtocols
	}
	if recorder, ok := w.(*statusWriter); ok {
		recorder.noteOnce(status)
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	answer := "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n\r\n"
	if status == http.StatusSwitchingProtocols {
		answer = "HTTP/1.1 101 UPGRADED\r\nContent-Type: " + contentType + "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
	}
	s.serving.Lock()
	s.taken[conn] = true
	s.serving.Unlock()
	if _, err := fmt.Fprint(conn, answer); err != nil {
		s.letGo(conn)
		return nil, err
	}
	return &stream{conn: conn, in: buffered.Reader}, nil
}

// letGo closes a connection that was taken over. It first takes what the client
// has sent and nobody has read: closing on that would break the client's connection
// before it has read the answer.
func (s *Server) letGo(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		io.Copy(io.Discard, conn)
	}
	s.serving.Lock()
	defer s.serving.Unlock()
	delete(s.taken, conn)
	conn.Close()
}

func (t *stream) write(number byte, data []byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.plain {
		_, err := t.conn.Write(data)
		return err
	}
	return writeFrame(t.conn, number, data)
}

// writer gives one of the stream's outputs. What cannot be sent is lost, as the
// program does not end with its client.
func (t *stream) writer(number byte) io.Writer { return &streamWriter{t, number} }

// terminalWriter is the output side of a terminal: lines end with \r\n.
type terminalWriter struct{ to io.Writer }

func (w terminalWriter) Write(p []byte) (int, error) {
	_, err := w.to.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

type streamWriter struct {
	t      *stream
	number byte
}

func (w *streamWriter) Write(p []byte) (int, error) {
	w.t.write(w.number, p)
	return len(p), nil
}
