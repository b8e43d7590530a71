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

// runsIn reports whether a process is there whose command line names a folder,
// as the postmaster's does its data folder.
func runsIn(pid int, folder string) bool {
	line, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(strings.TrimSpace(string(line))+" ", " "+folder+" ")
}

// passable says that a program cannot be given a folder that it cannot reach.
const passable = false
