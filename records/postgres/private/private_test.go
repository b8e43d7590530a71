package private

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// quick are settings for servers whose data may be lost.
var quick = map[string]string{"fsync": "off"}

// temporaryFolder is a folder for a server. Unlike t.TempDir it can be entered
// by the user as whom PostgreSQL runs when the tests run as root.
func temporaryFolder(t *testing.T) string {
	t.Helper()
	base, err := os.MkdirTemp("", "private-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	if err := os.Chmod(base, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(base, "server")
}

// startServer starts a server that ends with the test.
func startServer(t *testing.T, options Options) *Server {
	t.Helper()
	if options.Settings == nil {
		options.Settings = quick
	}
	server, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopServer(t, server) })
	return server
}

func stopServer(t *testing.T, server *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := server.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// query runs statements as the superuser and returns the last one's only value.
func query(t *testing.T, url string, statements ...string) string {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	for _, statement := range statements[:len(statements)-1] {
		if _, err := connection.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	var value string
	if err := connection.QueryRow(t.Context(), statements[len(statements)-1]).Scan(&value); err != nil {
		t.Fatalf("%s: %v", statements[len(statements)-1], err)
	}
	return value
}

const countRows = "SELECT count(*)::text FROM kept"

func TestSecondStartKeepsTheRows(t *testing.T) {
	t.Parallel()
	for _, tcp := range []bool{false, true} {
		t.Run(fmt.Sprintf("TCP %v", tcp), func(t *testing.T) {
			t.Parallel()
			options := Options{Directory: temporaryFolder(t), TCP: tcp}
			first := startServer(t, options)
			query(t, first.SuperuserURL("postgres"), "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1), (2)", countRows)
			password := first.Password("someone")
			stopServer(t, first)
			select {
			case <-first.Done():
			default:
				t.Error("stopped, and not done")
			}
			if alive(first.PID()) {
				t.Errorf("process %d is still there after Stop", first.PID())
			}
			stopServer(t, first) // a second time does nothing

			second := startServer(t, options)
			if got := query(t, second.SuperuserURL("postgres"), countRows); got != "2" {
				t.Errorf("%s rows after the second start, want 2", got)
			}
			if second.Password("someone") != password || password == second.Password("someone else") ||
				password == second.Password(Superuser) {
				t.Error("a role's password must stay the same and be its own")
			}
		})
	}
}

func TestServerIsSetUpForFrontdesk(t *testing.T) {
	t.Parallel()
	server := startServer(t, Options{Directory: temporaryFolder(t), Settings: map[string]string{"fsync": "off", "max_connections": "7"}})
	for setting, want := range map[string]string{
		"server_encoding":         "UTF8",
		"data_checksums":          "on",
		"password_encryption":     "scram-sha-256",
		"listen_addresses":        "",
		"timezone":                "UTC",
		"max_connections":         "7",
		"fsync":                   "off",
		"log_error_verbosity":     "terse",
		"log_min_error_statement": "panic",
	} {
		got := query(t, server.SuperuserURL("postgres"), "SELECT setting FROM pg_settings WHERE lower(name) = '"+setting+"'")
		if got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if collation := query(t, server.SuperuserURL("postgres"),
		"SELECT datcollate FROM pg_database WHERE datname = 'postgres'"); collation != "C.UTF-8" && collation != "C" {
		t.Errorf("text is ordered by %s, want by its bytes", collation)
	}
	if rule := query(t, server.SuperuserURL("postgres"),
		"SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"); rule != "scram-sha-256" {
		t.Errorf("authentication by %s, want only scram-sha-256", rule)
	}
	for path, want := range map[string]os.FileMode{"password": 0o600, "data": 0o700, "run": 0o700, "postgres.log": 0o600, "lock": 0o600} {
		info, err := os.Stat(filepath.Join(server.Directory(), path))
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
	}
}

func TestRolesOpenOnlyWithTheirOwnPassword(t *testing.T) {
	t.Parallel()
	server := startServer(t, Options{Directory: temporaryFolder(t)})
	query(t, server.SuperuserURL("postgres"),
		"CREATE ROLE someone LOGIN PASSWORD '"+server.Password("someone")+"'", "SELECT ''")
	if got := query(t, server.URL("postgres", "someone"), "SELECT current_user::text"); got != "someone" {
		t.Errorf("connected as %s", got)
	}
	forged := strings.Replace(server.URL("postgres", "someone"), "someone:", Superuser+":", 1)
	if connection, err := pgx.Connect(t.Context(), forged); err == nil {
		_ = connection.Close(t.Context())
		t.Error("the superuser's role opened with another role's password")
	}
}

// A path longer than a socket's may be is no reason to fail.
func TestLongFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(temporaryFolder(t), strings.Repeat("long", 30), "with, comma")
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	server := startServer(t, Options{Directory: folder})
	query(t, server.SuperuserURL("postgres"), "SELECT ''")
	if server.temporary == "" {
		t.Fatal("the socket is in the long folder")
	}
	stopServer(t, server)
	if _, err := os.Stat(server.address.socketFolder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's folder is left behind: %v", err)
	}
}

func TestDataOfAnotherVersionAreRefusedAndKept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ version, sentence string }{
		"older":   {"9.6\n", "are of PostgreSQL 9, and this machine has no programs of that version"},
		"newer":   {"99\n", "install PostgreSQL 99 or set " + BinariesVariable},
		"damaged": {"\x00\n", "holds no PostgreSQL version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := temporaryFolder(t)
			marker := filepath.Join(folder, "data", "precious")
			if err := os.MkdirAll(filepath.Dir(marker), 0o700); err != nil {
				t.Fatal(err)
			}
			for path, content := range map[string]string{marker: "kept", filepath.Join(folder, "data", "PG_VERSION"): test.version} {
				if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			_, err := Start(t.Context(), Options{Directory: folder, Settings: quick, Download: true})
			if err == nil || !strings.Contains(err.Error(), test.sentence) {
				t.Errorf("got %v, want a sentence with %q", err, test.sentence)
			}
			if content, err := os.ReadFile(marker); err != nil || string(content) != "kept" {
				t.Errorf("the data were touched: %q, %v", content, err)
			}
		})
	}
}

func TestFolderOfSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	folder := temporaryFolder(t)
	if err := os.MkdirAll(filepath.Join(folder, "data", "photographs"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Directory: folder, Settings: quick})
	if err == nil || !strings.Contains(err.Error(), "holds no PostgreSQL data") {
		t.Errorf("got %v", err)
	}
}

// What initdb had written when it was killed is started over.
func TestInterruptedInitialisation(t *testing.T) {
	t.Parallel()
	folder := temporaryFolder(t)
	half := filepath.Join(folder, "data.initialising-1")
	if err := os.MkdirAll(half, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	server := startServer(t, Options{Directory: folder})
	query(t, server.SuperuserURL("postgres"), "SELECT ''")
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the leftover is still there: %v", err)
	}
}

func TestTwoStartersOnOneFolder(t *testing.T) {
	t.Parallel()
	folder := temporaryFolder(t)
	const starters = 4
	servers, errs := make(chan *Server, starters), make(chan error, starters)
	for range starters {
		go func() {
			server, err := Start(t.Context(), Options{Directory: folder, Settings: quick})
			if err != nil {
				errs <- err
				return
			}
			servers <- server
		}()
	}
	for range starters - 1 {
		if err := <-errs; !errors.Is(err, ErrInUse) {
			t.Errorf("got %v, want ErrInUse", err)
		}
	}
	winner := <-servers
	query(t, winner.SuperuserURL("postgres"), "SELECT ''")
	holder := fmt.Sprintf("process %d runs the private PostgreSQL in %s", os.Getpid(), folder)
	if _, err := Start(t.Context(), Options{Directory: folder}); err == nil || !strings.Contains(err.Error(), holder) {
		t.Errorf("got %v, want who holds the folder", err)
	}
	stopServer(t, winner)
	startServer(t, Options{Directory: folder}) // free again
}

func TestStartHeedsItsContext(t *testing.T) {
	t.Parallel()
	folder := temporaryFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(ctx, Options{Directory: folder, Settings: quick}); err == nil {
		t.Fatal("started under a cancelled context")
	}
	startServer(t, Options{Directory: folder}) // and left nothing in the way
}

func TestServerThatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	_, err := Start(t.Context(), Options{Directory: temporaryFolder(t), Settings: map[string]string{"fsync": "off", "no_such_setting": "1"}})
	if err == nil || !strings.Contains(err.Error(), `unrecognized configuration parameter "no_such_setting"`) {
		t.Errorf("got %v, want PostgreSQL's own sentence", err)
	}
}

// helperVariable makes this test binary the parent of a server, to be killed.
const helperVariable = "FRONTDESK_PRIVATE_TEST_HELPER"

// TestHelperProcess is no test: it is the program that startChild runs.
func TestHelperProcess(t *testing.T) {
	t.Parallel()
	folder := os.Getenv(helperVariable)
	if folder == "" {
		t.Skip("only run as a child of other tests")
	}
	server, err := Start(context.Background(), Options{Directory: folder, Settings: quick})
	if err != nil {
		fmt.Fprintln(os.Stdout, "error", err)
		return
	}
	fmt.Fprintf(os.Stdout, "started %d %s\n", server.PID(), server.SuperuserURL("postgres"))
	select {}
}

// startChild runs a process that starts a server on the folder. With
// credentials it runs as that user.
func startChild(t *testing.T, folder string, as *account) (child *exec.Cmd, pid int, url string) {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if as != nil {
		executable = copyExecutable(t, executable) // the build's folder is closed to others
	}
	child = exec.Command(executable, "-test.run=^TestHelperProcess$")
	child.Env = append(os.Environ(), helperVariable+"="+folder)
	child.Dir = os.TempDir()
	child.Stderr = os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{Credential: credential(as)}
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill(); _ = child.Wait() })
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("the child said %q: %v", line, err)
	}
	if _, err := fmt.Sscanf(line, "started %d %s", &pid, &url); err != nil {
		t.Fatalf("the child said %q", line)
	}
	return child, pid, url
}

func copyExecutable(t *testing.T, executable string) string {
	t.Helper()
	content, err := os.ReadFile(executable)
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(filepath.Dir(temporaryFolder(t)), "copy.test")
	if err := os.WriteFile(target, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return target
}

func kill(t *testing.T, child *exec.Cmd) {
	t.Helper()
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // "signal: killed"
}

func TestServerEndsWithItsKilledParent(t *testing.T) {
	t.Parallel()
	folder := temporaryFolder(t)
	child, pid, url := startChild(t, folder, nil)
	query(t, url, "SELECT ''")
	if !runsIn(pid, filepath.Join(folder, "data")) {
		t.Errorf("process %d is not seen to be the server", pid)
	}
	kill(t, child)
	deadline, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for ticker := time.NewTicker(pollInterval); alive(pid) && runsIn(pid, filepath.Join(folder, "data")); {
		select {
		case <-deadline.Done():
			t.Fatalf("process %d outlived its parent", pid)
		case <-ticker.C:
		}
	}
}

func TestStartRightAfterTheParentWasKilled(t *testing.T) {
	t.Parallel()
	folder := temporaryFolder(t)
	child, _, url := startChild(t, folder, nil)
	query(t, url, "CREATE TABLE kept (n int)", "SELECT ''")
	for range 3 {
		query(t, url, "INSERT INTO kept VALUES (1)", "SELECT ''")
		kill(t, child)
		child, _, url = startChild(t, folder, nil)
	}
	if got := query(t, url, countRows); got != "3" {
		t.Errorf("%s rows after three kills, want 3", got)
	}
	if _, err := Start(t.Context(), Options{Directory: folder}); !errors.Is(err, ErrInUse) ||
		!strings.Contains(err.Error(), fmt.Sprintf("process %d ", child.Process.Pid)) {
		t.Errorf("got %v, want that process %d has the folder", err, child.Process.Pid)
	}
}

// A postmaster.pid whose number now belongs to another program is nobody's.
func TestStalePostmasterFile(t *testing.T) {
	t.Parallel()
	options := Options{Directory: temporaryFolder(t)}
	server := startServer(t, options)
	stopServer(t, server)
	stranger := exec.Command("sleep", "60")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stranger.Process.Kill(); _ = stranger.Wait() })
	stale := filepath.Join(server.folder.data(), "postmaster.pid")
	if err := os.WriteFile(stale, fmt.Appendf(nil, "%d\n", stranger.Process.Pid), 0o600); err != nil {
		t.Fatal(err)
	}
	if pid, err := server.folder.orphan(); pid != 0 || err != nil {
		t.Errorf("process %d counts as the server's, %v", pid, err)
	}
	if !alive(stranger.Process.Pid) {
		t.Error("the other program was stopped")
	}
}

// The tests above run as whoever runs them, often root; this is everybody else.
func TestUnprivilegedUser(t *testing.T) {
	t.Parallel()
	programUser, err := unprivilegedAccount()
	if err != nil || programUser == nil {
		t.Skip("only root can become another user")
	}
	folder := temporaryFolder(t)
	if err := os.Chmod(filepath.Dir(folder), 0o777); err != nil {
		t.Fatal(err)
	}
	child, _, url := startChild(t, folder, programUser)
	if got := query(t, url, "SELECT current_user::text"); got != Superuser {
		t.Errorf("connected as %s", got)
	}
	kill(t, child)
}

func TestRootIsToldWhichFolderIsClosed(t *testing.T) {
	t.Parallel()
	stranger := &account{name: "stranger", uid: 1 << 20, gid: 1 << 20}
	closed := temporaryFolder(t)
	for _, path := range []string{closed, filepath.Join(closed, "a"), filepath.Join(closed, "a", "b")} {
		if err := os.Mkdir(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	err := stranger.reaches(filepath.Join(closed, "a", "b"))
	if err == nil || !strings.Contains(err.Error(), "to whom "+closed+" is closed") {
		t.Errorf("got %v, want that %s is closed", err, closed)
	}
}

// Root may choose a folder that the user as whom PostgreSQL runs cannot reach,
// as every temporary folder of a test is.
func TestFolderClosedToThePostgresUser(t *testing.T) {
	t.Parallel()
	if !passable {
		t.Skip("this system refuses such a folder, with a sentence")
	}
	folder := filepath.Join(t.TempDir(), "server")
	child, _, url := startChild(t, folder, nil)
	query(t, url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)", "SELECT ''")
	kill(t, child)
	server := startServer(t, Options{Directory: folder}) // waits for the one that was left
	if got := query(t, server.SuperuserURL("postgres"), "INSERT INTO kept VALUES (2)", countRows); got != "2" {
		t.Errorf("%s rows, want 2", got)
	}
	info, err := os.Stat(filepath.Dir(filepath.Dir(folder)))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the folder above has mode %v (%v), want it as closed as it was", info.Mode(), err)
	}
}
