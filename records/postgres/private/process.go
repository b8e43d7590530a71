package private

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// process is a running program and its end.
type process struct {
	command *exec.Cmd
	// ended is closed once the program is gone; err is then how it ended.
	ended chan struct{}
	err   error
}

// startProcess starts a command on a thread of its own that lives as long as
// the command: Linux sends the parent-death signal when the *thread* that
// forked ends, and Go ends idle threads as it likes. after runs, if not nil,
// once the command has ended and before ended is closed.
func startProcess(command *exec.Cmd, after func()) (*process, error) {
	p := &process{command: command, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := command.Start()
		started <- err
		if err != nil {
			return
		}
		p.err = command.Wait()
		if after != nil {
			after()
		}
		close(p.ended)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", filepath.Base(command.Path), err)
	}
	return p, nil
}
