package flows

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/records"
)

// TestTheSameIsDoneWithoutNames plays every transcript as it is where answers
// may name nobody and nothing: as much is registered, booked, moved, cancelled
// and rated, and nobody is told more than that (checkLevel). Where not even
// times may be told, nothing more is than that there are people to ask.
func TestTheSameIsDoneWithoutNames(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "transcripts", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		done := func(level records.ContentLevel) string {
			s := &script{within: &level}
			s.play(t, string(text))
			cancelled := 0
			for _, a := range s.world.appointments {
				if a.Status == records.AppointmentCancelled {
					cancelled++
				}
			}
			w := s.world
			return fmt.Sprintf("%d registered, %d booked, %d moved, %d cancelled, %d rated, %d waiting", w.registered, w.booked, w.moved, cancelled, w.rated, len(w.wishes))
		}
		if with, without := done(records.ContentNames), done(records.ContentLogistics); with != without {
			t.Errorf("%s: %s; without names %s", filepath.Base(file), with, without)
		}
		done(records.ContentNeutral)
	}
}
