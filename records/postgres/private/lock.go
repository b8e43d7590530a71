package private

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrInUse says that another process runs a server on the folder. The error
// that wraps it names the process.
var ErrInUse = errors.New("the folder is in use")

// errLocked is lockExclusive's answer when somebody else has the lock.
var errLocked = errors.New("locked by another process")

// takeLock makes this process the folder's only user until the returned file
// is unlocked, or the process ends. The file is never deleted: a second starter could then lock the
// deleted one and a third the new one.
func (f folder) takeLock() (*os.File, error) {
	file, err := os.OpenFile(f.lock(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := lockExclusive(file); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(file, 32)) // for the message only
		_ = file.Close()
		if errors.Is(err, errLocked) {
			name := "process " + strings.TrimSpace(string(holder))
			if len(holder) == 0 { // it has the lock and has not written its number yet
				name = "another process"
			}
			return nil, fmt.Errorf("%w: %s runs the private PostgreSQL in %s", ErrInUse, name, f.root)
		}
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	err = file.Truncate(0)
	if err == nil {
		_, err = file.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	return file, nil
}
