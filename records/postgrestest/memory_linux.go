//go:build linux

package postgrestest

import (
	"os"
	"syscall"
)

// memoryNeeded, in bytes, is for some dozens of databases at once.
const memoryNeeded = 2 << 30

// memory is the folder for the server: in memory, where the machine has a file
// system for that which is large enough (containers often limit it to 64 MB).
// Each database is some 450 files, and ext4 takes ever longer to create files
// after many were deleted: 20 ms in memory were 100 to 400 ms on a disk.
func memory() string {
	const folder, tmpfs = "/dev/shm", 0x01021994
	var status syscall.Statfs_t
	err := syscall.Statfs(folder, &status)
	if err != nil || status.Type != tmpfs || status.Blocks*uint64(status.Bsize) < memoryNeeded { //nolint:gosec // G115: a size is positive
		return os.TempDir()
	}
	return folder
}
