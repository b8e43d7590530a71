package postgrestest

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestNew(t *testing.T) {
	t.Parallel()
	db := New(t)
	connection, err := pgx.Connect(t.Context(), db.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = connection.Close(t.Context())
}
