package jobs_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
)

// jpeg begins as pictures do.
var jpeg = []byte("\xff\xd8\xff\xe0 a card of somebody's insurance")

// photo is a message with pictures.
func photo(id string, count int) channel.Inbound {
	message := channel.Inbound{ProviderID: id, From: phone, MediaCount: count}
	for range count {
		message.Media = append(message.Media, channel.Media{Reference: id + "/ME", ContentType: "image/jpeg"})
	}
	return message
}

// mediaJobs fetches whatever there is a job for, by hand, and gives how long
// each is to be left alone.
func (w *world) mediaJobs() []time.Duration {
	w.t.Helper()
	rows := w.texts(`SELECT args->>'media_id' FROM river.river_job WHERE kind = 'fetch_media' ORDER BY id`)
	var pauses []time.Duration
	for _, row := range rows {
		again, err := w.jobs.FetchMedia(w.t.Context(), jobs.FetchMediaArgs{ClinicID: w.clinic.ID, MediaID: uuid.MustParse(row)})
		if err != nil {
			w.t.Fatal(err)
		}
		pauses = append(pauses, again)
	}
	return pauses
}

// texts gives the texts of a query with one column.
func (w *world) texts(query string) []string {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer connection.Close(context.Background())
	rows, err := connection.Query(w.t.Context(), query)
	if err != nil {
		w.t.Fatal(err)
	}
	texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.t.Fatal(err)
	}
	return texts
}

// counts waits until a query counts so many.
func (w *world) counts(want int, query string) {
	w.t.Helper()
	w.until(query, func() bool { return w.number(query) == want })
}

// A photo that was asked for is the patient's card: thanked for at once, kept
// under the patient, and staff read it, which the audit trail shows.
func TestCardPhotoIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.provider.files = []file{{content: jpeg}}
	w.start()
	w.say("my insurance changed")
	w.receive(photo("SMcard", 1))
	if reply := w.wait(2)[1].Text; !strings.Contains(reply, "our team will read the card") {
		t.Errorf("the reply is %q", reply)
	}
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	manager := jobs.Principal{ClinicID: w.clinic.ID, StaffID: uuid.New()}
	w.counts(1, `SELECT count(*) FROM media WHERE status = 'stored'`)
	listed, err := desk.PatientMedia(t.Context(), manager, patient.ID)
	if err != nil || len(listed) != 1 {
		t.Fatalf("%d files are listed: %v", len(listed), err)
	}
	sum := sha256.Sum256(jpeg)
	media := listed[0]
	if media.PatientID != patient.ID || media.Purpose != records.MediaInsuranceCard || media.ContentType != "image/jpeg" ||
		media.Size != len(jpeg) || string(media.SHA256) != string(sum[:]) {
		t.Errorf("listed is %+v", media)
	}
	read, err := desk.MediaFile(t.Context(), manager, media.ID)
	if err != nil || string(read.Content) != string(jpeg) {
		t.Errorf("%d bytes: %v", len(read.Content), err)
	}
	if read := w.number(`SELECT count(*) FROM audit_event WHERE entity_kind = 'Media' AND action = 'R' AND patient_id = $1`, patient.ID); read != 2 {
		t.Errorf("%d events of the audit trail", read)
	}
	asked := w.provider.fetched()
	if len(asked) != 1 || asked[0].Reference != "SMcard/ME" || asked[0].MessageID != "SMcard" || asked[0].Place != 0 || asked[0].Channel.ID != w.clinic.SMS.ID {
		t.Errorf("the provider was asked for %+v", asked)
	}
}

// Invariant 2: a message that comes twice has its pictures once.
func TestMediaOfRepeatedDeliveries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		w.receive(photo("SMtwice", 2))
	}
	for what, query := range map[string]string{
		"files": `SELECT count(*) FROM media WHERE status = 'pending'`, "jobs": `SELECT count(*) FROM river.river_job WHERE kind = 'fetch_media'`,
	} {
		if count := w.number(query); count != 2 {
			t.Errorf("%d %s", count, what)
		}
	}
	if args := w.texts(`SELECT args::text FROM river.river_job WHERE kind = 'fetch_media' LIMIT 1`); strings.Contains(args[0], "SM") || strings.Contains(args[0], phone) {
		t.Errorf("the job says %s", args)
	}
	// The job, too, may run twice.
	w.provider.files = []file{{content: jpeg}}
	w.mediaJobs()
	w.mediaJobs()
	if fetched := len(w.provider.fetched()); fetched != 2 {
		t.Errorf("the provider was asked %d times", fetched)
	}
	if count := w.number(`SELECT count(*) FROM media_content`); count != 2 {
		t.Errorf("%d contents", count)
	}
}

// What is not there yet is asked for again, and in the end given up.
func TestMediaIsTriedAgain(t *testing.T) {
	t.Parallel()
	notYet := file{err: &channel.MediaError{Reason: records.MediaGone, Again: true}}
	w := newWorld(t)
	w.provider.files = []file{notYet, {err: &channel.MediaError{Reason: records.MediaUnavailable, Again: true}}, {content: jpeg}}
	w.receive(photo("SMlate", 1))
	var pauses []time.Duration
	for range 3 {
		pauses = append(pauses, w.mediaJobs()...)
	}
	if pauses[0] <= 0 || pauses[1] <= pauses[0] || pauses[2] != 0 {
		t.Errorf("left alone for %v", pauses)
	}
	if stored := w.number(`SELECT count(*) FROM media WHERE status = 'stored' AND attempts = 3`); stored != 1 {
		t.Error("it is not stored")
	}

	w = newWorld(t)
	w.provider.files = []file{notYet}
	w.receive(photo("SMnever", 1))
	tries := 1
	for w.mediaJobs()[0] > 0 {
		tries++
	}
	if failed := w.number(`SELECT count(*) FROM media WHERE status = 'failed' AND reason = 'gone'`); failed != 1 || tries != 9 {
		t.Errorf("after %d tries %d have failed", tries, failed)
	}
}

// What is no picture, or too much of one, is not kept.
func TestMediaThatIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file        file
		status, why string
	}{
		"a voice note that says it is a picture": {file{content: []byte("OggS\x00\x02")}, "refused", "wrong-type"},
		"a page that says it is a picture":       {file{content: []byte("<html><script>alert(1)</script>")}, "refused", "wrong-type"},
		"too large":                              {file{err: &channel.MediaError{Reason: records.MediaTooLarge}}, "refused", "too-large"},
		"somewhere else":                         {file{err: &channel.MediaError{Reason: records.MediaForbiddenAddress}}, "failed", "forbidden-address"},
		"deleted":                                {file{err: &channel.MediaError{Reason: records.MediaGone}}, "failed", "gone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.provider.files = []file{test.file}
			w.receive(photo("SMbad", 1))
			if pauses := w.mediaJobs(); pauses[0] != 0 {
				t.Errorf("tried again after %v", pauses)
			}
			if got := w.texts(`SELECT status || ' ' || reason FROM media`); got[0] != test.status+" "+test.why {
				t.Errorf("it is %s", got)
			}
			if kept := w.number(`SELECT count(*) FROM media_content`); kept != 0 {
				t.Error("its bytes are kept")
			}
		})
	}
}

// A file whose job is lost is found by the sweep, and not before its time.
func TestLostMediaJobIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.files = []file{{content: jpeg}}
	w.receive(photo("SMlost", 1))
	w.texts(`DELETE FROM river.river_job RETURNING kind`)
	waiting := func() int { return w.number(`SELECT count(*) FROM river.river_job WHERE kind = 'fetch_media'`) }
	sweep := func() {
		if err := w.jobs.SweepMedia(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	sweep()
	if waiting() != 0 {
		t.Error("a file that has only just come is given a second job")
	}
	w.clock.advance(2 * time.Minute)
	sweep()
	sweep()
	if waiting() != 1 {
		t.Errorf("%d jobs", waiting())
	}
	w.mediaJobs()
	w.clock.advance(time.Hour)
	sweep()
	if waiting() != 1 || w.number(`SELECT count(*) FROM media WHERE status = 'stored'`) != 1 {
		t.Error("it was not fetched once")
	}
}

// Who has their number removed has their pictures removed, but for those that
// are part of a patient's record.
func TestRemovedNumberTakesItsMedia(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.provider.files = []file{{content: jpeg}}
	w.start()
	w.say("my insurance changed")
	w.receive(photo("SMcard", 2))
	w.wait(2)
	w.receive(photo("SMholiday", 1))
	w.wait(3)
	w.counts(3, `SELECT count(*) FROM media WHERE status = 'stored'`)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	for role, want := range map[records.Role]int{records.RoleFrontDesk: 3, records.RoleBilling: 2} {
		by := jobs.Principal{ClinicID: w.clinic.ID, StaffID: uuid.New(), Role: role}
		listed, err := desk.PatientMedia(t.Context(), by, patient.ID)
		if err != nil || len(listed) != want {
			t.Errorf("%s sees %d files: %v", role, len(listed), err)
		}
		_, err = desk.MediaFile(t.Context(), by, uuid.MustParse(w.texts(`SELECT id::text FROM media WHERE purpose = ''`)[0]))
		if billing := role == records.RoleBilling; billing != (records.CodeOf(err) == records.CodeNotFound) {
			t.Errorf("%s reads what nobody asked for: %v", role, err)
		}
	}
	w.say("privacy")
	w.say("2")
	if reply := w.say("yes"); !strings.Contains(reply, "won't write to this number") {
		t.Fatalf("the reply is %q", reply)
	}
	w.counts(2, `SELECT count(*) FROM media_content`)
	erased := w.number(`SELECT count(*) FROM media WHERE status = 'erased' AND sha256 IS NULL AND size = 0 AND content_type = ''`)
	card := w.number(`SELECT count(*) FROM media WHERE status = 'stored' AND purpose = 'insurance-card' AND patient_id IS NOT NULL`)
	if erased != 1 || card != 2 {
		t.Errorf("%d erased, %d of the card", erased, card)
	}
	// What comes too late for an erased one is not stored.
	if n := w.number(`SELECT count(*) FROM media WHERE status = 'pending'`); n != 0 {
		t.Errorf("%d pending", n)
	}
}

// A stranger's picture is reached from its task, once its conversation is all
// that is known of them.
func TestStrangersPhotoIsReached(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.files = []file{{content: jpeg}}
	w.start()
	w.receive(photo("SMstranger", 1))
	if reply := w.wait(1)[0].Text; !strings.Contains(reply, "Thank you for the picture") {
		t.Errorf("the reply is %q", reply)
	}
	w.counts(1, `SELECT count(*) FROM media WHERE status = 'stored'`)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	by := jobs.Principal{ClinicID: w.clinic.ID, StaffID: uuid.New(), Role: records.RoleFrontDesk}
	tasks, err := desk.Tasks(t.Context(), by, jobs.Position{}, 10)
	if err != nil || len(tasks.Tasks) != 1 || tasks.Tasks[0].Code != records.TaskPhoto {
		t.Fatalf("tasks %+v: %v", tasks.Tasks, err)
	}
	media, err := desk.TaskMedia(t.Context(), by, tasks.Tasks[0].ID)
	if err != nil || len(media) != 1 || media[0].Status != records.MediaStored {
		t.Fatalf("media %+v: %v", media, err)
	}
	if read, err := desk.MediaFile(t.Context(), by, media[0].ID); err != nil || string(read.Content) != string(jpeg) {
		t.Errorf("%d bytes: %v", len(read.Content), err)
	}
	if _, err := desk.TaskMedia(t.Context(), by, uuid.New()); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("a task that there isn't: %v", err)
	}
}

// Where the clinic wants it, the provider deletes its copy of each file once it
// is settled: stored, refused, or erased before it was fetched.
func TestProviderCopyIsErased(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	manager := jobs.Principal{ClinicID: w.clinic.ID, Role: records.RoleManager}
	w.provider.files = []file{{content: jpeg}, {content: []byte("OggS\x00\x02")}}
	copies := func() []string {
		return w.texts(`SELECT args->>'media_id' FROM river.river_job WHERE kind = 'erase_media_copy' ORDER BY id`)
	}

	w.receive(photo("SMbefore", 1))
	w.mediaJobs()
	if kept := copies(); len(kept) != 0 {
		t.Errorf("%d copies are erased without being asked for", len(kept))
	}
	if _, err := desk.ChangeClinic(t.Context(), manager, func(clinic *records.Clinic) { clinic.EraseProviderMedia = true }); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(time.Minute)
	w.texts(`DELETE FROM river.river_job RETURNING kind`)
	w.provider.files = []file{{content: jpeg}, {content: []byte("OggS\x00\x02")}}
	w.receive(photo("SMtwo", 2))
	w.receive(photo("SMlate", 1))
	w.texts(`UPDATE media SET status = 'erased', fetch_after = NULL WHERE message_id = (SELECT id FROM message WHERE provider_id = 'SMlate') RETURNING status`)
	w.mediaJobs()
	due := copies()
	if len(due) != 3 {
		t.Fatalf("%d copies are to be erased", len(due))
	}
	w.provider.eraseFails = 1
	for round, want := range []bool{false, true, true} {
		for at, mediaID := range due {
			erased, err := w.jobs.EraseMediaCopy(t.Context(), jobs.EraseMediaCopyArgs{ClinicID: w.clinic.ID, MediaID: uuid.MustParse(mediaID)})
			if err != nil || erased != (want || at > 0) {
				t.Errorf("round %d, copy %d: erased %t, %v", round, at, erased, err)
			}
		}
	}
	if asked := len(w.provider.erased); asked != 3 {
		t.Errorf("the provider was asked %d times", asked)
	}
	if gone := w.number(`SELECT count(*) FROM media WHERE copy_erased_at IS NOT NULL`); gone != 3 {
		t.Errorf("%d copies are erased", gone)
	}
}

// A telephone that sends without end fills no disk.
func TestMediaOfOneDayIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.files = []file{{content: jpeg}}
	for _, id := range []string{"SM1", "SM2", "SM3", "SM4", "SM5"} {
		w.receive(photo(id, 10))
	}
	w.mediaJobs()
	if stored := w.number(`SELECT count(*) FROM media WHERE status = 'stored'`); stored != 40 {
		t.Errorf("%d files of a day are stored", stored)
	}
	if refused := w.number(`SELECT count(*) FROM media WHERE status = 'refused' AND reason = 'too-many'`); refused != 10 {
		t.Errorf("%d are refused", refused)
	}
	w.clock.advance(25 * time.Hour)
	w.texts(`DELETE FROM river.river_job RETURNING kind`)
	w.receive(photo("SM6", 1))
	w.mediaJobs()
	if stored := w.number(`SELECT count(*) FROM media WHERE status = 'stored'`); stored != 41 {
		t.Errorf("%d files are stored the day after", stored)
	}
}
