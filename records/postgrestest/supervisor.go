package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/records/postgres/private"
)

// supervisorVariable, in the environment of a test binary, makes it the
// supervisor of the server in the folder that it names, after the
// interval of its looks and a colon.
const supervisorVariable = "FRONTDESK_POSTGRESTEST_SUPERVISOR"

// How long the supervisor waits.
const (
	// startPatience is for starting the server, fetching programs included.
	startPatience = 2 * time.Minute
	// stopPatience is for stopping it in order.
	stopPatience = 10 * time.Second
	// lookInterval is how often it looks whether a test process is there.
	lookInterval = time.Second
	// idleLooks is after how many looks in a row that found nobody it ends.
	// Between two packages of a run the compiler may take a while.
	idleLooks = 30
)

// init turns a test binary that was started as supervisor into one before any
// test, flag or TestMain of the package under test has a say. It cannot be a
// program of its own: building that would take seconds and the Go tools.
func init() {
	value := os.Getenv(supervisorVariable)
	if value == "" {
		return
	}
	interval, path, _ := strings.Cut(value, ":")
	look, err := time.ParseDuration(interval)
	if err != nil || look <= 0 {
		look = lookInterval
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil)) // supervisor.log
	report := inherited(3)
	if err := supervise(context.Background(), folder{path: path, look: look}, report, logger); err != nil {
		logger.Error("the supervisor ends", "reason", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// supervise starts the server, reports "ready" or what went wrong to the test
// process that asked, and stops the server once nobody uses it.
func supervise(ctx context.Context, f folder, report io.WriteCloser, logger *slog.Logger) error {
	var leftovers []string
	server, err := f.startServer(ctx, logger)
	if err == nil {
		leftovers, err = f.publish(ctx, server)
	}
	if err != nil {
		_, _ = io.WriteString(report, err.Error())
		_ = report.Close()
		if server == nil {
			return err
		}
		return errors.Join(err, stopServer(ctx, server))
	}
	_, _ = io.WriteString(report, readyReport) // whoever asked may be dead; others may come
	_ = report.Close()
	sweeping, cancel := context.WithCancel(ctx)
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		if err := sweep(sweeping, server, leftovers); err != nil && sweeping.Err() == nil {
			logger.Warn("databases of killed tests are left", "reason", err)
		}
	}()
	users, err := f.awaitIdle(server)
	cancel()
	<-swept
	if users != nil {
		defer unlock(users) // after the stop: until then nobody comes in
	}
	return errors.Join(err, os.Remove(f.description()), stopServer(ctx, server))
}

// readyReport is the supervisor's word for success.
const readyReport = "ready"

// startServer starts the server, on new data when the old ones are of no use.
func (f folder) startServer(ctx context.Context, logger *slog.Logger) (*private.Server, error) {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if err := f.forgetAfterReboot(); err != nil {
		return nil, err
	}
	options := private.Options{Directory: f.server(), Settings: settings, Logger: logger, Download: true}
	server, err := private.Start(ctx, options)
	// The supervisor before us may be about to end: its lock says when.
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for errors.Is(err, private.ErrInUse) {
		select {
		case <-ctx.Done():
			return nil, err
		case <-ticker.C:
		}
		server, err = private.Start(ctx, options)
	}
	if err == nil || errors.Is(err, private.ErrNoBinaries) {
		return server, err
	}
	logger.Warn("starting on new data", "reason", err)
	if removal := os.RemoveAll(f.server()); removal != nil {
		return nil, errors.Join(err, removal)
	}
	return private.Start(ctx, options)
}

// forgetAfterReboot removes the data when the machine was started anew since
// they were used: they are not written durably, so a crash may have spoilt
// them. Where the system has no such number nothing is removed.
func (f folder) forgetAfterReboot() error {
	current, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return nil //nolint:nilerr // only Linux has it
	}
	if earlier, err := os.ReadFile(f.boot()); err == nil && bytes.Equal(earlier, current) {
		return nil
	}
	if err := os.RemoveAll(f.server()); err != nil {
		return err
	}
	return os.WriteFile(f.boot(), current, 0o600)
}

// publish creates the roles and tells everybody where the server is. It returns
// the databases of killed tests: those that were there before anybody came.
func (f folder) publish(ctx context.Context, server *private.Server) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if err := server.EnsureRoles(ctx); err != nil {
		return nil, err
	}
	leftovers, err := leftBehind(ctx, server)
	if err != nil {
		return nil, err
	}
	return leftovers, f.write(describe(server))
}

// awaitIdle returns once no test process has been there for a number of looks,
// with the users' file locked against newcomers, or when the server has ended.
// A lock calls nobody when it becomes free to others, so this looks.
func (f folder) awaitIdle(server *private.Server) (*os.File, error) {
	users, err := os.OpenFile(f.users(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	ticker := time.NewTicker(f.look)
	defer ticker.Stop()
	for looks := 0; ; {
		select {
		case <-server.Done():
			return nil, errors.New("the server ended on its own")
		case <-ticker.C:
		}
		free, err := lock(users, true)
		switch {
		case err != nil:
			return nil, err
		case !free:
			looks = 0
			continue
		}
		if looks++; looks >= idleLooks {
			return users, nil
		}
		unlock(users)
	}
}

func stopServer(ctx context.Context, server *private.Server) error {
	ctx, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	return server.Stop(ctx)
}

// leftBehind are the tests' databases that are there now.
func leftBehind(ctx context.Context, server *private.Server) ([]string, error) {
	connection, err := pgx.Connect(ctx, server.SuperuserURL("postgres"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close(ctx) }()
	rows, err := connection.Query(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", databasePrefix)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// sweep drops databases, one after the other, beside the tests.
func sweep(ctx context.Context, server *private.Server, databases []string) error {
	if len(databases) == 0 {
		return nil
	}
	connection, err := pgx.Connect(ctx, server.SuperuserURL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()
	for _, database := range databases {
		if err := drop(ctx, connection, database); err != nil {
			return fmt.Errorf("drop %s: %w", database, err)
		}
	}
	return nil
}
