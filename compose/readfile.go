package compose

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// maxFile bounds what is read of a file, in bytes: of a Compose file and of
// what it names. A process cannot be given an environment as large as that.
const maxFile = 8 << 20

// errTooLarge is for a file with more than maxFile bytes, or without an end.
var errTooLarge = fmt.Errorf("larger than %d MiB", maxFile>>20)

// readFile reads a whole file, which may be a pipe. A pipe that nobody writes
// to is empty rather than waited for, and a device without an end is too large.
func readFile(path string) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file)
}

// readAll is io.ReadAll up to maxFile.
func readAll(r io.Reader) ([]byte, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(src) > maxFile {
		return nil, errTooLarge
	}
	return src, err
}
