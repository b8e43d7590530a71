package private

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// BinariesVariable is the environment variable that names the folder of
// PostgreSQL's programs; when it is set, no other folder is looked at.
const BinariesVariable = "FRONTDESK_POSTGRES_BIN"

// ErrNoBinaries says that the machine has no PostgreSQL programs that
// frontdesk can use. Its text tells a person what to install.
var ErrNoBinaries = errors.New("no PostgreSQL programs (initdb and postgres, version " +
	"15 or newer) were found: install them (Debian and Ubuntu: apt-get install postgresql; " +
	"macOS: brew install postgresql) or set " + BinariesVariable + " to the folder that holds them")

// Binaries are PostgreSQL's programs in one folder, all of one version.
type Binaries struct {
	// Folder holds initdb and postgres; absolute, with symbolic links resolved.
	Folder string
	// Version is what both programs say they are.
	Version Version
}

func (b Binaries) initdb() string   { return filepath.Join(b.Folder, "initdb") }
func (b Binaries) postgres() string { return filepath.Join(b.Folder, "postgres") }

// Find finds PostgreSQL's programs. It looks in the folder named by
// FRONTDESK_POSTGRES_BIN and nowhere else when that is set; otherwise along
// PATH, then where pg_config points, then in the usual folders of Debian, Red
// Hat, Homebrew and Postgres.app, highest version first. A folder counts when
// initdb and postgres are both in it and both run. ErrNoBinaries is the error
// when there is none.
func Find() (Binaries, error) {
	programUser, err := unprivilegedAccount()
	if err != nil {
		return Binaries{}, err
	}
	return machine(programUser).find(context.Background(), 0)
}

// usualFolders are where packages put the programs when they are not in PATH.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
	"/usr/local/pgsql/bin",
}

// search is where to look for programs, and as whom they must run.
type search struct {
	named string   // the value of BinariesVariable
	path  string   // PATH
	usual []string // glob patterns
	user  *account
}

// machine is the search over this machine and environment.
func machine(programUser *account) search {
	return search{
		named: os.Getenv(BinariesVariable),
		path:  os.Getenv("PATH"),
		usual: usualFolders,
		user:  programUser,
	}
}

// find returns the first programs that run, of the given major version unless
// major is 0.
func (s search) find(ctx context.Context, major int) (Binaries, error) {
	if s.named != "" {
		found, err := s.inspect(ctx, s.named)
		switch {
		case err != nil:
			return Binaries{}, fmt.Errorf("%s: %w", BinariesVariable, err)
		case major != 0 && found.Version.Major != major:
			return Binaries{}, fmt.Errorf("%s: the programs in %s are version %s, and version %d is needed",
				BinariesVariable, found.Folder, found.Version, major)
		}
		return found, nil
	}
	fits := func(b Binaries) bool { return major == 0 || b.Version.Major == major }
	for _, folder := range s.pathFolders(ctx) {
		if found, err := s.inspect(ctx, folder); err == nil && fits(found) {
			return found, nil
		}
	}
	var usual []Binaries
	for _, pattern := range s.usual {
		folders, _ := filepath.Glob(pattern) // the patterns are constants, and well formed
		for _, folder := range folders {
			if found, err := s.inspect(ctx, folder); err == nil && fits(found) {
				usual = append(usual, found)
			}
		}
	}
	if len(usual) == 0 {
		return Binaries{}, ErrNoBinaries
	}
	return slices.MaxFunc(usual, func(a, b Binaries) int { return a.Version.compare(b.Version) }), nil
}

// pathFolders are the folders that PATH and pg_config lead to. On Debian and
// elsewhere initdb in PATH is a symbolic link to the real folder.
func (s search) pathFolders(ctx context.Context) []string {
	var folders []string
	for _, folder := range filepath.SplitList(s.path) {
		program := filepath.Join(folder, "initdb")
		if !filepath.IsAbs(program) {
			continue // never a program from wherever we happen to stand
		}
		if resolved, err := filepath.EvalSymlinks(program); err == nil {
			folders = append(folders, filepath.Dir(resolved), folder)
		}
	}
	for _, folder := range filepath.SplitList(s.path) {
		program := filepath.Join(folder, "pg_config")
		if !filepath.IsAbs(program) {
			continue
		}
		if output, err := exec.CommandContext(ctx, program, "--bindir").Output(); err == nil {
			folders = append(folders, strings.TrimSpace(string(output)))
		}
	}
	return slices.Compact(folders)
}

// inspect asks the programs in a folder for their version, as the user who
// will run them. A link to initdb alone, a wrapper of another installation or
// a folder closed to that user does not pass.
func (s search) inspect(ctx context.Context, folder string) (Binaries, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return Binaries{}, fmt.Errorf("find PostgreSQL's programs: %w", err)
	}
	if resolved, err := filepath.EvalSymlinks(folder); err == nil {
		folder = resolved
	}
	found := Binaries{Folder: folder}
	if found.Version, err = programVersion(ctx, s.user, found.postgres()); err != nil {
		return Binaries{}, err
	}
	initdb, err := programVersion(ctx, s.user, found.initdb())
	if err != nil {
		return Binaries{}, err
	}
	if initdb != found.Version {
		return Binaries{}, fmt.Errorf("in %s initdb is version %s and postgres is version %s", folder, initdb, found.Version)
	}
	if found.Version.Major < minimumMajor {
		return Binaries{}, fmt.Errorf("the programs in %s are version %s, and version %d or newer is needed",
			folder, found.Version, minimumMajor)
	}
	return found, nil
}

// programVersion runs a program with --version.
func programVersion(ctx context.Context, programUser *account, program string) (Version, error) {
	// Far above the few milliseconds it takes: only a hanging wrapper meets it.
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, program, "--version")
	command.Dir = string(filepath.Separator)
	command.Env = programEnvironment()
	command.SysProcAttr = processAttributes(programUser, 0)
	command.WaitDelay = time.Second
	output, err := command.Output()
	if err != nil {
		return Version{}, fmt.Errorf("run %s --version: %w", program, err)
	}
	return parseVersion(strings.TrimSpace(string(output)))
}

// programEnvironment is the environment of PostgreSQL's programs: what finding
// their libraries needs, and nothing that could steer them (PGDATA, PGPORT…) or
// that is secret (our own variables hold the providers' tokens).
func programEnvironment() []string {
	environment := []string{"LC_ALL=C"}
	for _, name := range []string{"PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"} {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}
