package main

import (
	"testing"
	"time"

	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// A token that ran out while the clock was moved on is told from one that
// opens, and so is none.
func TestTheSampleTokenRunsOut(t *testing.T) {
	t.Parallel()
	store, err := postgres.Open(t.Context(), postgrestest.New(t).URL, postgres.Options{Connections: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	sample := sampleClinic{store: store, now: time.Now(), newID: newID}
	clinicID, err := sample.ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := sample.staff(t.Context(), clinicID)
	if err != nil {
		t.Fatal(err)
	}
	later := sample
	later.now = sample.now.Add(sampleTokenLife + time.Hour)
	for _, test := range []struct {
		name  string
		at    sampleClinic
		token string
		opens bool
	}{{"now", sample, token, true}, {"after its life", later, token, false}, {"none", sample, "", false}} {
		if opens, err := test.at.opens(t.Context(), test.token); err != nil || opens != test.opens {
			t.Errorf("%s: opens %t, %v, want %t", test.name, opens, err, test.opens)
		}
	}
}
