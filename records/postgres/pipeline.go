package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pipeline is a transaction whose deferred statements travel together, in
// order, in one round trip. A statement that needs its answer sends the
// deferred ones ahead of itself.
type pipeline struct {
	transaction transaction
	queued      *pgx.Batch
	// begins is how many statements begin the transaction. They were queued
	// first; begun is true once they have been sent.
	begins int
	begun  bool
}

// commit sends what is still queued and commits. A transaction that has sent
// nothing has nothing to commit.
func (p *pipeline) commit(ctx context.Context) error {
	if !p.begun && p.queued.Len() == p.begins {
		return nil
	}
	if p.queued != nil && slices.ContainsFunc(p.queued.QueuedQueries, answered) {
		// Whoever reads an answer may refuse it.
		if err := p.flush(ctx); err != nil {
			return err
		}
	}
	p.queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
		if tag.String() == "ROLLBACK" {
			return pgx.ErrTxCommitRollback
		}
		return nil
	})
	return p.flush(ctx)
}

// answered says whether a statement's answer is read.
func answered(statement *pgx.QueuedQuery) bool { return statement.Fn != nil }

// rollback ends the transaction if it has begun.
func (p *pipeline) rollback(ctx context.Context) {
	p.queued = nil
	if p.transaction.Conn().PgConn().TxStatus() == idle {
		return
	}
	if _, err := p.transaction.Exec(ctx, "ROLLBACK"); err != nil {
		_ = p.transaction.Conn().Close(ctx) // the server rolls back what is closed
	}
}

// idle is the status of a connection outside of a transaction.
const idle = 'I'

// errNotBegun keeps statements of a transaction that did not come about, as its
// first ones could not even be prepared, from running on their own.
var errNotBegun = errors.New("the transaction has not begun")

// standing says whether the transaction that was begun is there, be it failed.
func (p *pipeline) standing() error {
	if p.begun && p.transaction.Conn().PgConn().TxStatus() == idle {
		return errNotBegun
	}
	return nil
}

func (p *pipeline) flush(ctx context.Context) error {
	if p.queued == nil {
		return nil
	}
	if err := p.standing(); err != nil {
		return err
	}
	batch := p.queued
	p.queued, p.begun = nil, true
	return coded(p.transaction.SendBatch(ctx, batch).Close())
}

// Exec implements dbsqlc.DBTX.
func (p *pipeline) Exec(ctx context.Context, sql string, arguments ...any) (pgconn.CommandTag, error) {
	if err := p.standing(); err != nil {
		return pgconn.CommandTag{}, err
	}
	if p.queued == nil {
		return p.transaction.Exec(ctx, sql, arguments...)
	}
	results, err := p.sendWith(ctx, sql, arguments)
	if err != nil {
		return pgconn.CommandTag{}, err
	}
	tag, err := results.Exec()
	return tag, errors.Join(err, results.Close())
}

// Query implements dbsqlc.DBTX.
func (p *pipeline) Query(ctx context.Context, sql string, arguments ...any) (pgx.Rows, error) {
	if err := p.standing(); err != nil {
		return nil, err
	}
	if p.queued == nil {
		return p.transaction.Query(ctx, sql, arguments...)
	}
	results, err := p.sendWith(ctx, sql, arguments)
	if err != nil {
		return nil, err
	}
	rows, err := results.Query()
	if err != nil {
		return nil, errors.Join(err, results.Close())
	}
	return &lastRows{Rows: rows, results: results}, nil
}

// QueryRow implements dbsqlc.DBTX.
func (p *pipeline) QueryRow(ctx context.Context, sql string, arguments ...any) pgx.Row {
	rows, err := p.Query(ctx, sql, arguments...)
	return &oneRow{rows: rows, err: err}
}

// sendWith sends the deferred statements and one more behind them, and leaves
// its answer to be read.
func (p *pipeline) sendWith(ctx context.Context, sql string, arguments []any) (pgx.BatchResults, error) {
	batch := p.queued
	p.queued, p.begun = nil, true
	ahead := batch.Len()
	batch.Queue(sql, arguments...)
	results := p.transaction.SendBatch(ctx, batch)
	for _, statement := range batch.QueuedQueries[:ahead] {
		var err error
		if statement.Fn != nil {
			err = statement.Fn(results)
		} else {
			_, err = results.Exec()
		}
		if err != nil {
			_ = results.Close() // it would repeat the error
			return nil, coded(err)
		}
	}
	return results, nil
}

// lastRows are the rows of the last statement of a batch; closing them ends
// the batch.
type lastRows struct {
	pgx.Rows
	results pgx.BatchResults
}

// Close ends the batch as well.
func (r *lastRows) Close() {
	r.Rows.Close()
	_ = r.results.Close() // nothing is behind these rows; their error is Err's
}

// oneRow is the first of some rows, as pgx's own QueryRow gives it.
type oneRow struct {
	rows pgx.Rows
	err  error
}

// Scan reads the row; pgx.ErrNoRows when there is none.
func (r *oneRow) Scan(into ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := r.rows.Scan(into...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}

// deferring queues statements whose answer nobody waits for; an error of
// theirs appears at the next flush and fails the transaction.
type deferring struct{ *pipeline }

// Exec queues the statement.
func (d deferring) Exec(_ context.Context, sql string, arguments ...any) (pgconn.CommandTag, error) {
	d.queue(sql, arguments...)
	return pgconn.CommandTag{}, nil
}

func (p *pipeline) queue(sql string, arguments ...any) *pgx.QueuedQuery {
	if p.queued == nil {
		p.queued = &pgx.Batch{}
	}
	return p.queued.Queue(sql, arguments...)
}

// queuedStatements counts what waits to be sent.
func (p *pipeline) queuedStatements() int {
	if p.queued == nil {
		return 0
	}
	return p.queued.Len()
}

// collect queues a query whose rows land in into at the next flush.
func collect[Row any](p *pipeline, into *[]Row, sql string, arguments ...any) {
	p.queue(sql, arguments...).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Row])
		*into = found
		return err
	})
}

// collectValues queues a query of one column whose values land in into at the
// next flush.
func collectValues[Value any](p *pipeline, into *[]Value, sql string, arguments ...any) {
	p.queue(sql, arguments...).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowTo[Value])
		*into = found
		return err
	})
}
