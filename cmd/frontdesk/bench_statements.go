package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/records/postgres/private"
)

// statementAccount is the setting of a server that keeps an account of where its
// time goes.
func statementAccount() map[string]string {
	return map[string]string{"shared_preload_libraries": "pg_stat_statements"}
}

// resetStatements begins a new account of PostgreSQL's time.
func resetStatements(ctx context.Context, server *private.Server) error {
	return asSuperuser(ctx, server, func(connection *pgx.Conn) error {
		_, err := connection.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset()")
		return err
	})
}

// printStatements lists the statements that took most of PostgreSQL's time.
func printStatements(ctx context.Context, server *private.Server, output io.Writer) error {
	return asSuperuser(ctx, server, func(connection *pgx.Conn) error {
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

func asSuperuser(ctx context.Context, server *private.Server, work func(connection *pgx.Conn) error) error {
	connection, err := pgx.Connect(ctx, server.SuperuserURL(demoDatabase))
	if err != nil {
		return err
	}
	return errors.Join(work(connection), connection.Close(context.WithoutCancel(ctx)))
}
