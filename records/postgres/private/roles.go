package private

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frontdesk/migrations"
)

// Roles that a private server has once EnsureDatabase ran.
const (
	// OwnerRole owns the databases and their tables, migrates them, and is no
	// superuser.
	OwnerRole = "frontdesk_owner"
	// LoginRole is whom the application connects as: a member of the group
	// role frontdesk_app, which owns nothing and is bound by row-level security.
	LoginRole = "frontdesk_app_login"
)

// rolesLock is the advisory lock, in the database "postgres", of whoever
// creates roles and databases: neither CREATE has an IF NOT EXISTS.
const rolesLock = 0x726f6c6573 // "roles"

// EnsureDatabase creates OwnerRole, LoginRole, the group role, and a database
// that OwnerRole owns, as far as they are missing. The database is then
// migrated as OwnerRole and used as LoginRole:
//
//	migrations.Up(ctx, server.URL(name, private.OwnerRole))
//	postgres.Open(ctx, server.URL(name, private.LoginRole), …)
func (s *Server) EnsureDatabase(ctx context.Context, name string) error {
	return s.provision(ctx, func(connection *pgx.Conn) error {
		const present = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
		return createMissing(ctx, connection, present, name,
			"CREATE DATABASE "+quote(name)+" OWNER "+quote(OwnerRole))
	})
}

// EnsureRoles creates OwnerRole, LoginRole and the group role, as far as they
// are missing.
func (s *Server) EnsureRoles(ctx context.Context) error {
	return s.provision(ctx, func(*pgx.Conn) error { return nil })
}

// provision creates the roles and then does more under the same lock, which
// ends with the connection.
func (s *Server) provision(ctx context.Context, further func(*pgx.Conn) error) error {
	connection, err := pgx.Connect(ctx, s.SuperuserURL("postgres"))
	if err != nil {
		return fmt.Errorf("provision the private PostgreSQL: %w", err)
	}
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()
	if _, err = connection.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(rolesLock)); err == nil {
		err = s.createRoles(ctx, connection)
	}
	if err == nil {
		err = further(connection)
	}
	if err != nil {
		return fmt.Errorf("provision the private PostgreSQL: %w", err)
	}
	return nil
}

func (s *Server) createRoles(ctx context.Context, connection *pgx.Conn) error {
	// The passwords are base 32: nothing in them needs quoting.
	for _, role := range []struct{ name, attributes string }{
		{migrations.AppRole, "NOLOGIN"},
		{OwnerRole, "LOGIN CREATEROLE PASSWORD '" + s.Password(OwnerRole) + "'"},
		{LoginRole, "LOGIN IN ROLE " + quote(migrations.AppRole) + " PASSWORD '" + s.Password(LoginRole) + "'"},
	} {
		const present = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)"
		if err := createMissing(ctx, connection, present, role.name,
			"CREATE ROLE "+quote(role.name)+" "+role.attributes); err != nil {
			return fmt.Errorf("role %s: %w", role.name, err)
		}
	}
	return nil
}

// createMissing runs a statement unless the thing of that name is present.
func createMissing(ctx context.Context, connection *pgx.Conn, present, name, create string) error {
	var exists bool
	if err := connection.QueryRow(ctx, present, name).Scan(&exists); err != nil || exists {
		return err
	}
	_, err := connection.Exec(ctx, create)
	return err
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
