//go:build !unix

package postgrestest

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// Sharing a server needs flock and private a Unix, so New fails here, with
// this sentence.

func lock(*os.File, bool) (bool, error) {
	return false, errors.New("tests with a database need Linux, macOS or another Unix")
}

func unlock(*os.File) {}

func detached() *syscall.SysProcAttr { return nil }

func inherited(descriptor int) *os.File { return os.NewFile(uintptr(descriptor), "inherited") }

func ours(info fs.FileInfo) bool { return info.IsDir() }
