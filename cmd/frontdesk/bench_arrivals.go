package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

// arrivalLog writes down what reached the provider, and when.
type arrivalLog struct {
	mutex    sync.Mutex
	arrivals []arrival
}

type arrival struct {
	at     time.Time
	to     string
	number int
}

func (l *arrivalLog) add(message twiliotest.Message) {
	number, _ := strconv.Atoi(message.Body) // the bench wrote it
	l.keep(arrival{at: time.Now(), to: message.To, number: number})
}

func (l *arrivalLog) keep(arrived arrival) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.arrivals = append(l.arrivals, arrived)
}

// last is when the newest came, or the zero time.
func (l *arrivalLog) last() time.Time {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.arrivals) == 0 {
		return time.Time{}
	}
	return l.arrivals[len(l.arrivals)-1].at
}

func (l *arrivalLog) count() int {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return len(l.arrivals)
}

// arrivalFigures are what the log comes to.
type arrivalFigures struct {
	times                        []time.Time
	disorder, repeated, distinct int
}

func (l *arrivalLog) figures() arrivalFigures {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var figures arrivalFigures
	newest, seen := make(map[string]int), make(map[int]bool)
	for _, arrived := range l.arrivals {
		figures.times = append(figures.times, arrived.at)
		if seen[arrived.number] {
			figures.repeated++
			continue
		}
		seen[arrived.number] = true
		if before, known := newest[arrived.to]; known && arrived.number < before {
			figures.disorder++
		}
		newest[arrived.to] = arrived.number
	}
	figures.distinct = len(seen)
	return figures
}

func (f arrivalFigures) first() time.Time    { return f.times[0] }
func (f arrivalFigures) took() time.Duration { return f.times[len(f.times)-1].Sub(f.times[0]) }
func (f arrivalFigures) rate() float64       { return float64(len(f.times)-1) / f.took().Seconds() }

// most is how many came within the busiest span of that length.
func (f arrivalFigures) most(span time.Duration) int {
	most, first := 0, 0
	for last := range f.times {
		for f.times[last].Sub(f.times[first]) >= span {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// pauseAfter is how long after an instant the next one came, among the calls
// that were not under way by then.
func (f arrivalFigures) pauseAfter(at time.Time) time.Duration {
	const underWay = 200 * time.Millisecond
	next, found := slices.BinarySearchFunc(f.times, at.Add(underWay), time.Time.Compare)
	if _ = found; next == len(f.times) {
		return 0
	}
	return f.times[next].Sub(at)
}

// countingProxy is one process's way to the provider.
type countingProxy struct {
	url    string
	server *http.Server
	// arrivals are its requests to send.
	arrivals arrivalLog
}

func startCountingProxy(target string) (*countingProxy, error) {
	parsed, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	proxy := &countingProxy{url: "http://" + listener.Addr().String()}
	forward := httputil.NewSingleHostReverseProxy(parsed)
	forward.Transport = &http.Transport{MaxIdleConnsPerHost: 1000}
	forward.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) {
		w.WriteHeader(http.StatusBadGateway) // whoever asked has been killed
	}
	proxy.server = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			proxy.arrivals.keep(arrival{at: time.Now()})
		}
		forward.ServeHTTP(w, r)
	})}
	go func() { _ = proxy.server.Serve(listener) }() // it ends with ErrServerClosed, by close
	return proxy, nil
}

func (p *countingProxy) close() { _ = p.server.Close() } // nothing is left to do about it
