package postgrestest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"frontdesk/records/postgres/private"
)

// description is what the supervisor tells test processes about its server:
// the connection URLs of the database "postgres" for each role.
type description struct {
	Superuser string `json:"superuser"`
	Owner     string `json:"owner"`
	Login     string `json:"login"`
}

func describe(server *private.Server) description {
	return description{
		Superuser: server.SuperuserURL("postgres"),
		Owner:     server.URL("postgres", private.OwnerRole),
		Login:     server.URL("postgres", private.LoginRole),
	}
}

// to is a role's connection URL with another database.
func to(database, roleURL string) string {
	location, err := url.Parse(roleURL)
	if err != nil { // we wrote it ourselves
		panic("postgrestest: a connection URL cannot be read")
	}
	location.Path = "/" + database
	return location.String()
}

// read returns what is written about a server, present or past; it is empty
// when nothing is.
func (f folder) read() (description, error) {
	var d description
	content, err := os.ReadFile(f.description())
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &d)
	}
	if err != nil {
		return d, fmt.Errorf("read about the test server: %w", err)
	}
	return d, nil
}

// write replaces what is written, in one step.
func (f folder) write(d description) error {
	content, err := json.Marshal(d)
	if err == nil {
		err = os.WriteFile(f.description()+".new", content, 0o600)
	}
	if err == nil {
		err = os.Rename(f.description()+".new", f.description())
	}
	if err != nil {
		return fmt.Errorf("write about the test server: %w", err)
	}
	return nil
}
