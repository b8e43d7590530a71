package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Store is the clinics' records in one database. It is safe for concurrent use.
type Store struct {
	pool *pgxpool.Pool
	// queue is River's share of the connections.
	queue *pgxpool.Pool
}

// Options tunes a store.
type Options struct {
	// Connections is the size of the pool; zero means 16, which is where two
	// cores and a local server stop gaining.
	Connections int
}

// Open connects to a migrated database. It fails when the URL's role could
// bypass row-level security: a superuser, a role with BYPASSRLS, an owner of
// our tables, or a member of any of these.
func Open(ctx context.Context, url string, options Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", &records.Error{
			Code: records.CodeInvalid, Field: "FRONTDESK_DATABASE_URL",
			Message: "not a PostgreSQL connection string",
		})
	}
	config.MaxConns = 16
	if options.Connections > 0 {
		config.MaxConns = int32(min(options.Connections, 1000))
	}
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	// A statement that waits longer than a turn may take is a defect; the
	// session must not outlive its client.
	config.ConnConfig.RuntimeParams["statement_timeout"] = "15s"
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "30s"
	config.ConnConfig.RuntimeParams["application_name"] = "frontdesk"
	// Our statements take arrays, whose length is known only when they run, so
	// PostgreSQL's estimate for one plan for all is above that for one call, and
	// it would plan every call anew: most of a turn's time (docs/benchmarks.md).
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.ConnConfig.RuntimeParams["jit"] = "off"
	// Every statement of a turn has its index. A table that was small or empty
	// when the statement was planned is not so for ever, and a plan that reads
	// the whole of it stays until the next ANALYZE.
	config.ConnConfig.RuntimeParams["enable_seqscan"] = "off"
	config.AfterConnect = func(_ context.Context, connection *pgx.Conn) error {
		// Ids travel in binary; as they are, they would as text.
		pgxuuid.Register(connection.TypeMap())
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", coded(err))
	}
	if err := refusePowerfulRole(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open store: %w", err)
	}
	queue, err := queuePool(ctx, config)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open store: %w", coded(err))
	}
	return &Store{pool: pool, queue: queue}, nil
}

// queuePool is for River's own bookkeeping: that a job was fetched or is done.
// It need not wait for the disk: after a crash of PostgreSQL a job may run once
// more, and finds nothing left to do. Jobs are inserted in the transactions of
// the other pool, which do wait.
func queuePool(ctx context.Context, config *pgxpool.Config) (*pgxpool.Pool, error) {
	const connections = 6 // one listens, the others fetch, complete and lead
	config = config.Copy()
	config.MaxConns = connections
	config.ConnConfig.RuntimeParams["application_name"] = "frontdesk-river"
	config.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	return pgxpool.NewWithConfig(ctx, config)
}

// refusePowerfulRole keeps a mistake in the connection string from switching
// row-level security off without a sound.
func refusePowerfulRole(ctx context.Context, pool *pgxpool.Pool) error {
	const query = `
SELECT EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls) AND pg_has_role(session_user, r.oid, 'MEMBER')),
    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
        AND pg_has_role(session_user, c.relowner, 'MEMBER'))`
	var bypasses, owns bool
	if err := pool.QueryRow(ctx, query).Scan(&bypasses, &owns); err != nil {
		return coded(err)
	}
	const remedy = "; connect as a role that is only a member of frontdesk_app (docs/operations.md)"
	switch {
	case bypasses:
		return &records.Error{Code: records.CodeForbidden, Message: "the database role can bypass row-level security" + remedy}
	case owns:
		return &records.Error{Code: records.CodeForbidden, Message: "the database role owns tables" + remedy}
	}
	return nil
}

// Close waits for the connections in use and closes the pool.
func (s *Store) Close() {
	s.queue.Close()
	s.pool.Close()
}

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return coded(s.pool.Ping(ctx)) }

// Pool gives the connections to what needs no clinic.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// QueuePool gives River its connections; what it commits on them may be lost
// in a crash of PostgreSQL, and nothing else.
func (s *Store) QueuePool() *pgxpool.Pool { return s.queue }

// Tx is a transaction that works for one clinic at a time.
type Tx struct {
	pipeline *pipeline
	// queries run at once; later are queued and leave together with the next
	// one that must run at once, or with the commit.
	queries  *dbsqlc.Queries
	later    *dbsqlc.Queries
	clinicID uuid.UUID
	// clearing is the instant by which holds that ran out give way where time is
	// taken; zero where none is known to be in the way.
	clearing time.Time
}

// InClinic runs work in a transaction of one clinic and commits it if work
// returns nil. Outside of that clinic there is nothing to see, whatever the
// statement. The error keeps its records.Code.
func (s *Store) InClinic(ctx context.Context, clinicID uuid.UUID, work func(ctx context.Context, tx *Tx) error) error {
	return s.inTransaction(ctx, clinicID, work, "BEGIN")
}

// Across runs work in a transaction that starts in no clinic and therefore
// sees nothing until it enters one. It is for set-wise work over several
// clinics that commits at once.
func (s *Store) Across(ctx context.Context, work func(ctx context.Context, tx *Tx) error) error {
	return s.inTransaction(ctx, uuid.Nil, work, "BEGIN")
}

// AcrossLoosely is Across for what may be lost in a crash of PostgreSQL without
// harm: its commit does not wait for the disk.
func (s *Store) AcrossLoosely(ctx context.Context, work func(ctx context.Context, tx *Tx) error) error {
	return s.inTransaction(ctx, uuid.Nil, work, "BEGIN", "SET LOCAL synchronous_commit = off")
}

// InDirectory runs work in a read-only transaction that sees the directory:
// which channels, clinics and lanes there are, over all clinics, and nothing
// else of theirs.
func (s *Store) InDirectory(ctx context.Context, work func(ctx context.Context, tx *Tx) error) error {
	return s.inTransaction(ctx, uuid.Nil, work, "BEGIN READ ONLY", "SELECT set_config('frontdesk.directory', 'on', true)")
}

// inTransaction runs work behind the statements that begin its transaction,
// which leave with the first that work sends.
func (s *Store) inTransaction(ctx context.Context, clinicID uuid.UUID, work func(context.Context, *Tx) error, begin ...string) error {
	connection, err := s.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", coded(err))
	}
	// What is still in a transaction by then is closed by the pool.
	defer connection.Release()
	tx := newTx(connection)
	for _, statement := range begin {
		tx.pipeline.queue(statement)
	}
	if err := tx.Enter(ctx, clinicID); err != nil {
		return err
	}
	tx.pipeline.begins = tx.pipeline.queuedStatements()
	if err := work(ctx, tx); err != nil {
		// The work's error is what matters; a rollback that fails closes the
		// connection, which rolls back too.
		tx.pipeline.rollback(context.WithoutCancel(ctx))
		return coded(err)
	}
	if err := tx.pipeline.commit(ctx); err != nil {
		tx.pipeline.rollback(context.WithoutCancel(ctx))
		return fmt.Errorf("commit: %w", coded(err))
	}
	return nil
}

func newTx(connection *pgxpool.Conn) *Tx {
	pipeline := &pipeline{transaction: transaction{onConnection: connection, connection: connection}}
	return &Tx{
		pipeline: pipeline,
		queries:  dbsqlc.New(pipeline),
		later:    dbsqlc.New(deferring{pipeline}),
	}
}

// ClinicID is the clinic that the transaction works for at the moment.
func (tx *Tx) ClinicID() uuid.UUID { return tx.clinicID }

// Enter makes the transaction work for another clinic from here on.
func (tx *Tx) Enter(ctx context.Context, clinicID uuid.UUID) error {
	if tx.clinicID == clinicID {
		return nil
	}
	if _, err := (deferring{tx.pipeline}).Exec(ctx, "SELECT set_config('frontdesk.clinic', $1, true)", clinicID.String()); err != nil {
		return err
	}
	tx.clinicID = clinicID
	return nil
}

// River gives the transaction to River, for jobs that commit with the rest.
// What was queued runs before.
func (tx *Tx) River(ctx context.Context) (pgx.Tx, error) {
	if err := tx.pipeline.flush(ctx); err != nil {
		return nil, err
	}
	return tx.pipeline.transaction, nil
}

// Together runs work that stands or falls as a whole: what it wrote is undone
// when it returns an error, and the transaction goes on. Together does not nest.
func (tx *Tx) Together(ctx context.Context, work func(ctx context.Context) error) error {
	if _, err := tx.pipeline.Exec(ctx, "SAVEPOINT together"); err != nil {
		return coded(err)
	}
	err := work(ctx)
	if err == nil {
		tx.pipeline.queue("RELEASE SAVEPOINT together")
		return nil
	}
	tx.pipeline.queued = nil
	if _, undo := tx.pipeline.Exec(ctx, "ROLLBACK TO SAVEPOINT together"); undo != nil {
		return coded(undo)
	}
	return err
}

// attempt runs work that may fail without failing the transaction: what it
// wrote is undone when it returns an error. The savepoint travels with the
// work's own statements. Attempts don't nest.
func (tx *Tx) attempt(ctx context.Context, work func(ctx context.Context) error) error {
	before := tx.pipeline.queuedStatements()
	tx.pipeline.queue("SAVEPOINT attempt")
	batch := tx.pipeline.queued
	err := work(ctx)
	if err == nil {
		tx.pipeline.queue("RELEASE SAVEPOINT attempt")
		return nil
	}
	if tx.pipeline.queued == batch {
		batch.QueuedQueries = batch.QueuedQueries[:before] // the work has sent nothing
		return coded(err)
	}
	tx.pipeline.queued = nil
	if _, undo := tx.pipeline.Exec(ctx, "ROLLBACK TO SAVEPOINT attempt"); undo != nil {
		return coded(err) // the transaction had failed before, and will not commit
	}
	return coded(err)
}
