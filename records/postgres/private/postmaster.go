package private

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// pollInterval is how often a wait looks again where nothing can wake it.
const pollInterval = 10 * time.Millisecond

// orphanPatience is how long a server whose parent was killed may take to stop
// in order before it is made to stop at once.
const orphanPatience = 10 * time.Second

// parsePostmasterPID reads the process id from the first line of
// postmaster.pid. It is 0 when there is none to be read.
func parsePostmasterPID(content string) int {
	line, _, _ := strings.Cut(content, "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || pid <= 1 {
		return 0
	}
	return pid
}

// orphan is the process id of a server still running on the data, or 0. A
// stale postmaster.pid, whose number may meanwhile belong to anybody, does not
// count: PostgreSQL removes it itself.
func (f folder) orphan() (int, error) {
	content, err := os.ReadFile(filepath.Join(f.data(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look for a running server: %w", err)
	}
	pid := parsePostmasterPID(string(content))
	if pid == 0 || !alive(pid) || !runsIn(pid, f.data()) {
		return 0, nil
	}
	return pid, nil
}

// endOrphan stops the server that a killed parent left, and waits until it is
// gone. We hold the folder's lock, so nobody uses that server any more; on
// Linux it is already stopping.
func (f folder) endOrphan(ctx context.Context, logger *slog.Logger) error {
	pid, err := f.orphan()
	if pid == 0 || err != nil {
		return err
	}
	logger.InfoContext(ctx, "waiting for the private PostgreSQL of a killed process to stop", "pid", pid)
	orphan, err := os.FindProcess(pid)
	if err != nil {
		return fmt.Errorf("stop the server of a killed process: %w", err)
	}
	defer func() { _ = orphan.Release() }()
	for _, signal := range []os.Signal{fastShutdown, immediateShutdown} {
		if err := orphan.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("stop the server of a killed process: %w", err)
		}
		gone, err := f.awaitOrphan(ctx)
		if gone || err != nil {
			return err
		}
	}
	return fmt.Errorf("the server of a killed process (pid %d) still holds %s", pid, f.data())
}

// awaitOrphan waits for the orphan to go, for orphanPatience at most. Only a
// process's parent is told of its end, and that one is dead, so we look again
// and again.
func (f folder) awaitOrphan(ctx context.Context) (gone bool, err error) {
	patience, cancel := context.WithTimeout(ctx, orphanPatience)
	defer cancel()
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		pid, err := f.orphan()
		if err != nil {
			return false, err
		}
		if pid == 0 {
			return true, nil
		}
		select {
		case <-patience.Done():
			return false, ctx.Err()
		case <-ticker.C:
		}
	}
}
