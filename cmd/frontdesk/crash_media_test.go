package main

import (
	"bytes"
	"net/http"
	"net/url"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

// mediaWithin is how long after a restart a file may take to be stored: a job
// that was running is taken back from a dead process after half a minute, and
// the sweep looks every minute.
const mediaWithin = 120 * time.Second

// crashInMedia kills the program when it has fetched a picture and not stored
// it: it is fetched again after the restart and stored once, and its message is
// answered once. It is announced as something else, so that nobody is asked to
// look at it; what it is decides itself.
func (w *crashWorld) crashInMedia() {
	content := append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte("card"), 100_000)...)
	message := w.text(patientNumber, "")
	message.NumMedia, message.Extra = 1, url.Values{"MediaContentType0": {"audio/ogg"}}
	w.twilio.KeepMedia(message.SID, twiliotest.Media{ContentType: "audio/ogg", Content: content})
	if status := w.deliver(w.before.url, message); status != http.StatusOK && status != 0 {
		w.t.Fatalf("the picture was answered with status %d", status)
	}
	w.before.awaitKilled()
	w.expectCount(1, "SELECT count(*) FROM media WHERE status = 'pending'")

	after := startProgram(w.t, w.variables())
	restarted := time.Now()
	for range 2 {
		if status := w.deliver(after.url, message); status != http.StatusOK {
			w.t.Errorf("a repetition was answered with status %d", status)
		}
	}
	w.await(mediaWithin, "the picture to be stored", func() bool {
		return w.count("SELECT count(*) FROM media WHERE status = 'stored'") == 1
	})
	w.t.Logf("the picture was stored %v after the restart", time.Since(restarted).Round(time.Millisecond))
	w.awaitSent(patientNumber, booked)
	w.settle()
	after.stop()
	w.expectCount(1, "SELECT count(*) FROM media_content WHERE content = $1", content)
	w.expectCount(1, "SELECT count(*) FROM media")
	if leaked := w.twilio.LeakedCredentials(); leaked != 0 {
		w.t.Errorf("%d requests to the content network carried credentials", leaked)
	}
	w.expectSentOnce(booked)
}
