package postgrestest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"go.uber.org/goleak"

	"frontdesk/migrations"
)

// New leaves no goroutine behind, so that packages with databases can use
// goleak themselves.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// connect connects for the length of a test.
func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(context.Background()) })
	return connection
}

// value runs a query for a single value, shown as text.
func value(t *testing.T, connection *pgx.Conn, query string, arguments ...any) string {
	t.Helper()
	var text string
	if err := connection.QueryRow(t.Context(), query, arguments...).Scan(&text); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}

func TestDatabasesAreMigratedAndApart(t *testing.T) {
	t.Parallel()
	one, other := New(t), New(t)
	for _, db := range []*Database{one, other} {
		owner := connect(t, db.OwnerURL)
		const tables = `SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class
			WHERE relkind = 'r' AND relname IN ('clinic', 'appointment', 'river_job')`
		if got := value(t, owner, tables); got != "appointment,clinic,river_job" {
			t.Errorf("%s has %s of the tables that every schema has", db.Name, got)
		}
	}
	if _, err := connect(t, one.OwnerURL).Exec(t.Context(), "CREATE TABLE mine ()"); err != nil {
		t.Fatal(err)
	}
	if got := value(t, connect(t, other.OwnerURL), "SELECT coalesce(to_regclass('mine')::text, 'absent')"); got != "absent" {
		t.Error("one test's table is in the other's database")
	}
}

// Invariant 14 rests on the role that the application runs as.
func TestRoles(t *testing.T) {
	t.Parallel()
	db := New(t)
	const powers = `SELECT concat_ws(' ', rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb)
		FROM pg_roles WHERE rolname = session_user`
	for url, want := range map[string]string{
		db.URL:          "frontdesk_app_login f f f f",
		db.OwnerURL:     "frontdesk_owner f f t f",
		db.SuperuserURL: "frontdesk_superuser t t t t",
	} {
		if got := value(t, connect(t, url), powers); got != want {
			t.Errorf("role, superuser, bypassrls, createrole, createdb are %q, want %q", got, want)
		}
	}
	application := connect(t, db.URL)
	if got := value(t, application, "SELECT pg_has_role(session_user, $1, 'MEMBER')::text", migrations.AppRole); got != "true" {
		t.Errorf("the application's role is no member of %s", migrations.AppRole)
	}
	if got := value(t, application, "SELECT count(*)::text FROM pg_class WHERE pg_has_role(session_user, relowner, 'MEMBER')"); got != "0" {
		t.Errorf("the application's role owns %s relations", got)
	}
	if _, err := application.Exec(t.Context(), "SET ROLE frontdesk_owner"); err == nil {
		t.Error("the application's role can become the owner")
	}
	if got := value(t, connect(t, db.OwnerURL), `SELECT concat_ws(' ', pg_get_userbyid(datdba), (SELECT tableowner FROM pg_tables WHERE tablename = 'clinic'))
		FROM pg_database WHERE datname = current_database()`); got != "frontdesk_owner frontdesk_owner" {
		t.Errorf("the database and its tables belong to %s", got)
	}
}

func TestDatabaseIsDroppedWithTheTest(t *testing.T) {
	t.Parallel()
	var name string
	var connection *pgx.Conn
	t.Run("that leaves a connection open", func(t *testing.T) { // not parallel: it is over below
		db := New(t)
		name = db.Name
		var err error
		if connection, err = pgx.Connect(context.Background(), db.URL); err != nil {
			t.Fatal(err)
		}
	})
	defer func() { _ = connection.Close(context.Background()) }()
	if err := connection.Ping(t.Context()); err == nil {
		t.Error("the connection still works")
	}
	if got := value(t, connect(t, New(t).SuperuserURL), "SELECT count(*)::text FROM pg_database WHERE datname = $1", name); got != "0" {
		t.Error("the database is still there")
	}
}

func TestRefuseAndAdmit(t *testing.T) {
	t.Parallel()
	db := New(t)
	connection := connect(t, db.URL)
	db.Refuse(t)
	var refused *pgconn.PgError
	if _, err := pgx.Connect(t.Context(), db.URL); !errors.As(err, &refused) || refused.Code != "55000" {
		t.Errorf("a new connection got %v, want 55000", err)
	}
	if err := connection.Ping(t.Context()); err == nil {
		t.Error("the old connection still works")
	}
	db.Admit(t)
	connect(t, db.URL)
}

// What a database costs, created and dropped:
//
//	go test -run '^$' -bench New -benchtime 100x ./records/postgrestest
func BenchmarkNew(b *testing.B) {
	c, err := shared()
	if err != nil {
		b.Fatal(err)
	}
	var dropping time.Duration
	for b.Loop() {
		db, err := c.create()
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := db.drop(); err != nil {
			b.Fatal(err)
		}
		dropping += time.Since(began)
	}
	b.ReportMetric(float64(dropping.Milliseconds())/float64(b.N), "drop-ms/op")
}
