//go:build unix

package postgrestest

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lock takes an advisory lock on an open file, exclusively or shared with
// others, and reports false when somebody else's is in the way. It goes with
// the process, however it ends.
func lock(file *os.File, exclusive bool) (bool, error) {
	how := syscall.LOCK_SH
	if exclusive {
		how = syscall.LOCK_EX
	}
	err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// unlock gives a lock up at once, also for a child that was forked with the
// file open and has not yet become its own program.
func unlock(file *os.File) { _ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }

// detached starts a child in a session of its own: no terminal and no signal
// to our process group reaches it.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// inherited is a file that our parent opened for us, and which our own
// children do not get: the server would keep it open.
func inherited(descriptor int) *os.File {
	syscall.CloseOnExec(descriptor)
	return os.NewFile(uintptr(descriptor), "inherited")
}

// ours reports whether a folder belongs to our user and nobody else may write
// to it.
func ours(info fs.FileInfo) bool {
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.IsDir() && int(status.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
