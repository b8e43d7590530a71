package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
)

// resetStatements begins a new account of PostgreSQL's time.
func (b *turnsBench) resetStatements(ctx context.Context) error {
	return b.asSuperuser(ctx, func(connection *pgx.Conn) error {
		_, err := connection.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset()")
		return err
	})
}

// printStatements lists the statements that took most of PostgreSQL's time.
func (b *turnsBench) printStatements(ctx context.Context, output io.Writer) error {
	return b.asSuperuser(ctx, func(connection *pgx.Conn) error {
		rows, err := connection.Query(ctx, `SELECT calls, total_exec_time + total_plan_time, rows, query FROM pg_stat_statements
			ORDER BY 2 DESC LIMIT 25`)
		if err != nil {
			return err
		}
		fmt.Fprintf(output, "\n%9s %11s %9s %9s  %s\n", "calls", "total ms", "mean ms", "rows", "statement")
		var calls, count int64
		var total float64
		var query string
		_, err = pgx.ForEachRow(rows, []any{&calls, &total, &count, &query}, func() error {
			text := strings.Join(strings.Fields(query), " ")
			_, err := fmt.Fprintf(output, "%9d %11.0f %9.3f %9d  %.110s\n", calls, total, total/float64(calls), count, text)
			return err
		})
		fmt.Fprintln(output)
		return err
	})
}

func (b *turnsBench) asSuperuser(ctx context.Context, work func(connection *pgx.Conn) error) error {
	connection, err := pgx.Connect(ctx, b.server.SuperuserURL(demoDatabase))
	if err != nil {
		return err
	}
	return errors.Join(work(connection), connection.Close(context.WithoutCancel(ctx)))
}
