package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// onConnection is what a connection of the pool does for a transaction.
type onConnection interface {
	Exec(ctx context.Context, sql string, arguments ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, arguments ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, arguments ...any) pgx.Row
	SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error)
}

// transaction is one on a connection of the pool whose BEGIN and COMMIT are
// statements like others, so that they travel with those that they enclose: a
// transaction of one query is one round trip and not three. It is also what
// River inserts its jobs through; the store alone ends it.
type transaction struct {
	onConnection
	connection *pgxpool.Conn
}

var _ pgx.Tx = transaction{}

// errStoreEnds is what whoever was lent a transaction gets for ending it.
var errStoreEnds = errors.New("the store ends this transaction")

// Commit is refused: the store's work commits as a whole.
func (transaction) Commit(context.Context) error { return errStoreEnds }

// Rollback is refused: it is an error of the store's work that rolls back.
func (transaction) Rollback(context.Context) error { return errStoreEnds }

// Begin makes a savepoint.
func (t transaction) Begin(ctx context.Context) (pgx.Tx, error) {
	_, err := t.Exec(ctx, "SAVEPOINT nested")
	return savepoint{t}, err
}

// LargeObjects are of no use here: what it returns belongs to no transaction.
func (transaction) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

// Prepare prepares a statement on the connection.
func (t transaction) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return t.Conn().Prepare(ctx, name, sql)
}

// Conn gives the connection beneath.
func (t transaction) Conn() *pgx.Conn { return t.connection.Conn() }

// savepoint is a part of a transaction that can be undone. Those within it
// have its name; PostgreSQL takes the innermost.
type savepoint struct{ transaction }

// Commit keeps what was done since.
func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.Exec(ctx, "RELEASE SAVEPOINT nested")
	return err
}

// Rollback undoes what was done since.
func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.Exec(ctx, "ROLLBACK TO SAVEPOINT nested")
	return err
}
