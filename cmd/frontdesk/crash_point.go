package main

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"frontdesk/jobs"
)

// crashPoint makes the process kill itself when it reaches a point, for tests
// that show that nothing is lost or doubled (docs/reliability.md). The setting
// is a point's name, or name:n for the n-th time; empty for never.
func crashPoint(setting string) func(jobs.Point) {
	name, count, counted := strings.Cut(setting, ":")
	if name == "" {
		return nil
	}
	wanted := int64(1)
	if number, err := strconv.ParseInt(count, 10, 64); counted && err == nil {
		wanted = number
	}
	var reached atomic.Int64
	return func(point jobs.Point) {
		if string(point) == name && reached.Add(1) == wanted {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // nothing after this line runs
			select {}
		}
	}
}
