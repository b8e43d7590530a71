package postgrestest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"frontdesk/migrations"
)

// quickLook makes a supervisor end after 0.3 s without a user.
const quickLook = 10 * time.Millisecond

// temporaryFolder is a folder for a server apart from the shared one, whose
// supervisor ends soon after its last user. The test waits for that.
func temporaryFolder(t *testing.T) folder {
	t.Helper()
	base, err := os.MkdirTemp(memory(), "postgrestest-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(base, 0o711); err != nil {
		t.Fatal(err)
	}
	f := folder{path: filepath.Join(base, "shared"), look: quickLook}
	if err := f.create(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		awaitEnd(t, f)
		_ = os.RemoveAll(base)
	})
	return f
}

// awaitEnd waits until the folder's supervisor has stopped its server. What it
// said about the server is then gone, as is its lock.
func awaitEnd(t *testing.T, f folder) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for ticker := time.NewTicker(pollInterval); ; {
		_, err := os.Stat(f.description())
		if errors.Is(err, os.ErrNotExist) {
			lock, err := await(ctx, filepath.Join(f.server(), "lock"), true)
			if err != nil {
				t.Error(err)
				return
			}
			_ = lock.Close()
			return
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(f.log())
			t.Errorf("the server is left running: %s", log)
			return
		case <-ticker.C:
		}
	}
}

// joining joins the folder's server, as New does the shared one.
func joining(t *testing.T, f folder) *cluster {
	t.Helper()
	c, err := join(t.Context(), f, migrations.Fingerprint(), migrations.Up)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// helperVariable makes this test binary a further test process.
const helperVariable = "FRONTDESK_POSTGRESTEST_TEST_HELPER"

// TestHelperProcess is no test: it is what startHelper runs. It uses 16
// databases at once, says "done", and stays until its input ends.
func TestHelperProcess(t *testing.T) {
	t.Parallel()
	path := os.Getenv(helperVariable)
	if path == "" {
		t.Skip("only run as a child of other tests")
	}
	c := joining(t, folder{path: path, look: quickLook})
	databases := make([]*Database, 16)
	var group errgroup.Group
	for i := range databases {
		group.Go(func() (err error) {
			if databases[i], err = c.create(); err != nil {
				return err
			}
			return use(t.Context(), databases[i])
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(os.Stdout, "done")
	_, _ = io.Copy(io.Discard, os.Stdin)
	for _, database := range databases {
		group.Go(database.drop)
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	c.leave()
}

// use writes to a database as its owner and reads as the application.
func use(ctx context.Context, database *Database) error {
	owner, err := pgx.Connect(ctx, database.OwnerURL)
	if err != nil {
		return err
	}
	defer func() { _ = owner.Close(ctx) }()
	if _, err := owner.Exec(ctx, "CREATE TABLE mine AS SELECT 1 AS n; GRANT SELECT ON mine TO frontdesk_app"); err != nil {
		return err
	}
	application, err := pgx.Connect(ctx, database.URL)
	if err != nil {
		return err
	}
	defer func() { _ = application.Close(ctx) }()
	var n int
	return application.QueryRow(ctx, "SELECT n FROM mine").Scan(&n)
}

// helper is a running test process.
type helper struct {
	command *exec.Cmd
	input   io.Closer
	output  *bufio.Reader
}

func startHelper(t *testing.T, f folder) *helper {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	h := &helper{command: exec.Command(executable, "-test.run=^TestHelperProcess$")}
	h.command.Env = append(os.Environ(), helperVariable+"="+f.path)
	h.command.Stderr = os.Stderr
	output, err := h.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.output = bufio.NewReader(output)
	if h.input, err = h.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := h.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.command.Process.Kill(); _ = h.command.Wait() })
	return h
}

// awaitDone waits for the helper's word.
func (h *helper) awaitDone(t *testing.T) {
	t.Helper()
	line, err := h.output.ReadString('\n')
	if err != nil || line != "done\n" {
		rest, _ := io.ReadAll(h.output)
		t.Fatalf("the helper said %q, %v", line+string(rest), err)
	}
}

// end lets the helper drop its databases and end.
func (h *helper) end(t *testing.T) {
	t.Helper()
	_ = h.input.Close()
	rest, _ := io.ReadAll(h.output)
	if err := h.command.Wait(); err != nil {
		t.Errorf("the helper: %v: %s", err, rest)
	}
}

func testDatabases(t *testing.T, c *cluster) string {
	t.Helper()
	return value(t, c.keeper, "SELECT count(*)::text FROM pg_database WHERE starts_with(datname, $1)", databasePrefix)
}

// Three processes begin at once on an empty folder with 16 databases each; the
// one that started the server is as good a victim as any.
func TestManyProcesses(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	helpers := []*helper{startHelper(t, f), startHelper(t, f), startHelper(t, f)}
	for _, h := range helpers {
		h.awaitDone(t)
	}
	c := joining(t, f)
	if got := testDatabases(t, c); got != "48" {
		t.Errorf("%s databases, want 48", got)
	}
	if got := value(t, c.keeper, "SELECT count(*)::text FROM pg_database WHERE starts_with(datname, 'template_f')"); got != "1" {
		t.Errorf("%s templates, want 1", got)
	}
	for _, h := range helpers[1:] {
		h.end(t)
	}
	if got := testDatabases(t, c); got != "16" {
		t.Errorf("%s databases after two processes ended, want 16", got)
	}
	helpers[0].end(t)
	c.leave()
}

// Each of the processes is killed in turn, the one that started the supervisor
// among them, and those that remain go on.
func TestKilledProcesses(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	first := startHelper(t, f)
	first.awaitDone(t)
	c := joining(t, f)
	_ = first.command.Process.Kill()
	_ = first.command.Wait()
	second := startHelper(t, f)
	second.awaitDone(t)
	_ = second.command.Process.Kill()
	_ = second.command.Wait()
	if database, err := c.create(); err != nil {
		t.Error(err)
	} else if err := database.drop(); err != nil {
		t.Error(err)
	}
	if got := testDatabases(t, c); got != "32" {
		t.Errorf("%s databases of killed processes, want 32", got)
	}
	c.leave()
	awaitEnd(t, f)

	// The next server sweeps them away.
	c = joining(t, f)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for ticker := time.NewTicker(pollInterval); testDatabases(t, c) != "0"; {
		select {
		case <-ctx.Done():
			t.Fatalf("%s databases of killed processes are still there", testDatabases(t, c))
		case <-ticker.C:
		}
	}
	c.leave()
}

// A test process that was there before the server died gets another one, and
// its data, when the next process comes.
func TestKilledSupervisor(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	before := joining(t, f)
	defer before.leave()
	lock, err := os.ReadFile(filepath.Join(f.server(), "lock"))
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(lock), &pid); err != nil || pid == os.Getpid() {
		t.Fatalf("the lock names %q, %v", lock, err)
	}
	supervisor, err := os.FindProcess(pid)
	if err == nil {
		err = supervisor.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
	// The server ends when it learns that its supervisor has. Whoever connects
	// between the two loses the connection again.
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if _, err := before.keeper.WaitForNotification(ctx); err == nil || ctx.Err() != nil {
		t.Fatalf("the server outlives its supervisor: %v", err)
	}
	after := joining(t, f)
	defer after.leave()
	if database, err := after.create(); err != nil {
		t.Error(err)
	} else if err := use(t.Context(), database); err != nil {
		t.Error(err)
	}
}

func TestServerStaysWhileSomebodyIsThere(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	reading, report, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	users, err := await(t.Context(), f.users(), false)
	if err != nil {
		t.Fatal(err)
	}
	var left atomic.Bool
	var group errgroup.Group
	group.Go(func() error {
		err := supervise(context.Background(), f, report, slog.New(slog.DiscardHandler))
		if !left.Load() {
			return errors.Join(errors.New("the supervisor ended while a process was there"), err)
		}
		return err
	})
	said, err := io.ReadAll(reading)
	if err != nil || string(said) != readyReport {
		t.Errorf("the supervisor said %q, %v", said, err)
	}
	<-time.After(3 * idleLooks * f.look) // a third of it would do if nobody were there
	left.Store(true)
	unlock(users)
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func TestSupervisorReportsWhatWentWrong(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	if err := os.WriteFile(f.server(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	// A file where the folder of the server should be is removed with all else
	// that does not start; a lock on the users' file in a folder that is none is not.
	blocked := folder{path: filepath.Join(f.server(), "not a folder"), look: quickLook}
	if _, err := join(t.Context(), blocked, "any", migrations.Up); err == nil || !strings.Contains(err.Error(), "join the test server") {
		t.Errorf("got %v", err)
	}
	c := joining(t, f)
	c.leave()
}

func TestSpoiltDataAreReplaced(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	joining(t, f).leave()
	awaitEnd(t, f)
	if err := os.Truncate(filepath.Join(f.server(), "data", "global", "pg_control"), 0); err != nil {
		t.Fatal(err)
	}
	joining(t, f).leave()
	awaitEnd(t, f)
	if err := os.WriteFile(f.boot(), []byte("another start of the machine"), 0o600); err != nil {
		t.Fatal(err)
	}
	marker := filepath.Join(f.server(), "marker")
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	joining(t, f).leave()
	_, err := os.Stat("/proc/sys/kernel/random/boot_id")
	if _, gone := os.Stat(marker); err == nil && !errors.Is(gone, os.ErrNotExist) {
		t.Error("data from before the machine's last start are still in use")
	}
}

func TestFolderOfSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	open := folder{path: filepath.Join(base, "open")}
	if err := os.Mkdir(open.path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open.path, 0o777); err != nil {
		t.Fatal(err)
	}
	link := folder{path: filepath.Join(base, "link")}
	if err := os.Symlink(base, link.path); err != nil {
		t.Fatal(err)
	}
	for _, f := range []folder{open, link} {
		if err := f.create(); err == nil || !strings.Contains(err.Error(), "belongs to somebody else") {
			t.Errorf("%s: got %v", f.path, err)
		}
	}
}

// create returns a migration that makes one table.
func create(table string) migrate {
	return func(ctx context.Context, url string) error {
		connection, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		defer func() { _ = connection.Close(ctx) }()
		_, err = connection.Exec(ctx, "CREATE TABLE "+quote(table)+" ()")
		return err
	}
}

// Two checkouts with different migrations are tested at once; later only one.
func TestTemplatesOfSeveralStates(t *testing.T) {
	t.Parallel()
	f := temporaryFolder(t)
	joined := func(name string) *cluster {
		c, err := join(t.Context(), f, name, create(name))
		if err != nil {
			t.Fatal(err)
		}
		database, err := c.create()
		if err != nil {
			t.Fatal(err)
		}
		if got := value(t, connect(t, database.OwnerURL), "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"); got != name {
			t.Errorf("the database was made by %s, want %s", got, name)
		}
		return c
	}
	templates := func(c *cluster) string {
		return strings.ReplaceAll(value(t, c.keeper,
			"SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE starts_with(datname, 'template_f')"), templatePrefix, "")
	}
	one := joined("one")
	two := joined("two")
	if got := templates(two); got != "one two" {
		t.Errorf("templates %s, want one and two, both in use", got)
	}
	failing := errors.New("a mistake in a migration")
	if _, err := join(t.Context(), f, "three", func(context.Context, string) error { return failing }); !errors.Is(err, failing) {
		t.Errorf("got %v, want the migration's own error", err)
	}
	one.leave()
	three := joined("three")
	if got := templates(three); got != "three two" {
		t.Errorf("templates %s, want three and two, since one is in nobody's use", got)
	}
	two.leave()
	three.leave()
}
