package private

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Superuser is the role that owns the server. The application never runs as it.
const Superuser = "frontdesk_superuser"

// dataMajor is the major version that the data are of, or 0 when there are none
// yet. A folder with something in it that is no PostgreSQL data folder is
// refused, never cleared.
func (f folder) dataMajor() (int, error) {
	content, err := os.ReadFile(filepath.Join(f.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := os.ReadDir(f.data())
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, fmt.Errorf("look at the data folder: %w", err)
		}
		if len(entries) > 0 {
			return 0, fmt.Errorf("%s is not empty and holds no PostgreSQL data: choose another folder", f.data())
		}
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look at the data folder: %w", err)
	}
	text, _, _ := strings.Cut(strings.TrimSpace(string(content)), ".")
	major, err := strconv.Atoi(text)
	if err != nil || major <= 0 {
		return 0, fmt.Errorf("%s holds no PostgreSQL version: the data are damaged or not PostgreSQL's",
			filepath.Join(f.data(), "PG_VERSION"))
	}
	return major, nil
}

// initialise creates the data folder with initdb. It works in a folder aside
// and renames it when all is written, so that a crash in the middle leaves
// nothing that looks like data. durable is false for data that may be lost.
func (f folder) initialise(ctx context.Context, binaries Binaries, durable bool) error {
	leftovers, _ := filepath.Glob(f.data() + ".initialising-*") // the pattern is well formed
	for _, leftover := range leftovers {
		if err := os.RemoveAll(leftover); err != nil {
			return fmt.Errorf("remove what an interrupted start left: %w", err)
		}
	}
	if _, err := f.readPassword(); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(f.root, filepath.Base(f.data())+".initialising-")
	if err != nil {
		return fmt.Errorf("create the data folder: %w", err)
	}
	if err := f.user.own(aside); err != nil {
		return err
	}
	// macOS before 14 has no C.UTF-8; C orders the same, by bytes.
	for _, locale := range []string{"C.UTF-8", "C"} {
		var output string
		output, err = f.runInitdb(ctx, binaries, aside, locale, durable)
		if err == nil || !strings.Contains(output, "invalid locale name") {
			break
		}
	}
	if err == nil {
		// An empty data folder, the most that dataMajor lets pass, may be in the way.
		_ = os.Remove(f.data())
		err = os.Rename(aside, f.data())
	}
	if err != nil {
		_ = os.RemoveAll(aside)
		return fmt.Errorf("initialise the database: %w", err)
	}
	return nil
}

// runInitdb runs initdb once and returns what it printed.
func (f folder) runInitdb(ctx context.Context, binaries Binaries, into, locale string, durable bool) (string, error) {
	command := exec.CommandContext(ctx, binaries.initdb(), "--username", Superuser,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", locale, "--data-checksums")
	if !durable {
		command.Args = append(command.Args, "--no-sync")
	}
	var way passage
	defer func() { _ = way.close() }()
	for option, path := range map[string]string{"--pgdata": into, "--pwfile": f.password()} {
		name, err := way.into(f, command, path)
		if err != nil {
			return "", err
		}
		command.Args = append(command.Args, option, name)
	}
	var output bytes.Buffer
	command.Dir = string(filepath.Separator) // ours may be closed to the account
	command.Env = programEnvironment()
	command.SysProcAttr = processAttributes(f.user, syscall.SIGKILL)
	command.Stdout, command.Stderr = &output, &output
	running, err := startProcess(command, nil)
	if err != nil {
		return "", err
	}
	<-running.ended // the context kills it
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if running.err != nil {
		return output.String(), fmt.Errorf("initdb: %w: %s", running.err, lastLines(output.String(), 5))
	}
	return "", nil
}

// lastLines is the end of a program's output, on one line, for an error text.
func lastLines(output string, count int) string {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], " | ")
}
