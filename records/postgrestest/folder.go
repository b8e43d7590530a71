package postgrestest

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"frontdesk/records/postgres/private"
)

// settings of the shared server: many connections for packages side by side,
// and nothing written durably.
var settings = map[string]string{
	"fsync":              "off",
	"synchronous_commit": "off",
	"full_page_writes":   "off",
	"max_connections":    "400",
	"shared_buffers":     "128MB",
	// Each copied database is logged; what is kept of that takes memory.
	"max_wal_size": "256MB",
	"min_wal_size": "32MB",
}

// folder is where the test processes of one user, and their supervisor, meet.
//
// Three files in it are locked: "users", shared, by each test process for its
// whole life, and exclusively by the supervisor while it stops the server, so
// that nobody comes in while it goes; "start" by the process that looks whether
// a server is there and starts one; and private's own by the supervisor.
type folder struct {
	path string
	// look is how often the supervisor looks whether a test process is there.
	// After idleLooks in a row that found nobody it stops the server.
	look time.Duration
}

func (f folder) users() string       { return filepath.Join(f.path, "users") }
func (f folder) start() string       { return filepath.Join(f.path, "start") }
func (f folder) server() string      { return filepath.Join(f.path, "server") }
func (f folder) description() string { return filepath.Join(f.path, "server.json") }
func (f folder) log() string         { return filepath.Join(f.path, "supervisor.log") }
func (f folder) boot() string        { return filepath.Join(f.path, "boot") }

// openFolder returns the folder of this user, of the machine's PostgreSQL
// version and of our settings, creating it if need be.
func openFolder() (folder, error) {
	base, version := memory(), ""
	binaries, err := private.Find()
	switch {
	case err == nil:
		version = strconv.Itoa(binaries.Version.Major)
	case errors.Is(err, private.ErrNoBinaries):
		// Programs that are fetched into the folder may not be run from memory.
		base, version = os.TempDir(), "fetched"
	default:
		return folder{}, err
	}
	content, err := json.Marshal(settings) // maps are written in the order of their keys
	if err != nil {
		return folder{}, err
	}
	digest := sha256.Sum256(content)
	name := fmt.Sprintf("frontdesk-postgrestest-%d-%s-%x", os.Geteuid(), version, digest[:4])
	f := folder{path: filepath.Join(base, name), look: lookInterval}
	return f, f.create()
}

// create makes the folder. A folder of that name made by somebody else in the
// common temporary folder is refused.
func (f folder) create() error {
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711 // root's PostgreSQL runs as another user, who must get to its own folder
	}
	if err := os.Mkdir(f.path, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("create the folder of the test server: %w", err)
	}
	info, err := os.Lstat(f.path)
	if err != nil {
		return fmt.Errorf("create the folder of the test server: %w", err)
	}
	if !ours(info) {
		return fmt.Errorf("%s belongs to somebody else: remove it", f.path)
	}
	return nil
}

// pollInterval is how often a wait for a lock tries again: the system's lock
// wakes a waiting call, but that call heeds no context.
const pollInterval = 10 * time.Millisecond

// await opens and locks a file of the folder, waiting until it can be had.
func await(ctx context.Context, path string, exclusive bool) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		locked, err := lock(file, exclusive)
		if locked {
			return file, nil
		}
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("wait for %s: %w", path, ctx.Err()), file.Close())
		case <-ticker.C:
		}
	}
}
