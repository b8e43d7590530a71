package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/jackc/pgx/v5"
)

// migrate brings an empty database, reached as its owner, to the newest schema.
type migrate func(ctx context.Context, ownerURL string) error

const (
	// templatePrefix begins the name of each template, before the fingerprint.
	templatePrefix = "template_frontdesk_"
	// buildingDatabase is a template not yet finished.
	buildingDatabase = "building_frontdesk"
	// templateLock is the advisory lock of whoever makes a template.
	templateLock = 0x74656d70 // "temp"
)

// inUse is the advisory lock that says that a template is in use. A process
// holds it, shared, for each template that it clones.
func inUse(template string) int64 {
	digest := fnv.New64a()
	_, _ = digest.Write([]byte(template))
	return int64(digest.Sum64()) //nolint:gosec // any 64 bits will do
}

// makeTemplate makes the migrated database that tests' databases are copies of,
// unless it is there. It drops those of other states of the migrations that no
// process uses: another checkout may be tested at the same time.
func (c *cluster) makeTemplate(ctx context.Context, fingerprint string, up migrate) error {
	c.template = templatePrefix + fingerprint
	err := func() error {
		if _, err := c.keeper.Exec(ctx, "SELECT pg_advisory_lock_shared($1)", inUse(c.template)); err != nil {
			return err
		}
		if present, err := c.hasTemplate(ctx); present || err != nil {
			return err
		}
		if _, err := c.keeper.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(templateLock)); err != nil {
			return err
		}
		err := c.buildTemplate(ctx, up)
		_, unlocking := c.keeper.Exec(ctx, "SELECT pg_advisory_unlock($1)", int64(templateLock))
		return errors.Join(err, unlocking)
	}()
	if err != nil {
		return fmt.Errorf("make the template of test databases: %w", err)
	}
	return nil
}

func (c *cluster) hasTemplate(ctx context.Context) (present bool, err error) {
	const query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
	return present, c.keeper.QueryRow(ctx, query, c.template).Scan(&present)
}

// buildTemplate works under the template lock. The template gets its name when
// it is complete, and nobody may connect to it then: one connection would be
// enough to make copying it fail.
func (c *cluster) buildTemplate(ctx context.Context, up migrate) error {
	if present, err := c.hasTemplate(ctx); present || err != nil {
		return err
	}
	for _, statement := range []string{
		"DROP DATABASE IF EXISTS " + buildingDatabase + " WITH (FORCE)",
		"CREATE DATABASE " + buildingDatabase + " OWNER frontdesk_owner",
	} {
		if _, err := c.keeper.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if err := up(ctx, to(buildingDatabase, c.description.Owner)); err != nil {
		return err
	}
	for _, statement := range []string{
		"ALTER DATABASE " + buildingDatabase + " ALLOW_CONNECTIONS false",
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + buildingDatabase + "'",
		"ALTER DATABASE " + buildingDatabase + " RENAME TO " + quote(c.template),
	} {
		if _, err := c.keeper.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return c.dropOldTemplates(ctx)
}

func (c *cluster) dropOldTemplates(ctx context.Context) error {
	rows, err := c.keeper.Query(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1) AND datname <> $2",
		templatePrefix, c.template)
	if err != nil {
		return err
	}
	others, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, other := range others {
		var unused bool
		err := c.keeper.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", inUse(other)).Scan(&unused)
		if err != nil {
			return err
		}
		if !unused {
			continue
		}
		err = drop(ctx, c.keeper, other)
		_, unlocking := c.keeper.Exec(ctx, "SELECT pg_advisory_unlock($1)", inUse(other))
		if err := errors.Join(err, unlocking); err != nil {
			return err
		}
	}
	return nil
}

// drop drops a database, whoever is connected to it.
func drop(ctx context.Context, connection *pgx.Conn, database string) error {
	_, err := connection.Exec(ctx, "DROP DATABASE IF EXISTS "+quote(database)+" WITH (FORCE)")
	return err
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
