package twilio_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// BenchmarkSend measures a send through twilio-go, real HTTP and the fake's
// share included: both ends run in this process.
func BenchmarkSend(b *testing.B) {
	s := start(b, twiliotest.Options{Forget: true}, nil)
	message := outbound(channels[0], "Your appointment with Dr Osei is on Thursday at 9:00. 1. Yes 2. Another time")
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.adapter.Send(b.Context(), message); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkSendWithoutServer measures the sender's own share: the transport
// answers at once.
func BenchmarkSendWithoutServer(b *testing.B) {
	s := start(b, twiliotest.Options{}, func(config *twilio.Config) { config.Transport = instant{} })
	message := outbound(channels[0], "Your appointment with Dr Osei is on Thursday at 9:00. 1. Yes 2. Another time")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.adapter.Send(b.Context(), message); err != nil {
			b.Fatal(err)
		}
	}
}

// instant accepts every message without a network.
type instant struct{}

func (instant) RoundTrip(request *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	recorder.WriteHeader(http.StatusCreated)
	_, _ = recorder.WriteString(`{"sid": "SM00000000000000000000000000000001", "status": "queued", "error_code": null, "num_segments": "1"}`)
	return recorder.Result(), nil
}

// discard is an intake that keeps nothing.
type discard struct{}

func (discard) Receive(context.Context, records.Channel, channel.Inbound) error { return nil }

// BenchmarkWebhook measures the checks and the reading of a message, without
// the network.
func BenchmarkWebhook(b *testing.B) {
	s := start(b, twiliotest.Options{}, func(config *twilio.Config) { config.Intake = discard{} })
	mux := http.NewServeMux()
	s.adapter.Mount(mux)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		request, err := s.webhooks.MessageRequest(b.Context(), "desk", message())
		if err != nil {
			b.Fatal(err)
		}
		recorder := httptest.NewRecorder()
		b.StartTimer()
		mux.ServeHTTP(recorder, request)
		if recorder.Code != http.StatusOK {
			b.Fatal(recorder.Body)
		}
	}
}
