//go:build linux

package private

import (
	"fmt"
	"os"
	"syscall"
)

// processAttributes makes a child run as the account, outside our process
// group, so that Ctrl-C in a terminal reaches only us, who then stop it in
// order, and lets the kernel send it deathSignal (unless 0) when the thread
// that started it ends.
func processAttributes(programUser *account, deathSignal syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: credential(programUser), Setpgid: true, Pdeathsig: deathSignal}
}

// runsIn reports whether a process is there that works in a folder, which the
// postmaster does with its data folder.
func runsIn(pid int, folder string) bool {
	working, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	return err == nil && working == folder
}

// passable says that a program can be given a folder that it cannot reach.
const passable = true
