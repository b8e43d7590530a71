package private

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
)

// address is where a server listens: a folder for its socket, or a port on
// loopback when the folder is empty.
type address struct {
	socketFolder string
	port         int
}

// socketPort names the socket file; no TCP port is taken by it.
const socketPort = 5432

// host and port as libpq and pgx take them.
func (a address) hostAndPort() (host, port string) {
	if a.socketFolder != "" {
		return a.socketFolder, strconv.Itoa(socketPort)
	}
	return "127.0.0.1", strconv.Itoa(a.port)
}

// arguments make the server listen there and nowhere else.
func (a address) arguments() []string {
	if a.socketFolder != "" {
		return []string{
			"-k", a.socketFolder, "-p", strconv.Itoa(socketPort),
			"-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
		}
	}
	return []string{"-k", "", "-p", strconv.Itoa(a.port), "-c", "listen_addresses=127.0.0.1"}
}

// URL is the connection URL of a database for a role. It carries the role's
// password, Password(role), so it is a secret: the role must have been created
// with that password, and only Superuser exists from the start.
func (s *Server) URL(database, role string) string {
	host, port := s.address.hostAndPort()
	location := url.URL{
		Scheme: "postgres",
		User:   url.UserPassword(role, s.Password(role)),
		Path:   "/" + database,
	}
	query := url.Values{"sslmode": {"disable"}}
	if filepath.IsAbs(host) {
		query.Set("host", host)
		query.Set("port", port)
	} else {
		location.Host = host + ":" + port
	}
	location.RawQuery = query.Encode()
	return location.String()
}

// SuperuserURL is the connection URL of a database for the superuser: to create
// roles and databases, and for tests. The application never runs as it.
func (s *Server) SuperuserURL(database string) string { return s.URL(database, Superuser) }

// Password is the password of a role on this server, the same at every start.
// Those of roles other than the superuser are derived from the superuser's by a
// one-way function, so that a role's password opens nothing but that role.
func (s *Server) Password(role string) string {
	if role == Superuser {
		return s.password
	}
	derived := hmac.New(sha256.New, []byte(s.password))
	derived.Write([]byte("role " + role))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(derived.Sum(nil)[:20]))
}
