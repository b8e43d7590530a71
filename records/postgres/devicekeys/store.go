//go:build !nowhatsapp

package devicekeys

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	waLog "go.mau.fi/whatsmeow/util/log"

	"frontdesk/records"
)

// connections is how many a device uses at most: one for what comes in, one for
// what goes out.
const connections = 2

// Store is the keys of one clinic's devices. Its connections work for that
// clinic alone: row-level security shows them no other device's keys.
type Store struct {
	container *sqlstore.Container
	pool      *pgxpool.Pool
}

// Open connects to the keys of a clinic's devices, in a migrated database.
func Open(ctx context.Context, url string, clinicID uuid.UUID, log waLog.Logger) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("open device keys: %w", unavailable(err))
	}
	config.MaxConns = connections
	config.ConnConfig.RuntimeParams["application_name"] = "frontdesk-whatsapp"
	config.ConnConfig.RuntimeParams["search_path"] = "whatsmeow"
	config.ConnConfig.RuntimeParams["statement_timeout"] = "15s"
	config.AfterConnect = func(ctx context.Context, connection *pgx.Conn) error {
		_, err := connection.Exec(ctx, "SELECT set_config('frontdesk.clinic', $1, false)", clinicID.String())
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open device keys: %w", unavailable(err))
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open device keys: %w", unavailable(err))
	}
	return &Store{container: sqlstore.NewWithDB(stdlib.OpenDBFromPool(pool), "pgx", log), pool: pool}, nil
}

// unavailable keeps a connection string's parts out of what is said of it.
func unavailable(err error) error {
	return &records.Error{Code: records.CodeUnavailable, Message: "the database does not answer", Err: err}
}

// Device gives the keys of the device of this name; records.CodeNotFound when
// the clinic has none of it.
func (s *Store) Device(ctx context.Context, jid string) (*store.Device, error) {
	parsed, err := types.ParseJID(jid)
	if err != nil {
		return nil, fmt.Errorf("read device keys: %w", records.Invalid("jid", "is no name of a WhatsApp device"))
	}
	device, err := s.container.GetDevice(ctx, parsed)
	if err != nil {
		return nil, fmt.Errorf("read device keys: %w", err)
	}
	if device == nil {
		return nil, records.NotFound("linked device")
	}
	return device, nil
}

// NewDevice makes keys for a device that is not linked yet. They are stored
// once it is.
func (s *Store) NewDevice() *store.Device { return s.container.NewDevice() }

// Close ends the connections.
func (s *Store) Close() error {
	err := s.container.Close()
	s.pool.Close()
	return err
}
