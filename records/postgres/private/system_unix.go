//go:build unix

package private

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// owner is who owns a file.
func owner(info fs.FileInfo) (uid, gid int) {
	status, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return -1, -1
	}
	return int(status.Uid), int(status.Gid)
}

// credential makes a child run as the account, with no further groups.
func credential(programUser *account) *syscall.Credential {
	if programUser == nil {
		return nil
	}
	//nolint:gosec // G115: they come from the user database, where they have 32 bits
	return &syscall.Credential{Uid: uint32(programUser.uid), Gid: uint32(programUser.gid)}
}

// lockExclusive takes the advisory lock on an open file, or returns errLocked
// at once. The lock goes with the process, however it ends, and is not
// inherited by its children, because Go opens files close-on-exec.
func lockExclusive(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	return err
}

// unlock gives the lock up for every descriptor of the open file. Closing it
// would not: a child that another goroutine is starting holds a copy of the
// descriptor between its fork and its exec.
func unlock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_UN)
}

// alive reports whether a process exists, whoever owns it.
func alive(pid int) bool {
	return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// Signals that PostgreSQL's postmaster understands.
const (
	// fastShutdown ends open sessions, writes a checkpoint and exits.
	fastShutdown = syscall.SIGINT
	// immediateShutdown exits at once; the next start recovers from the log.
	immediateShutdown = syscall.SIGQUIT
)

// socketsUsable says whether the platform has Unix sockets for PostgreSQL.
const socketsUsable = true
