package private

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// chooseAddress prefers a socket, which nobody else on the machine can reach.
func (s *Server) chooseAddress(ctx context.Context, tcp bool) error {
	if !tcp && socketsUsable {
		path, temporary, err := s.folder.makeSocketFolder()
		if err != nil {
			return err
		}
		if temporary {
			s.temporary = path
		}
		s.address = address{socketFolder: path}
		return nil
	}
	// The port is free now; that somebody takes it before PostgreSQL does ends
	// the start with PostgreSQL's own sentence about it.
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	s.address = address{port: port}
	return nil
}

// defaults are the settings of every private server. Errors are logged without
// the statement and without DETAIL, which quotes the values of rows: patients'.
var defaults = map[string]string{
	"timezone":                "UTC",
	"log_timezone":            "UTC",
	"log_error_verbosity":     "terse",
	"log_min_error_statement": "panic",
}

// launch starts the postmaster.
func (s *Server) launch(ctx context.Context, settings map[string]string) error {
	// The context bounds the start, not the server.
	command := exec.CommandContext(context.WithoutCancel(ctx), s.binaries.postgres())
	var way passage
	defer func() { _ = way.close() }()
	data, err := way.into(s.folder, command, s.folder.data())
	if err != nil {
		return err
	}
	listen := s.address
	if listen.socketFolder != "" {
		if listen.socketFolder, err = way.into(s.folder, command, listen.socketFolder); err != nil {
			return err
		}
	}
	command.Args = append(command.Args, "-D", data)
	for _, group := range []map[string]string{defaults, settings} {
		for _, name := range sortedKeys(group) {
			command.Args = append(command.Args, "-c", name+"="+group[name])
		}
	}
	command.Args = append(command.Args, listen.arguments()...) // last wins
	log, err := s.folder.openLog()
	if err != nil {
		return err
	}
	command.Dir = string(filepath.Separator) // ours may be closed to the account
	command.Env = programEnvironment()
	command.SysProcAttr = processAttributes(s.folder.user, fastShutdown)
	command.Stdout, command.Stderr = log, log
	s.process, err = startProcess(command, func() {
		_ = log.Close()
		runtime.KeepAlive(s.lock) // held while the server runs, even if the caller drops the Server
	})
	if err != nil {
		_ = log.Close()
	}
	return err
}

// awaitReady waits until the server answers a query's worth of protocol, or
// ends, or the context does. A starting server gives no sign to wait on, so
// this asks again and again.
func (s *Server) awaitReady(ctx context.Context) error {
	configuration, err := pgx.ParseConfig(s.SuperuserURL("postgres"))
	if err != nil {
		return fmt.Errorf("wait for PostgreSQL: %w", err)
	}
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		connection, err := pgx.ConnectConfig(ctx, configuration)
		if err == nil {
			return connection.Close(ctx)
		}
		var refused *pgconn.PgError
		const cannotConnectNow = "57P03" // it is starting, or recovering
		if errors.As(err, &refused) && refused.Code != cannotConnectNow {
			return fmt.Errorf("connect to PostgreSQL: %w", err)
		}
		select {
		case <-s.process.ended:
			return fmt.Errorf("PostgreSQL ended while starting: %s", s.folder.logTail())
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w", ctx.Err())
		case <-ticker.C:
		}
	}
}

// sortedKeys are a map's keys in order, so that a command line is always the
// same.
func sortedKeys(settings map[string]string) []string {
	keys := make([]string, 0, len(settings))
	for key := range settings {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
