package jobs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgrestest"
)

func (w *world) inspect() jobs.Inspection {
	w.t.Helper()
	w.settle()
	inspection, err := w.jobs.Inspector().Inspect(w.t.Context(), w.clinic.SMS, phone)
	if err != nil {
		w.t.Fatal(err)
	}
	return inspection
}

// effects gives them as "kind status".
func effects(inspection jobs.Inspection) []string {
	var found []string
	for _, effect := range inspection.Effects {
		found = append(found, effect.Kind+" "+effect.Status)
	}
	return found
}

// The inspection follows a booking turn by turn: what was asked, held, written.
func TestTheInspectionFollowsABooking(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	for _, turn := range []struct {
		says     string
		flow     string // the current one; "" for none
		question string // the slot that is asked for
		effects  []string
	}{
		{"can I book a check-up with Dr Osei next Tuesday morning?", "register", "name", nil},
		{"Maria Lopez", "register", "birth-date", nil},
		{"12 March 1985", "register", "consent", nil},
		{"yes", "book", "offer", []string{"consent active", "patient registered"}},
		{"1", "book", "confirm", []string{"appointment pending"}},
		{"yes", "", "", []string{"appointment booked", "reminder planned", "reminder planned"}},
		{"I want to talk to a person", "", "", []string{"task routine"}},
	} {
		w.say(turn.says)
		found := w.inspect()
		var flow, question string
		if len(found.Outline.Flows) > 0 {
			flow = found.Outline.Flows[0].Flow
		}
		if found.Outline.Question != nil {
			question = found.Outline.Question.Slot
		}
		if flow != turn.flow || question != turn.question || !slices.Equal(effects(found), turn.effects) {
			t.Errorf("after %q: flow %q asks for %q with effects %q, want %q, %q, %q",
				turn.says, flow, question, effects(found), turn.flow, turn.question, turn.effects)
		}
		messages := found.Turn()
		if len(messages) < 2 || messages[0].Text != turn.says || messages[1].Status != records.MessageSent {
			t.Errorf("after %q the turn is %+v", turn.says, messages)
		}
	}
	found := w.inspect()
	if len(found.Appointments) != 1 || found.Appointments[0].Practitioner != "Dr Osei" || len(found.Appointments[0].Reminders) != 2 {
		t.Errorf("the appointments are %+v, want one with two reminders", found.Appointments)
	}
	if len(found.Patients) != 1 || found.Consent != records.ConsentActive || found.ContactState != records.ContactClaimed {
		t.Errorf("the contact is %+v", found.Inspected)
	}
	if !slices.ContainsFunc(found.Jobs, func(job jobs.InspectedJob) bool { return job.Kind == "turn_lanes" && job.State == "completed" }) {
		t.Errorf("no turn among the jobs: %+v", found.Jobs)
	}
}

// Invariant 14: a clinic's inspection shows nothing of another one, neither a
// conversation nor a job.
func TestTheInspectionStaysInItsClinic(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := postgrestest.NewClinic(t, w.store, "other", records.ProviderTwilio)
	w.start()
	w.say("hello")
	before := w.inspect().Jobs[0].ID // the sweeper's first look wakes the lanes of both
	w.say("hello again")
	first := w.inspect()
	if _, err := w.jobs.Inspector().Inspect(t.Context(), other.SMS, phone); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("the other clinic's inspection of a phone that never wrote to it: %v", err)
	}
	err := w.jobs.Intake().Receive(t.Context(), other.SMS, channel.Inbound{ProviderID: "SMother", From: phone, Text: "hola"})
	if err != nil {
		t.Fatal(err)
	}
	w.wait(3)
	w.settle()
	second, err := w.jobs.Inspector().Inspect(t.Context(), other.SMS, phone)
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Messages) != 2 || second.Messages[0].Text != "hola" {
		t.Errorf("the messages are %+v", second.Messages)
	}
	lanes := 0
	for _, job := range second.Jobs {
		if !strings.HasSuffix(job.Kind, "_lanes") || job.ID <= before {
			continue
		}
		lanes++
		if slices.ContainsFunc(first.Jobs, func(known jobs.InspectedJob) bool { return known.ID == job.ID }) {
			t.Errorf("job %d (%s) is shown by both clinics", job.ID, job.Kind)
		}
	}
	if lanes == 0 {
		t.Error("the other clinic's own jobs are missing")
	}
}

func TestTheNextAppointmentsOfSomePhones(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	appointment := bookIn(w)
	look := func(after time.Time, addresses ...string) []time.Time {
		t.Helper()
		starts, err := w.jobs.Inspector().NextAppointments(t.Context(), w.clinic.SMS, addresses, after)
		if err != nil {
			t.Fatal(err)
		}
		return starts
	}
	if starts := look(w.clock.now(), "+12025550199", phone); len(starts) != 1 || !starts[0].Equal(appointment.Start) {
		t.Errorf("got %v, want %v", starts, appointment.Start)
	}
	if starts := look(appointment.Start, phone); len(starts) != 0 {
		t.Errorf("after it has begun: %v", starts)
	}
	if starts := look(w.clock.now(), "+12025550199"); len(starts) != 0 {
		t.Errorf("of another phone: %v", starts)
	}
	if zone, err := w.jobs.Inspector().Zone(t.Context(), w.clinic.SMS); err != nil || zone.String() != "America/New_York" {
		t.Errorf("the zone is %v, %v", zone, err)
	}
}

// What a visit brings with it is among the effects, too: arrival, wait-list,
// identity, survey.
func TestTheInspectionShowsWhatAVisitBrings(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	for _, turn := range []struct {
		says string
		want string
	}{
		{"I'm here", "queue waiting"},
		{"what do I owe?", "identity-check open"},
		{"put me on the wait-list for a check-up with Dr Lee, any time", "waitlist active"},
	} {
		w.say(turn.says)
		if found := effects(w.inspect()); !slices.Contains(found, turn.want) {
			t.Errorf("after %q the effects are %q, want %q among them", turn.says, found, turn.want)
		}
	}
	version := int64(2) // the arrival was one
	w.mark(w.visited, version, records.AppointmentFulfilled)
	w.settle()
	w.catchUp(w.nextDue())
	if found := effects(w.inspect()); !slices.Contains(found, "survey asked") || !slices.Contains(found, "appointment fulfilled") {
		t.Errorf("after the visit the effects are %q", found)
	}
	w.say("2")
	if found := effects(w.inspect()); !slices.Contains(found, "survey answered") {
		t.Errorf("after the answer the effects are %q", found)
	}
}
