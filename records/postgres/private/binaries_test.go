package private

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]Version{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)": {15, 18},
		"initdb (PostgreSQL) 18.4":                             {18, 4},
		"postgres (PostgreSQL) 19beta1":                        {19, 0},
		"postgres (PostgreSQL) 20devel":                        {20, 0},
		"postgres (PostgreSQL) 9.6.24":                         {9, 6},
	} {
		if got, err := parseVersion(line); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", line, got, err, want)
		}
	}
	for _, line := range []string{"", "15.3", "mysqld 8.0", "postgres (PostgreSQL) ", "postgres (PostgreSQL) x1"} {
		if got, err := parseVersion(line); err == nil {
			t.Errorf("%q is %v, want an error", line, got)
		}
	}
}

func FuzzParseVersion(f *testing.F) {
	f.Add("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)")
	f.Add("initdb (PostgreSQL) 19beta1")
	f.Add("(PostgreSQL) 99999999999999999999.1")
	f.Fuzz(func(t *testing.T, line string) {
		version, err := parseVersion(line)
		if err != nil {
			return
		}
		again, err := parseVersion("postgres (PostgreSQL) " + version.String())
		if err != nil || again != version {
			t.Errorf("%q is %v, which reads back as %v, %v", line, version, again, err)
		}
	})
}

func FuzzParsePostmasterPID(f *testing.F) {
	f.Add("4711\n/data\n1790000000\n5432\n/run\n\n  5432001         0\nready   \n")
	f.Add("-1\n")
	f.Fuzz(func(t *testing.T, content string) {
		// A signal to 0, 1 or a negative number would reach others.
		if pid := parsePostmasterPID(content); pid < 0 || pid == 1 {
			t.Errorf("%q names process %d", content, pid)
		}
	})
}

// pretend writes programs that only know --version.
func pretend(t *testing.T, folder, initdb, postgres string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, version := range map[string]string{"initdb": initdb, "postgres": postgres} {
		if version == "" {
			continue
		}
		script := fmt.Sprintf("#!/bin/sh\necho '%s (PostgreSQL) %s'\n", name, version)
		if err := os.WriteFile(filepath.Join(folder, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	programUser, err := unprivilegedAccount()
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Dir(temporaryFolder(t))
	in := func(parts ...string) string { return filepath.Join(append([]string{base}, parts...)...) }
	pretend(t, in("usr", "15", "bin"), "15.3", "15.3")
	pretend(t, in("usr", "9", "bin"), "9.6.1", "9.6.1")
	pretend(t, in("usr", "100", "bin"), "100.1", "")
	pretend(t, in("usr", "17", "bin"), "17.2", "17.2")
	pretend(t, in("mixed"), "16.1", "17.1")
	pretend(t, in("path"), "16.4", "16.4")
	pretend(t, in("config", "bindir"), "18.0", "18.0")
	if err := os.WriteFile(in("config", "pg_config"), []byte("#!/bin/sh\necho "+in("config", "bindir")+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(in("links"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in("usr", "15", "bin", "initdb"), in("links", "initdb")); err != nil {
		t.Fatal(err)
	}
	usual := []string{in("usr", "*", "bin"), in("nowhere", "*")}
	for name, test := range map[string]struct {
		search search
		major  int
		want   string // the folder, or part of the error
	}{
		"named before all":        {search{named: in("usr", "15", "bin"), path: in("path")}, 0, in("usr", "15", "bin")},
		"named and absent":        {search{named: in("nowhere"), path: in("path")}, 0, BinariesVariable + ": run"},
		"named and too old":       {search{named: in("usr", "9", "bin")}, 0, "15 or newer is needed"},
		"named, another version":  {search{named: in("path")}, 15, "version 15 is needed"},
		"path":                    {search{path: in("nothing") + ":" + in("path"), usual: usual}, 0, in("path")},
		"path by a link":          {search{path: in("links"), usual: usual}, 0, in("usr", "15", "bin")},
		"path of another version": {search{path: in("path"), usual: usual}, 15, in("usr", "15", "bin")},
		"path that is mixed":      {search{path: in("mixed"), usual: usual}, 0, in("usr", "17", "bin")},
		"pg_config":               {search{path: in("config"), usual: usual}, 0, in("config", "bindir")},
		"usual, the highest":      {search{usual: usual}, 0, in("usr", "17", "bin")},
		"none":                    {search{}, 0, ErrNoBinaries.Error()},
		"none of the version":     {search{path: in("path"), usual: usual}, 19, ErrNoBinaries.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.search.user = programUser
			found, err := test.search.find(t.Context(), test.major)
			if err != nil {
				found.Folder = err.Error()
			}
			if !strings.Contains(found.Folder, test.want) {
				t.Errorf("got %s, want %s", found.Folder, test.want)
			}
		})
	}
}

func TestNoBinariesIsOneSentenceThatHelps(t *testing.T) {
	t.Parallel()
	_, err := search{}.find(t.Context(), 0)
	if !errors.Is(err, ErrNoBinaries) {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"apt-get install postgresql", "brew install postgresql", BinariesVariable} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is more than a line", err)
	}
}

// This machine's own programs, as every test that needs a database finds them.
func TestFind(t *testing.T) {
	t.Parallel()
	found, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(found.Folder) || found.Version.Major < minimumMajor {
		t.Errorf("found %+v", found)
	}
}
