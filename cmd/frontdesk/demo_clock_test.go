package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/records"
)

// expectNewest gives the newest message of the phone, which must say something.
func (p *simulatedPhone) expectNewest(words string) simulator.PhoneMessage {
	p.t.Helper()
	messages := p.messages()
	newest := messages[len(messages)-1]
	if !newest.OnPhone() || newest.Direction != records.Outbound || !strings.Contains(newest.Text, words) {
		p.t.Errorf("the newest message is %s %q, want one of the clinic that says %q", newest.Status, newest.Text, words)
	}
	return newest
}

// expectReply says something and checks the reply.
func (p *simulatedPhone) expectReply(text, words string) {
	p.t.Helper()
	if reply := p.say(text); !strings.Contains(reply, words) {
		p.t.Errorf("%q was answered with %q, which does not say %q", text, reply, words)
	}
}

// move moves the demo's clock on and gives the time after that.
func (p *simulatedPhone) move(move simulator.NewClockMove) simulator.ClockState {
	p.t.Helper()
	move.From = []string{p.from}
	state, err := p.client.MoveClock(p.t.Context(), move)
	if err != nil {
		p.t.Fatal(err)
	}
	return state
}

// Book, let the days pass, be reminded, confirm: through the running program,
// with a second phone that wants the same time, and over a restart that must
// not turn the clock back.
func TestTheDaysOfAnAppointmentArePlayed(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a PostgreSQL of its own")
	}
	t.Parallel()
	directory := filepath.Join(t.TempDir(), "demo")
	demo := startedDemo(t, directory)
	client := simulator.NewClient(demo.url, http.DefaultClient)
	maria := &simulatedPhone{t: t, client: client, from: "+12025550161"}
	rival := &simulatedPhone{t: t, client: client, from: "+12025550162"}

	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	maria.move(simulator.NewClockMove{At: mondayAfter(time.Now().AddDate(0, 0, 1), zone)})
	maria.expectReply("can I book a check-up with Dr Osei on Friday at 2pm?", "name")
	maria.expectReply("Maria Lopez", "date of birth")
	maria.expectReply("12 March 1985", "is that right")
	maria.expectReply("yes", "2:00 pm. Shall I book it?")
	// While she thinks, the time is hers.
	rival.expectReply("can I book a check-up with Dr Osei on Friday at 2pm?", "name")
	rival.expectReply("Omar Diaz", "date of birth")
	rival.expectReply("1 May 1990", "is that right")
	if reply := rival.say("yes"); strings.Contains(reply, " 2:00 pm") {
		t.Errorf("the rival is offered the time that is held: %q", reply)
	}
	maria.expectReply("yes", "Booked: check-up with Dr Osei")
	if found := inspected(t, client, maria); !slices.ContainsFunc(found.Effects, func(effect simulator.InspectedEffect) bool {
		return effect.Kind == "appointment" && effect.Status == "booked"
	}) || len(found.Appointments) != 1 || len(found.Appointments[0].Reminders) != 2 {
		t.Errorf("the inspection after the booking shows %+v with %+v", found.Effects, found.Appointments)
	}

	if now := maria.move(simulator.NewClockMove{Move: simulator.MoveMorning}).Now.In(zone); now.Weekday() != time.Tuesday || now.Hour() != 8 {
		t.Errorf("the next morning is %v", now)
	}
	maria.move(simulator.NewClockMove{Move: simulator.MoveMorning}) // Wednesday; the first reminder came on Tuesday at ten
	reminder := maria.expectNewest("you have an appointment on Friday")
	if at := reminder.At.In(zone); at.Weekday() != time.Tuesday || at.Hour() != 10 {
		t.Errorf("the reminder came at %v, want Tuesday at ten", at)
	}
	maria.expectReply("1", "you are confirmed")
	if status := inspected(t, client, maria).Appointments[0].ParticipantStatus; status != records.ParticipantAccepted {
		t.Errorf("after 1 the appointment is %s", status)
	}
	before := maria.move(simulator.NewClockMove{Move: simulator.MoveAppointment})
	if now := before.Now.In(zone); now.Weekday() != time.Friday || now.Hour() != 8 {
		t.Errorf("the day of the appointment is %v", now)
	}
	demo.stop()

	demo = startedDemo(t, directory)
	defer func() { demo.stop() }()
	if !strings.Contains(demo.greets, "its clock was moved on") {
		t.Errorf("the greeting does not say that the clock was moved on:\n%s", demo.greets)
	}
	maria.client = simulator.NewClient(demo.url, http.DefaultClient)
	after, err := maria.client.Clock(t.Context())
	if err != nil || after.Now.Before(before.Now) {
		t.Errorf("after a restart it is %v (%v), and it was %v before", after.Now, err, before.Now)
	}
	maria.expectReply("when is my appointment?", "Friday")
}

// mondayAfter gives the afternoon of the first Monday from a moment on.
func mondayAfter(from time.Time, zone *time.Location) time.Time {
	local := from.In(zone)
	days := (8 - int(local.Weekday())) % 7
	return time.Date(local.Year(), local.Month(), local.Day()+days, 16, 30, 0, 0, zone)
}

func inspected(t *testing.T, client *simulator.Client, phone *simulatedPhone) simulator.Inspection {
	t.Helper()
	found, err := client.Inspect(t.Context(), records.ChannelSMS, phone.from)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A real service has no clock to move and shows nothing behind the messages;
// there is no simulator at all.
func TestARealServiceHasNoSimulator(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	for _, target := range []string{"/simulator", "/simulator/clock", "/simulator/inspection?channel=sms&from=%2B12025550142", "/simulator/messages"} {
		if status, _ := s.get(s.url + target); status != http.StatusNotFound {
			t.Errorf("%s was answered with %d", target, status)
		}
	}
}

func TestTheDemosClockIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "clock")
	clock, err := openDemoClock(path, true)
	if err != nil {
		t.Fatal(err)
	}
	if ahead := time.Until(clock.Now()); ahead.Abs() > time.Minute {
		t.Errorf("a new demo is %v ahead", ahead)
	}
	at := time.Now().Add(50 * time.Hour)
	if err := clock.MoveTo(at); err != nil {
		t.Fatal(err)
	}
	again, err := openDemoClock(path, false)
	if err != nil {
		t.Fatal(err)
	}
	if again.Now().Before(at) {
		t.Errorf("after a restart it is %v, and it was %v", again.Now(), at)
	}
	// Real phones must not be written to at what is night for them.
	if _, err := openDemoClock(path, true); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("a clock that is ahead, with Twilio: %v", err)
	}
	for _, content := range []string{"tomorrow", "-2h", ""} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := openDemoClock(path, false); records.CodeOf(err) != records.CodeInvalid {
			t.Errorf("a clock of %q: %v", content, err)
		}
	}
}
