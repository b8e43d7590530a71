package private

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// logLimit is the size in bytes over which the log is put aside at a start.
const logLimit = 8 << 20

// openLog opens the server's log for appending. One older log is kept.
func (f folder) openLog() (*os.File, error) {
	info, err := os.Stat(f.log())
	if err == nil && info.Size() > logLimit {
		err = os.Rename(f.log(), f.log()+".1")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	file, err := os.OpenFile(f.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	return file, nil
}

// logTail is the end of the log on one line, for an error text.
func (f folder) logTail() string {
	file, err := os.Open(f.log())
	if err != nil {
		return "its log cannot be read"
	}
	defer func() { _ = file.Close() }()
	const tail = 2048
	if info, err := file.Stat(); err == nil && info.Size() > tail {
		_, _ = file.Seek(-tail, io.SeekEnd)
	}
	content, _ := io.ReadAll(io.LimitReader(file, tail))
	return lastLines(string(content), 4)
}
