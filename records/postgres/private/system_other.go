//go:build !unix

package private

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// The package compiles everywhere, and runs where flock and the postmaster's
// signals are: elsewhere Start says so before it touches anything.

func owner(fs.FileInfo) (uid, gid int) { return -1, -1 }

func lockExclusive(*os.File) error {
	return errors.New("a private PostgreSQL needs Linux, macOS or another Unix: " +
		"set FRONTDESK_DATABASE_URL to a server that is already running")
}

func unlock(*os.File) error { return nil }

func alive(int) bool { return false }

func runsIn(int, string) bool { return false }

func processAttributes(*account, syscall.Signal) *syscall.SysProcAttr { return nil }

const (
	fastShutdown      = syscall.SIGINT
	immediateShutdown = syscall.SIGQUIT
	socketsUsable     = false
	passable          = false
)
