package private

import (
	"testing"

	"golang.org/x/sync/errgroup"

	"frontdesk/migrations"
)

func TestEnsureDatabase(t *testing.T) {
	t.Parallel()
	server := startServer(t, Options{Directory: temporaryFolder(t)})
	var callers errgroup.Group
	for range 8 {
		callers.Go(func() error { return server.EnsureDatabase(t.Context(), "clinics") })
	}
	if err := callers.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := migrations.Up(t.Context(), server.URL("clinics", OwnerRole)); err != nil {
		t.Fatal(err)
	}
	if got := query(t, server.URL("clinics", LoginRole), `
		SELECT concat_ws(',', session_user, pg_has_role(session_user, 'frontdesk_app', 'MEMBER'),
			(SELECT bool_or(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) FROM pg_roles WHERE rolname LIKE 'frontdesk_app%'),
			(SELECT count(*) FROM pg_class WHERE pg_has_role(session_user, relowner, 'MEMBER')))`); got != "frontdesk_app_login,t,f,0" {
		t.Errorf("the application's role is %s, want a member of frontdesk_app without powers or possessions", got)
	}
	if got := query(t, server.URL("clinics", OwnerRole), `
		SELECT concat_ws(',', rolsuper, rolbypassrls, rolcreaterole) FROM pg_roles WHERE rolname = session_user`); got != "f,f,t" {
		t.Errorf("the owner's superuser, bypassrls, createrole are %s", got)
	}
}
