package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/conversations"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// upkeep is a clinic in which something is due at certain moments.
type upkeep struct {
	clock *simulator.Clock
	mutex sync.Mutex
	due   []time.Time
	// happened are the times at which the clinic caught up.
	happened []time.Time
	// busy, unless nil, keeps Settle waiting until it is closed.
	busy chan struct{}
	// settling is told of each call of Settle.
	settling chan struct{}
}

func (u *upkeep) CatchUp(context.Context) error {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.happened = append(u.happened, u.clock.Now())
	return nil
}

func (u *upkeep) Settle(ctx context.Context) error {
	select {
	case u.settling <- struct{}{}:
	default:
	}
	if u.busy == nil {
		return nil
	}
	select {
	case <-u.busy:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (u *upkeep) NextDue(_ context.Context, after time.Time) (time.Time, error) {
	for _, due := range u.due {
		if due.After(after) {
			return due, nil
		}
	}
	return time.Time{}, nil
}

// stored is what an inspector finds.
type stored struct {
	zone       *time.Location
	next       []time.Time
	inspection jobs.Inspection
	asked      []string
}

func (s *stored) Zone(context.Context, records.Channel) (*time.Location, error) { return s.zone, nil }

func (s *stored) NextAppointments(_ context.Context, _ records.Channel, addresses []string, _ time.Time) ([]time.Time, error) {
	s.asked = addresses
	return s.next, nil
}

func (s *stored) Inspect(_ context.Context, _ records.Channel, address string) (jobs.Inspection, error) {
	if address != phone {
		return jobs.Inspection{}, records.NotFound("conversation")
	}
	return s.inspection, nil
}

// trained is a simulator with a clock and a look behind the messages.
type trained struct {
	*simulator.Simulator
	clock  *simulator.Clock
	upkeep *upkeep
	stored *stored
}

// openTraining opens the clinic's simulator; the real time stands still at noon.
func openTraining(t *testing.T) *trained {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	clock := simulator.NewClock(func() time.Time { return noon }, 0, func(time.Duration) error { return nil })
	made := &trained{clock: clock, upkeep: &upkeep{clock: clock, settling: make(chan struct{}, 1)}, stored: &stored{zone: zone}}
	clinic := newClinic()
	clinic.training = &simulator.Training{Clock: clock, Upkeep: made.upkeep, Inspector: made.stored}
	made.Simulator = clinic.open(&bytes.Buffer{})
	return made
}

// read decodes an answer, which must have the status.
func read[T any](t *testing.T, answer *httptest.ResponseRecorder, status int) T {
	t.Helper()
	if answer.Code != status {
		t.Fatalf("status %d, want %d: %s", answer.Code, status, answer.Body)
	}
	var document T
	if err := json.Unmarshal(answer.Body.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func TestTheClockTellsTheTimeAndItsMoves(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	trained.stored.next = []time.Time{noon.AddDate(0, 0, 3)}
	state := read[simulator.ClockState](t, call(trained, http.MethodGet, "/simulator/clock?from=%2B15550001111&from=%2B15550002222", ""), http.StatusOK)
	if !state.Now.Equal(noon) || state.TimeZone != "America/New_York" {
		t.Errorf("it is %v in %s", state.Now, state.TimeZone)
	}
	var moves []simulator.Move
	for _, move := range state.Moves {
		moves = append(moves, move.Move)
	}
	if want := []simulator.Move{simulator.MoveHour, simulator.MoveMorning, simulator.MoveAppointment}; !slices.Equal(moves, want) {
		t.Errorf("moves %v, want %v", moves, want)
	}
	if want := []string{"+15550001111", "+15550002222"}; !slices.Equal(trained.stored.asked, want) {
		t.Errorf("looked for the appointments of %v, want %v", trained.stored.asked, want)
	}
}

// What is due on the way happens at its own time, in its order, and what is due
// later does not.
func TestTimePassesThroughWhatIsDue(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	evening, night, later := noon.Add(6*time.Hour), noon.Add(12*time.Hour), noon.Add(30*time.Hour)
	trained.upkeep.due = []time.Time{evening, night, later}
	state := read[simulator.ClockState](t, call(trained, http.MethodPost, "/simulator/clock", `{"move":"morning"}`), http.StatusOK)
	morning := time.Date(2026, time.March, 3, 13, 0, 0, 0, time.UTC)
	if !state.Now.Equal(morning) || !trained.clock.Now().Equal(morning) {
		t.Errorf("it is %v, want %v", state.Now, morning)
	}
	want := []time.Time{evening, night, morning}
	if len(trained.upkeep.happened) != len(want) {
		t.Fatalf("caught up at %v, want %v", trained.upkeep.happened, want)
	}
	for i, at := range trained.upkeep.happened {
		if at.Before(want[i]) || at.Sub(want[i]) > time.Second {
			t.Errorf("caught up at %v, want %v", at, want[i])
		}
	}
}

func TestTheClockGoesToATime(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	at := noon.Add(90 * time.Minute)
	state := read[simulator.ClockState](t, call(trained, http.MethodPost, "/simulator/clock", `{"at":"2026-03-02T18:30:00Z"}`), http.StatusOK)
	if !state.Now.Equal(at) {
		t.Errorf("it is %v, want %v", state.Now, at)
	}
}

func TestTheClockRefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]simulator.Problem{
		`{}`:                                 {Status: http.StatusUnprocessableEntity, Field: "move"},
		`{"move":"back"}`:                    {Status: http.StatusUnprocessableEntity, Field: "move"},
		`{"move":"appointment"}`:             {Status: http.StatusConflict, Field: "move"},
		`{"at":"2026-03-02T17:00:00Z"}`:      {Status: http.StatusUnprocessableEntity, Field: "at"},
		`{"at":"2020-01-01T00:00:00Z"}`:      {Status: http.StatusUnprocessableEntity, Field: "at"},
		`{"move":"hour","from":["me"]}`:      {Status: http.StatusUnprocessableEntity, Field: "from"},
		`{"move":"hour","forward":"please"}`: {Status: http.StatusBadRequest},
		`{"move":"hour","from":[` + strings.Repeat(`"+15550001111",`, 16) + `"+15550001111"]}`: {Status: http.StatusUnprocessableEntity, Field: "from"},
	} {
		trained := openTraining(t)
		problem := read[simulator.Problem](t, call(trained, http.MethodPost, "/simulator/clock", body), want.Status)
		if problem.Field != want.Field || problem.Detail == "" {
			t.Errorf("%s: %+v, want field %q", body, problem, want.Field)
		}
		if !trained.clock.Now().Equal(noon) {
			t.Errorf("%s moved the clock", body)
		}
	}
}

func TestTheClockIsMovedByOneAtATime(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	trained.upkeep.busy = make(chan struct{})
	first := make(chan int, 1)
	go func() { first <- call(trained, http.MethodPost, "/simulator/clock", `{"move":"hour"}`).Code }()
	<-trained.upkeep.settling
	if code := call(trained, http.MethodPost, "/simulator/clock", `{"move":"hour"}`).Code; code != http.StatusConflict {
		t.Errorf("a second move at once was answered with %d", code)
	}
	close(trained.upkeep.busy)
	if code := <-first; code != http.StatusOK {
		t.Errorf("the first move was answered with %d", code)
	}
	if want := noon.Add(time.Hour); !trained.clock.Now().Equal(want) {
		t.Errorf("it is %v, want %v", trained.clock.Now(), want)
	}
}

// Where real people are written to, the time is the real one.
func TestAClockWithoutUpkeepCannotBeMoved(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	trained := openTraining(t)
	clinic.training = &simulator.Training{Clock: trained.clock, Inspector: trained.stored}
	fixed := clinic.open(&bytes.Buffer{})
	if state := read[simulator.ClockState](t, call(fixed, http.MethodGet, "/simulator/clock", ""), http.StatusOK); len(state.Moves) != 0 {
		t.Errorf("it offers %v", state.Moves)
	}
	read[simulator.Problem](t, call(fixed, http.MethodPost, "/simulator/clock", `{"move":"hour"}`), http.StatusConflict)
	if !trained.clock.Now().Equal(noon) {
		t.Error("it was moved")
	}
}

func TestWithoutTrainingThereIsNoClockAndNoInspection(t *testing.T) {
	t.Parallel()
	plain := newClinic().open(&bytes.Buffer{})
	for _, target := range []string{"/simulator/clock", "/simulator/inspection?channel=sms&from=%2B15550001111"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if code := call(plain, method, target, "{}").Code; code != http.StatusNotFound {
				t.Errorf("%s %s: status %d", method, target, code)
			}
		}
	}
}

func TestTheClockAndTheInspectionAnswerThisMachineOnly(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	for _, target := range []string{"/simulator/clock", "/simulator/inspection?channel=sms&from=%2B15550001111"} {
		request := newRequest(http.MethodGet, target, "")
		request.RemoteAddr = "192.0.2.7:40000"
		if code := serve(trained, request).Code; code != http.StatusForbidden {
			t.Errorf("%s: status %d", target, code)
		}
	}
}

// secret is an address as the bot sends it: whoever has it opens it.
const secret = "https://front.example/l/demo#dGhpcyBpcyBhIHNlY3JldCBvZiAxMjggYml0cw"

func TestTheInspectionShowsTheTurnAndNoSecret(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	written := func(sequence int64, direction records.Direction, text string) postgres.InspectedMessage {
		return postgres.InspectedMessage{Sequence: sequence, Direction: direction, Status: records.MessageProcessed, Text: text}
	}
	trained.stored.inspection = jobs.Inspection{
		Inspected: postgres.Inspected{
			ContactState: records.ContactClaimed, Language: records.English, Version: 3,
			State:    []byte(`{"version":1,"last":{"text":"open ` + secret + `\nplease"}}`),
			Patients: []postgres.InspectedPatient{{Name: "Maria Lopez", Relationship: records.RelationshipSelf}},
			Messages: []postgres.InspectedMessage{
				written(1, records.Inbound, "an older turn"), written(2, records.Outbound, "its answer"),
				written(3, records.Inbound, "do I"), written(4, records.Inbound, "owe anything?"),
				written(5, records.Outbound, "open "+secret+" please"), written(6, records.Outbound, "a reminder"),
			},
			Effects: []postgres.InspectedEffect{{At: noon, Kind: "identity-check", Status: "open", Detail: "billing"}},
		},
		Outline: conversations.Outline{
			Flows:    []conversations.OutlinedFlow{{Flow: "book", Slots: json.RawMessage(`{"type":"cleaning"}`)}, {Flow: "menu"}},
			Question: &conversations.Question{Number: 7, Slot: "time"},
		},
		Jobs: []jobs.InspectedJob{{ID: 9, Kind: "send_lanes", State: "completed", Attempt: 1, CreatedAt: noon}},
	}
	answer := call(trained, http.MethodGet, "/simulator/inspection?channel=sms&from=%2B15550001111", "")
	if strings.Contains(answer.Body.String(), "dGhpcyBpcyBhIHNlY3JldC") {
		t.Errorf("it shows a secret:\n%s", answer.Body)
	}
	found := read[simulator.Inspection](t, answer, http.StatusOK)
	var texts []string
	for _, message := range found.Messages {
		texts = append(texts, message.Text)
	}
	if want := []string{"do I", "owe anything?", "open https://front.example/l/demo#… please", "a reminder"}; !slices.Equal(texts, want) {
		t.Errorf("the turn is %q, want %q", texts, want)
	}
	if !strings.Contains(string(found.Conversation.State), `open https://front.example/l/demo#…\nplease`) {
		t.Errorf("the state is %s", found.Conversation.State)
	}
	flows := found.Conversation.Flows
	if len(flows) != 2 || flows[0].Flow != "book" || string(flows[0].Slots) != `{"type":"cleaning"}` || string(flows[1].Slots) != "{}" {
		t.Errorf("the flows are %+v", flows)
	}
	if !strings.Contains(string(found.Conversation.Question), `"slot":"time"`) {
		t.Errorf("the question is %s", found.Conversation.Question)
	}
	if len(found.Effects) != 1 || len(found.Jobs) != 1 || !slices.Equal(found.Contact.Patients, []string{"Maria Lopez (self)"}) {
		t.Errorf("got %+v", found)
	}
}

func TestSecretsAreTakenOutOfAddresses(t *testing.T) {
	t.Parallel()
	const token = "v1jkrQFgV6NMRHIPS29cC1PjdO1rFPKtaeMGFCF66h4"
	for text, want := range map[string]string{
		"no address: " + token: "no address: " + token,
		"https://front.example/l/demo#" + token + " The link works":       "https://front.example/l/demo#… The link works",
		"http://127.0.0.1:8080/p/" + token + "/page.ics?k=" + token:       "http://127.0.0.1:8080/p/…/page.ics?k=…",
		`{"a":"https://x.example/?a=1\u0026b=` + token + `\nmore","b":1}`: `{"a":"https://x.example/?a=1\u0026b=…\nmore","b":1}`,
		"https://a-clinic-with-a-long-name.example/map and more":          "https://a-clinic-with-a-long-name.example/map and more",
		"https://front.example/" + token + " https://b.example/" + token:  "https://front.example/… https://b.example/…",
	} {
		if got := simulator.WithoutSecrets(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

func TestTheInspectionOfAPhoneThatNeverWrote(t *testing.T) {
	t.Parallel()
	trained := openTraining(t)
	if code := call(trained, http.MethodGet, "/simulator/inspection?channel=sms&from=%2B15550009999", "").Code; code != http.StatusNoContent {
		t.Errorf("a phone that never wrote: status %d", code)
	}
	for target, status := range map[string]int{
		"/simulator/inspection?channel=sms&from=me":             http.StatusUnprocessableEntity,
		"/simulator/inspection?channel=fax&from=%2B15550001111": http.StatusNotFound,
	} {
		read[simulator.Problem](t, call(trained, http.MethodGet, target, ""), status)
	}
}
