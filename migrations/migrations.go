// Package migrations holds the database's schema as numbered SQL files and
// applies them, River's and whatsmeow's own included, in one command and under
// one lock.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// RiverSchema is the PostgreSQL schema that River's tables live in.
const RiverSchema = "river"

// AppRole is the group role that the running program's login role is a member
// of. It owns nothing and can't bypass row-level security.
const AppRole = "frontdesk_app"

// lock is the advisory lock that one migrating process holds at a time:
// rivermigrate takes none of its own, and several nodes may start at once.
const lock = 0x66726f6e74 // "front"

//go:embed sql/*.sql
var files embed.FS

// Up brings the database to the newest schema. The URL must name a role that
// owns the database and may create roles; never the role the program runs as.
// Calling it again, or from several processes at once, is harmless.
func Up(ctx context.Context, url string) (err error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("migrate: connect: %w", err)
	}
	defer pool.Close()
	connection, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("migrate: connect: %w", err)
	}
	defer connection.Release()
	if _, err := connection.Exec(ctx, "SELECT pg_advisory_lock($1)", lock); err != nil {
		return fmt.Errorf("migrate: lock: %w", err)
	}
	defer func() {
		_, unlock := connection.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lock)
		err = errors.Join(err, unlock)
	}()
	if err := createAppRole(ctx, connection.Conn()); err != nil {
		return fmt.Errorf("migrate: role %s: %w", AppRole, err)
	}
	if err := upRiver(ctx, pool); err != nil {
		return fmt.Errorf("migrate: river: %w", err)
	}
	if err := upOurs(ctx, pool); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := upWhatsApp(ctx, url); err != nil {
		return fmt.Errorf("migrate: whatsmeow: %w", err)
	}
	return nil
}

// createAppRole tolerates another database of the same server that creates the
// role at the same moment: roles are the server's, the lock is a database's.
func createAppRole(ctx context.Context, connection *pgx.Conn) error {
	var exists bool
	err := connection.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", AppRole).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = connection.Exec(ctx, "CREATE ROLE "+pgx.Identifier{AppRole}.Sanitize()+" NOLOGIN")
	const duplicateObject, uniqueViolation = "42710", "23505"
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok &&
		(refused.Code == duplicateObject || refused.Code == uniqueViolation) {
		return nil
	}
	return err
}

func upRiver(ctx context.Context, pool *pgxpool.Pool) error {
	if _, err := pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+RiverSchema); err != nil {
		return err
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: RiverSchema})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	// Granted on every run, since River's next version may bring new tables.
	_, err = pool.Exec(ctx, `
		GRANT USAGE ON SCHEMA river TO frontdesk_app;
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA river TO frontdesk_app;
		GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA river TO frontdesk_app;
		GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA river TO frontdesk_app`)
	return err
}

func upOurs(ctx context.Context, pool *pgxpool.Pool) error {
	folder, err := fs.Sub(files, "sql")
	if err != nil {
		return err
	}
	database := stdlib.OpenDBFromPool(pool)
	provider, err := goose.NewProvider(goose.DialectPostgres, database, folder)
	if err != nil {
		return errors.Join(err, database.Close())
	}
	_, err = provider.Up(ctx)
	return errors.Join(err, provider.Close())
}

// Fingerprint names the schema that Up makes: it changes whenever a migration
// of ours or River's version does. Test databases are cloned from a template
// of this name.
func Fingerprint() string {
	digest := sha256.New()
	err := fs.WalkDir(files, "sql", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := files.ReadFile(path)
		fmt.Fprintf(digest, "%s %d\n%s", path, len(content), content)
		return err
	})
	if err != nil {
		panic("migrations: an embedded file can't be read: " + err.Error())
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(nil), &rivermigrate.Config{Schema: RiverSchema})
	if err != nil {
		panic("migrations: river's migrations can't be listed: " + err.Error())
	}
	for _, version := range migrator.AllVersions() {
		fmt.Fprintf(digest, "river %d %s\n", version.Version, version.Name)
	}
	fingerprintWhatsApp(digest)
	return hex.EncodeToString(digest.Sum(nil))[:16]
}
