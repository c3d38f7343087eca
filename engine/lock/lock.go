// Package lock lets one command at a time change a project of an engine.
//
// The lock is a file that the kernel locks, so that it is free again the moment
// its owner dies, however that comes about. Commands on other machines that use
// the same engine are not kept out.
package lock

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gofrs/flock"
)

// Owner is who holds a lock.
type Owner struct {
	PID     int       `json:"pid"`
	User    string    `json:"user"`
	Command string    `json:"command"` // such as "up"
	Since   time.Time `json:"since"`
}

// String gives "gocompose up of alice (process 4711, since 14:02:07)".
func (o Owner) String() string {
	if o.PID == 0 {
		return "another command"
	}
	return fmt.Sprintf("gocompose %s of %s (process %d, since %s)", o.Command, o.User, o.PID, o.Since.Local().Format(time.TimeOnly))
}

// HeldError says that a lock was not free in time.
type HeldError struct {
	Owner Owner
	After time.Duration
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s works on this project and has not ended within %s", e.Owner, e.After)
}

// Lock is a lock that is held.
type Lock struct{ file *flock.Flock }

// Request is a lock to be had.
type Request struct {
	Dir     string // of the lock files; empty: DefaultDir
	Engine  string // the engine's address
	Project string
	Command string        // for those who wait
	Timeout time.Duration // 0: without end
	Waiting func(Owner)   // is called once where another holds the lock; may be nil
	Now     func() time.Time
}

// DefaultDir gives the folder that all users of the machine share for locks.
func DefaultDir() string {
	if info, err := os.Stat("/run/lock"); err == nil && info.IsDir() && info.Mode()&os.ModeSticky != 0 {
		return "/run/lock"
	}
	return os.TempDir()
}

// Acquire waits until the lock is free and takes it. It gives up with a
// *HeldError when the time is over, or with the cause of ctx's end.
func Acquire(ctx context.Context, q Request) (*Lock, error) {
	path, err := q.file()
	if err != nil {
		return nil, err
	}
	l := &Lock{flock.New(path, flock.SetFlag(os.O_RDWR))}
	free, err := l.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the project: %w", err)
	}
	if !free {
		if err := l.await(ctx, q, path); err != nil {
			return nil, err
		}
	}
	return l, q.sign(path)
}

// Release lets the next one have the lock.
func (l *Lock) Release() error { return l.file.Unlock() }

// Path gives the path of the lock file, which may not be there.
func (q Request) Path() string {
	sum := sha256.Sum256([]byte(q.Engine + "\x00" + q.Project))
	return filepath.Join(cmp.Or(q.Dir, DefaultDir()), "gocompose-"+hex.EncodeToString(sum[:8])+".lock")
}

// file gives the path of the lock file, which is made if need be. It is never
// removed: whoever waits for it would be left with a file that nobody knows.
func (q Request) file() (string, error) {
	path := q.Path()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	switch {
	case errors.Is(err, fs.ErrExist):
		return path, regular(path)
	case err != nil:
		return "", fmt.Errorf("make the lock of the project: %w", err)
	}
	defer f.Close()
	return path, f.Chmod(0o666) // other users of the engine lock it, too, whatever our umask
}

var errNoFile = errors.New("it is no file")

// regular refuses what somebody else may have put in the place of a lock file.
func regular(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errNoFile
	}
	if err != nil {
		return fmt.Errorf("lock the project with %s: %w", path, err)
	}
	return nil
}

func (l *Lock) await(ctx context.Context, q Request, path string) error {
	if q.Waiting != nil {
		q.Waiting(owner(path))
	}
	var over <-chan time.Time
	if q.Timeout > 0 {
		timer := time.NewTimer(q.Timeout)
		defer timer.Stop()
		over = timer.C
	}
	had := make(chan error, 1)
	go func() { had <- l.file.Lock() }()
	select {
	case err := <-had:
		return err
	case <-over:
		return &HeldError{owner(path), q.Timeout}
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// sign writes down who holds the lock.
func (q Request) sign(path string) error {
	me := Owner{PID: os.Getpid(), User: strconv.Itoa(os.Getuid()), Command: q.Command, Since: q.Now()}
	if u, err := user.Current(); err == nil {
		me.User = u.Username
	}
	text, err := json.Marshal(me)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o666)
}

// owner reads who holds a lock. It may be just changing hands, so what cannot
// be read is nobody in particular.
func owner(path string) (o Owner) {
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &o) != nil {
		return Owner{}
	}
	return o
}
