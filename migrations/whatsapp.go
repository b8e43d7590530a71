//go:build !nowhatsapp

package migrations

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/store/sqlstore/upgrades"
)

// upWhatsApp has whatsmeow bring its tables up to date, in a schema of their
// own, and puts row-level security on them. The library looks for its tables
// without regard to schemas, so a database has room for one such schema.
func upWhatsApp(ctx context.Context, url string) error {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	config.ConnConfig.RuntimeParams["search_path"] = "whatsmeow"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS whatsmeow"); err != nil {
		return err
	}
	database := stdlib.OpenDBFromPool(pool)
	err = sqlstore.NewWithDB(database, "pgx", nil).Upgrade(ctx)
	if err = errors.Join(err, database.Close()); err != nil {
		return err
	}
	_, err = pool.Exec(ctx, guardWhatsApp)
	return err
}

// guardWhatsApp runs after every upgrade, since the library's next version may
// bring new tables. A device's rows are seen by its clinic alone. The policies
// bind the program and not the owner, whose upgrades must see all rows. What
// names no device stays open: which hidden id is which number is WhatsApp's
// directory and not a clinic's.
const guardWhatsApp = `
GRANT USAGE ON SCHEMA whatsmeow TO frontdesk_app;
DO $$
DECLARE
    device_table record;
BEGIN
    FOR device_table IN
        SELECT c.relname, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('our_jid', 'jid')
            AND NOT a.attisdropped ORDER BY a.attname DESC LIMIT 1) AS device
        FROM pg_class c WHERE c.relnamespace = 'whatsmeow'::regnamespace AND c.relkind = 'r'
    LOOP
        CONTINUE WHEN device_table.relname = 'whatsmeow_version';
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON whatsmeow.%I TO frontdesk_app', device_table.relname);
        CONTINUE WHEN device_table.device IS NULL;
        EXECUTE format('ALTER TABLE whatsmeow.%I ENABLE ROW LEVEL SECURITY', device_table.relname);
        EXECUTE format('DROP POLICY IF EXISTS tenant ON whatsmeow.%I', device_table.relname);
        EXECUTE format('CREATE POLICY tenant ON whatsmeow.%1$I USING (EXISTS (SELECT FROM public.whatsapp_device d
            WHERE d.clinic_id = public.current_clinic() AND d.jid = %1$I.%2$I))', device_table.relname, device_table.device);
    END LOOP;
END $$`

// fingerprintWhatsApp adds the library's version to the schema's.
func fingerprintWhatsApp(digest io.Writer) {
	fmt.Fprintf(digest, "whatsmeow %d\n%s", len(upgrades.Table), guardWhatsApp)
}
