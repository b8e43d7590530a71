package private

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// passage opens a way for the account into a folder that it cannot reach by
// its path, such as one below root's home or in a temporary folder of mode
// 0700. We, root, open the folders inside, which are the account's own, and the
// program inherits them and names them /proc/self/fd/3 and so on, which leads
// straight to them. No folder above is opened up to anybody.
type passage struct{ files []*os.File }

// into returns the name by which a command that will run as the account finds a
// path within the folder: the path itself where the account can reach it.
func (p *passage) into(f folder, command *exec.Cmd, path string) (string, error) {
	if !f.closed {
		return path, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("open %s for the user %s: %w", path, f.user.name, err)
	}
	p.files = append(p.files, file)
	command.ExtraFiles = append(command.ExtraFiles, file)
	return fmt.Sprintf("/proc/self/fd/%d", 2+len(command.ExtraFiles)), nil
}

// close closes our side, once the program was started.
func (p *passage) close() error {
	var err error
	for _, file := range p.files {
		err = errors.Join(err, file.Close())
	}
	return err
}
