package private

import (
	"archive/zip"
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

func emptyFolder(t *testing.T) folder {
	t.Helper()
	programUser, err := unprivilegedAccount()
	if err != nil {
		t.Fatal(err)
	}
	f, err := openFolder(temporaryFolder(t), programUser)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestNothingFoundAndNothingFetched(t *testing.T) {
	t.Parallel()
	repository := httptest.NewServer(http.NotFoundHandler())
	defer repository.Close()
	f := emptyFolder(t)
	_, err := f.fetchBinaries(t.Context(), embeddedpostgres.DefaultConfig().BinaryRepositoryURL(repository.URL), 0, slog.New(slog.DiscardHandler))
	if !errors.Is(err, ErrNoBinaries) || !strings.Contains(err.Error(), "no version found") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one sentence on what to install and why fetching did not work", err)
	}
	if left, _ := os.ReadDir(f.programs()); len(left) != 0 {
		t.Errorf("%v is left behind", left)
	}
}

// The archive is made of this machine's own programs, so the version that it
// holds is not the one asked for; what is tested is that they are fetched once,
// unpacked, and fit to be run.
func TestProgramsAreFetchedOnce(t *testing.T) {
	t.Parallel()
	own, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	archive := archiveOf(t, own)
	var downloads atomic.Int32
	repository := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".sha256") {
			http.NotFound(w, r)
			return
		}
		downloads.Add(1)
		_, _ = w.Write(archive)
	}))
	defer repository.Close()
	f := emptyFolder(t)
	for range 2 {
		found, err := f.fetchBinaries(t.Context(), embeddedpostgres.DefaultConfig().BinaryRepositoryURL(repository.URL), 17, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if found.Version != own.Version || !strings.HasPrefix(found.Folder, f.programs()) {
			t.Errorf("found %+v", found)
		}
	}
	if got := downloads.Load(); got != 1 {
		t.Errorf("%d downloads, want 1", got)
	}
	entries, err := os.ReadDir(f.programs())
	if err != nil || len(entries) != 1 {
		t.Errorf("%v (%v) in the programs' folder, want one version and nothing else", entries, err)
	}
}

// archiveOf is an archive as the repository has it: a tar.xz within a zip.
func archiveOf(t *testing.T, own Binaries) []byte {
	t.Helper()
	packed := filepath.Join(t.TempDir(), "programs.txz")
	command := exec.Command("tar", "-cf", packed, "-I", "xz -0", "--transform", "s,^,bin/,", "-C", own.Folder, "initdb", "postgres", "pg_ctl")
	if output, err := command.CombinedOutput(); err != nil {
		t.Skipf("no tar with xz on this machine: %v: %s", err, output)
	}
	content, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	entry, err := writer.Create("postgres-linux.txz")
	if err == nil {
		_, err = entry.Write(content)
	}
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}
