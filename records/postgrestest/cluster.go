package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"

	"github.com/jackc/pgx/v5"

	"frontdesk/migrations"
)

// cluster is the shared server as one test process sees it. It has no
// goroutines, so that a test package may look for leaked ones.
type cluster struct {
	folder      folder
	description description
	template    string
	// users is locked, shared, while this process lives: the supervisor stops
	// the server only when nobody holds it.
	users *os.File
	// keeper holds the template's advisory lock while this process lives.
	keeper *pgx.Conn

	mutex sync.Mutex
	idle  []*pgx.Conn // superuser's connections to "postgres"
}

// shared is this process's cluster, joined by the first test that needs it.
var shared = sync.OnceValues(func() (*cluster, error) {
	f, err := openFolder()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startPatience)
	defer cancel()
	return join(ctx, f, migrations.Fingerprint(), migrations.Up)
})

// join registers this process as a user of the folder's server, starts the
// server if it is not there, and makes the template of the fingerprint if it is
// missing, by up.
func join(ctx context.Context, f folder, fingerprint string, up migrate) (*cluster, error) {
	c := &cluster{folder: f}
	var err error
	if c.users, err = await(ctx, f.users(), false); err != nil {
		return nil, fmt.Errorf("join the test server: %w", err)
	}
	if err = c.reach(ctx); err == nil {
		err = c.makeTemplate(ctx, fingerprint, up)
	}
	if err != nil {
		c.leave()
		return nil, err
	}
	return c, nil
}

// leave gives the server up. Test processes leave by ending.
func (c *cluster) leave() {
	for _, connection := range append(c.idle, c.keeper) {
		if connection != nil {
			_ = connection.Close(context.Background())
		}
	}
	unlock(c.users)
	_ = c.users.Close()
}

// reach connects to the server, starting it if it does not answer. While this
// process is registered as a user it will not be stopped.
func (c *cluster) reach(ctx context.Context) error {
	start, err := await(ctx, c.folder.start(), true)
	if err != nil {
		return fmt.Errorf("start the test server: %w", err)
	}
	defer func() { unlock(start); _ = start.Close() }()
	if c.connectKeeper(ctx) == nil {
		return nil
	}
	if err := c.folder.spawn(ctx); err != nil {
		return fmt.Errorf("start the test server: %w", err)
	}
	return c.connectKeeper(ctx)
}

// connectKeeper connects to the server that is written about.
func (c *cluster) connectKeeper(ctx context.Context) error {
	var err error
	if c.description, err = c.folder.read(); err != nil {
		return err
	}
	if c.description.Superuser == "" {
		return errors.New("no test server is running")
	}
	if c.keeper, err = pgx.Connect(ctx, c.description.Superuser); err != nil {
		return fmt.Errorf("connect to the test server: %w", err)
	}
	return nil
}

// spawn starts this test binary once more as the supervisor, detached from us,
// and waits for its report.
func (f folder) spawn(ctx context.Context) error {
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.OpenFile(f.log(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	reading, writing, err := os.Pipe()
	if err != nil {
		return err
	}
	defer func() { _ = reading.Close() }()
	// It outlives the test that starts it; and nothing of ours is inherited: with
	// our standard output it would keep "go test" waiting.
	command := exec.CommandContext(context.WithoutCancel(ctx), executable)
	command.Dir = f.path
	command.Env = supervisorEnvironment(f)
	command.Stdout, command.Stderr = log, log
	command.ExtraFiles = []*os.File{writing} // its file 3
	command.SysProcAttr = detached()
	err = command.Start()
	_ = writing.Close()
	if err != nil {
		return err
	}
	defer func() { _ = command.Process.Release() }()
	defer context.AfterFunc(ctx, func() { _ = reading.Close() })()
	report, err := io.ReadAll(reading) // until the supervisor closes it, or is gone
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	case string(report) == readyReport:
		return nil
	case len(report) == 0:
		return fmt.Errorf("the supervisor died; see %s", f.log())
	}
	return errors.New(string(report))
}

// supervisorEnvironment is what a supervisor needs of our environment.
func supervisorEnvironment(f folder) []string {
	environment := []string{fmt.Sprintf("%s=%s:%s", supervisorVariable, f.look, f.path)}
	for _, name := range []string{
		"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "FRONTDESK_POSTGRES_BIN",
		"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
	} {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}

// do runs a statement as the superuser, outside of any transaction.
func (c *cluster) do(ctx context.Context, act func(context.Context, *pgx.Conn) error) error {
	connection, err := c.take(ctx)
	if err != nil {
		return err
	}
	err = act(ctx, connection)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if connection.IsClosed() || len(c.idle) >= idleConnections {
		return errors.Join(err, connection.Close(ctx))
	}
	c.idle = append(c.idle, connection)
	return err
}

// idleConnections is how many connections a process keeps for later.
const idleConnections = 4

// take returns an idle connection or a new one.
func (c *cluster) take(ctx context.Context) (*pgx.Conn, error) {
	c.mutex.Lock()
	if last := len(c.idle) - 1; last >= 0 {
		connection := c.idle[last]
		c.idle = c.idle[:last]
		c.mutex.Unlock()
		return connection, nil
	}
	c.mutex.Unlock()
	connection, err := pgx.Connect(ctx, c.description.Superuser)
	if err != nil {
		return nil, fmt.Errorf("connect to the test server: %w", err)
	}
	return connection, nil
}
