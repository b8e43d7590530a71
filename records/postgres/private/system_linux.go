//go:build linux

package private

import (
	"bytes"
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

// commandLine is a process's command line with its arguments separated by
// spaces, or empty when there is no such process.
func commandLine(pid int) string {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return ""
	}
	return string(bytes.ReplaceAll(bytes.TrimRight(line, "\x00"), []byte{0}, []byte{' '}))
}
