//go:build !linux

package postgrestest

import "os"

// memory is the folder for the server. There is no file system in memory here
// that one could count on.
func memory() string { return os.TempDir() }
