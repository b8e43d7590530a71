package postgres_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/records/postgrestest"
)

// The rules that row-level security rests on, read from PostgreSQL's own
// catalogs: whoever adds a table, view or function that breaks one is told.
func TestCatalogKeepsClinicsApart(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	tests := []struct {
		name, query string
		// allowed are exceptions, each with a reason.
		allowed []string
	}{
		{
			name: "every table is under forced row-level security",
			query: `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
				AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
			allowed: []string{"goose_db_version"}, // which migrations ran; the program has no right to it
		},
		{
			name: "every table's policy for all commands checks what is written",
			query: `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
				AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
					AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)`,
			allowed: []string{"goose_db_version"},
		},
		{
			name: "the directory's policies only read, and only what finds a clinic",
			query: `SELECT c.relname || ' ' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
				WHERE p.polname <> 'tenant' AND (p.polcmd <> 'r'
					OR c.relname NOT IN ('clinic', 'channel', 'turn_lane', 'send_lane'))`,
		},
		{
			name: "every foreign key between clinics' tables begins with clinic_id",
			query: `SELECT k.conname FROM pg_constraint k
				WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
				AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attname = 'clinic_id')
				AND NOT (SELECT a.attname = 'clinic_id' FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1])`,
		},
		{
			name: "no foreign key cascades",
			query: `SELECT conname FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
				AND (confdeltype <> 'a' OR confupdtype <> 'a')`,
		},
		{
			name: "every unique index of a clinic's table begins with clinic_id",
			query: `SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
				WHERE i.relnamespace = 'public'::regnamespace AND (x.indisunique OR x.indisexclusion)
				AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attname = 'clinic_id')
				AND NOT (SELECT a.attname = 'clinic_id' FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[0])`,
			allowed: []string{"channel_name_key"}, // stands in a public address
		},
		{
			name: "every view runs with its reader's rights",
			query: `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v'
				AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)`,
		},
		{
			name:  "there is no materialized view",
			query: `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'm'`,
		},
		{
			name: "no function of ours runs with its owner's rights or is called leakproof",
			query: `SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND (p.prosecdef OR p.proleakproof)
				AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
		},
		{
			name: "nobody may truncate, reference or add triggers",
			query: `SELECT DISTINCT table_name || ' ' || privilege_type FROM information_schema.role_table_grants
				WHERE table_schema = 'public' AND grantee = 'frontdesk_app' AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')`,
		},
		{
			name: "ledgers are written once",
			query: `SELECT DISTINCT table_name || ' ' || privilege_type FROM information_schema.role_table_grants
				WHERE table_schema = 'public' AND grantee = 'frontdesk_app'
				AND table_name IN ('consent', 'appointment_event', 'audit_event') AND privilege_type NOT IN ('SELECT', 'INSERT')`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			connection, err := pgx.Connect(context.Background(), database.SuperuserURL)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = connection.Close(context.Background()) }()
			rows, err := connection.Query(context.Background(), test.query)
			if err != nil {
				t.Fatal(err)
			}
			broken, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range broken {
				if !slices.Contains(test.allowed, name) {
					t.Errorf("broken by %s", name)
				}
			}
		})
	}
}

// A rule that nothing could break proves nothing: a table without policies must
// be found.
func TestCatalogFindsAForgottenTable(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	connection, err := pgx.Connect(context.Background(), database.SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	if _, err := connection.Exec(context.Background(), "CREATE TABLE forgotten (clinic_id uuid, id uuid PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	var found int
	err = connection.QueryRow(context.Background(), `SELECT count(*) FROM pg_class c WHERE c.relname = 'forgotten'
		AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`).Scan(&found)
	if err != nil || found != 1 {
		t.Errorf("found %d forgotten tables (%v), want 1", found, err)
	}
}
