package private

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// DefaultDirectory is the usual folder for a program's data:
// /var/lib/<name> for root, otherwise <name> under $XDG_DATA_HOME, which is
// ~/.local/share when unset. It does not create it.
func DefaultDirectory(name string) (string, error) {
	if os.Geteuid() == 0 {
		return filepath.Join("/var/lib", name), nil
	}
	// The XDG specification wants relative values ignored.
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, name), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	return filepath.Join(home, ".local", "share", name), nil
}

// folder is the layout of a server's folder on disk. The folder itself stays
// its creator's; what PostgreSQL must read or write belongs to the account.
type folder struct {
	root string
	user *account
	// closed says that the account cannot get to the folder by its path.
	closed bool
}

func (f folder) data() string     { return filepath.Join(f.root, "data") }
func (f folder) password() string { return filepath.Join(f.root, "password") }
func (f folder) lock() string     { return filepath.Join(f.root, "lock") }
func (f folder) log() string      { return filepath.Join(f.root, "postgres.log") }
func (f folder) programs() string { return filepath.Join(f.root, "programs") }

// openFolder creates the folder unless it is there, and looks whether the
// account can get to it.
func openFolder(root string, programUser *account) (folder, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return folder{}, fmt.Errorf("find the data folder: %w", err)
	}
	mode := os.FileMode(0o700)
	if programUser != nil {
		mode = 0o711 // the account passes through, and lists nothing
	}
	//nolint:gosec // G301: what lies above our own folder is like any folder on the way
	if err := os.MkdirAll(filepath.Dir(root), 0o755); err != nil {
		return folder{}, fmt.Errorf("create the data folder: %w", err)
	}
	if err := os.Mkdir(root, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return folder{}, fmt.Errorf("create the data folder: %w", err)
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return folder{}, fmt.Errorf("find the data folder: %w", err)
	}
	err = programUser.reaches(root)
	if err != nil && !passable {
		return folder{}, err
	}
	return folder{root: root, user: programUser, closed: err != nil}, nil
}

// makeOwn creates a folder that only the account may enter.
func (f folder) makeOwn(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("create %s: %w", path, err)
	}
	return f.user.own(path)
}

// readPassword returns the superuser's password, drawing it on first use.
func (f folder) readPassword() (string, error) {
	content, err := os.ReadFile(f.password())
	if err == nil && len(content) > 0 {
		return string(content), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the database password: %w", err)
	}
	password := rand.Text()
	// Written aside and renamed, so that a crash leaves no empty password.
	aside := f.password() + ".new"
	if err := os.WriteFile(aside, []byte(password), 0o600); err != nil {
		return "", fmt.Errorf("write the database password: %w", err)
	}
	// initdb reads it as the account.
	if err := f.user.own(aside); err != nil {
		return "", err
	}
	if err := os.Rename(aside, f.password()); err != nil {
		return "", fmt.Errorf("write the database password: %w", err)
	}
	return password, nil
}

// socketPathLimit is the room for a socket's path on macOS, the tightest of the
// systems we run on; Linux has 108 bytes.
const socketPathLimit = 104

// socketFits reports whether PostgreSQL can put its socket into a folder. It
// separates folders by commas and reads quotes in the list.
func socketFits(path string) bool {
	return len(path)+len("/.s.PGSQL.5432") < socketPathLimit && !strings.ContainsAny(path, `,"' `)
}

// makeSocketFolder creates the folder for the server's socket: within the data
// folder, or in a temporary one when that path is too long for a socket.
func (f folder) makeSocketFolder() (path string, temporary bool, err error) {
	path = filepath.Join(f.root, "run")
	if socketFits(path) {
		return path, false, f.makeOwn(path)
	}
	for _, base := range []string{os.TempDir(), "/tmp"} {
		if !socketFits(filepath.Join(base, "frontdesk-0123456789")) {
			continue
		}
		path, err = os.MkdirTemp(base, "frontdesk-")
		if err != nil {
			continue
		}
		if err = f.user.own(path); err == nil {
			err = f.user.reaches(path)
		}
		if err == nil {
			return path, true, nil
		}
		_ = os.Remove(path)
	}
	return "", false, errors.Join(fmt.Errorf("no folder with a path short enough for a Unix socket beside %s", f.root), err)
}
