package enginetest

import "os"

// storedFile is a file put into a container.
type storedFile struct {
	mode os.FileMode
	data []byte
}
