package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pipeline is a transaction whose deferred statements travel together, in
// order, in one round trip. A statement that needs its answer sends the
// deferred ones ahead of itself.
type pipeline struct {
	transaction pgx.Tx
	queued      *pgx.Batch
}

func (p *pipeline) flush(ctx context.Context) error {
	if p.queued == nil {
		return nil
	}
	batch := p.queued
	p.queued = nil
	return coded(p.transaction.SendBatch(ctx, batch).Close())
}

// Exec implements dbsqlc.DBTX.
func (p *pipeline) Exec(ctx context.Context, sql string, arguments ...any) (pgconn.CommandTag, error) {
	if err := p.flush(ctx); err != nil {
		return pgconn.CommandTag{}, err
	}
	return p.transaction.Exec(ctx, sql, arguments...)
}

// Query implements dbsqlc.DBTX.
func (p *pipeline) Query(ctx context.Context, sql string, arguments ...any) (pgx.Rows, error) {
	if err := p.flush(ctx); err != nil {
		return nil, err
	}
	return p.transaction.Query(ctx, sql, arguments...)
}

// QueryRow implements dbsqlc.DBTX.
func (p *pipeline) QueryRow(ctx context.Context, sql string, arguments ...any) pgx.Row {
	if err := p.flush(ctx); err != nil {
		return failedRow{err}
	}
	return p.transaction.QueryRow(ctx, sql, arguments...)
}

type failedRow struct{ err error }

// Scan reports why the row never came.
func (r failedRow) Scan(...any) error { return r.err }

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

// collect queues a query whose rows land in into at the next flush.
func collect[Row any](p *pipeline, into *[]Row, sql string, arguments ...any) {
	p.queue(sql, arguments...).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Row])
		*into = found
		return err
	})
}

// affected queues a statement whose number of rows lands in into.
func affected(p *pipeline, into *int64, sql string, arguments ...any) {
	p.queue(sql, arguments...).Exec(func(tag pgconn.CommandTag) error {
		*into = tag.RowsAffected()
		return nil
	})
}
