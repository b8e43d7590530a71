package private

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
)

// account is the user that PostgreSQL's programs run as when we are root. A nil
// account means ourselves.
type account struct {
	name     string
	uid, gid int
}

// unprivilegedAccount is whom to run PostgreSQL as: nil, ourselves, unless we
// are root, as whom PostgreSQL refuses to run.
func unprivilegedAccount() (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	// initdb looks its user up, so an arbitrary number would not do.
	for _, name := range []string{"postgres", "nobody"} {
		entry, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(entry.Uid)
		gid, gidErr := strconv.Atoi(entry.Gid)
		if uidErr == nil && gidErr == nil && uid > 0 {
			return &account{name: name, uid: uid, gid: gid}, nil
		}
	}
	return nil, errors.New("PostgreSQL cannot run as root, and this machine has neither a user \"postgres\" nor " +
		"\"nobody\" to run it as: start frontdesk as another user")
}

// own gives a file or folder to the account.
func (a *account) own(path string) error {
	if a == nil {
		return nil
	}
	if err := os.Lchown(path, a.uid, a.gid); err != nil {
		return fmt.Errorf("give %s to the user %s: %w", path, a.name, err)
	}
	return nil
}

// reaches checks that the account may walk down to a folder, and says in one
// sentence which folder on the way is closed to it. Access lists beyond the
// permission bits are not looked at.
func (a *account) reaches(folder string) error {
	if a == nil {
		return nil
	}
	for step := folder; ; step = filepath.Dir(step) {
		info, err := os.Stat(step)
		if err != nil {
			return fmt.Errorf("look at %s: %w", step, err)
		}
		uid, gid := owner(info)
		mask := os.FileMode(0o001)
		switch {
		case uid == a.uid:
			mask = 0o100
		case gid == a.gid:
			mask = 0o010
		}
		if info.Mode()&mask == 0 {
			return fmt.Errorf("%s cannot hold a private PostgreSQL: started by root it runs as the user %q, to whom %s is closed; "+
				"choose a folder such as %s", folder, a.name, step, "/var/lib/frontdesk")
		}
		if step == filepath.Dir(step) {
			return nil
		}
	}
}
