package postgrestest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/records/postgres/private"
)

// Database is a test's own database. The URLs are those of three roles on it.
type Database struct {
	// Name is the database's name on the shared server.
	Name string
	// URL is for the role that the application runs as: a member of
	// frontdesk_app that owns nothing and is bound by row-level security.
	URL string
	// OwnerURL is for the role that owns the tables. Row-level security binds
	// it as well, where it is forced.
	OwnerURL string
	// SuperuserURL is for a role that may do and see everything: to inject
	// faults and to look at the catalogs.
	SuperuserURL string

	cluster *cluster
}

// databasePrefix begins the name of each test's database.
const databasePrefix = "test_"

// databasePatience is far above what creating or dropping a database takes
// when many tests do so at once.
const databasePatience = time.Minute

// New gives the test a migrated, empty database, which is dropped when the test
// ends, even with connections open. The test fails, with a sentence on what to
// install, on a machine without PostgreSQL's programs. New may be called from
// any number of tests and processes at once.
func New(tb testing.TB) *Database {
	tb.Helper()
	c, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	database, err := c.create()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := database.drop(); err != nil {
			tb.Error(err)
		}
	})
	return database
}

// create clones the template.
func (c *cluster) create() (*Database, error) {
	ctx, cancel := context.WithTimeout(context.Background(), databasePatience)
	defer cancel()
	// Random, since many processes choose names at once.
	name := databasePrefix + strings.ToLower(rand.Text())
	err := c.do(ctx, func(ctx context.Context, connection *pgx.Conn) error {
		// Copying through the log needs no checkpoint, of which file_copy takes two.
		_, err := connection.Exec(ctx, "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(c.template)+
			" OWNER "+quote(private.OwnerRole)+" STRATEGY wal_log")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("create a test database: %w", err)
	}
	return &Database{
		Name:         name,
		URL:          to(name, c.description.Login),
		OwnerURL:     to(name, c.description.Owner),
		SuperuserURL: to(name, c.description.Superuser),
		cluster:      c,
	}, nil
}

// Refuse makes the database as good as away, until Admit: connections are ended
// (SQLSTATE 57P01) and new ones refused (55000).
func (d *Database) Refuse(tb testing.TB) {
	tb.Helper()
	d.administer(tb, "ALTER DATABASE "+quote(d.Name)+" ALLOW_CONNECTIONS false",
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"+d.Name+"'")
}

// Admit ends what Refuse began.
func (d *Database) Admit(tb testing.TB) {
	tb.Helper()
	d.administer(tb, "ALTER DATABASE "+quote(d.Name)+" ALLOW_CONNECTIONS true")
}

// administer runs statements from outside of the database.
func (d *Database) administer(tb testing.TB, statements ...string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), databasePatience)
	defer cancel()
	for _, statement := range statements {
		err := d.cluster.do(ctx, func(ctx context.Context, connection *pgx.Conn) error {
			_, err := connection.Exec(ctx, statement)
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func (d *Database) drop() error {
	ctx, cancel := context.WithTimeout(context.Background(), databasePatience)
	defer cancel()
	err := d.cluster.do(ctx, func(ctx context.Context, connection *pgx.Conn) error {
		return drop(ctx, connection, d.Name)
	})
	if err != nil {
		return fmt.Errorf("drop a test database: %w", err)
	}
	return nil
}
