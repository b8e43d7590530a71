//go:build unix && !linux

package private

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// processAttributes makes a child run as the account, outside our process
// group, so that Ctrl-C in a terminal reaches only us, who then stop it in
// order. There is no signal for a parent's death here: a server that outlives
// us is stopped by the next start on its folder.
func processAttributes(programUser *account, _ syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: credential(programUser), Setpgid: true}
}

// commandLine is a process's command line with its arguments separated by
// spaces, or empty when there is no such process.
func commandLine(pid int) string {
	line, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(line))
}
