package twiliotest

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// silence is how long a silent request waits for its client to give up.
const silence = time.Hour

// Fault is what goes wrong with one request. The zero Fault is a request that
// goes well. Delay comes first; then either an answer (Status), or what
// happens to the connection.
type Fault struct {
	// Delay is waited before anything else.
	Delay time.Duration
	// Status answers with this HTTP status in place of doing anything: with the
	// API's JSON when Code is set, else with an HTML page, as a proxy would.
	Status int
	// Code is Twilio's error code, Message its sentence.
	Code    int
	Message string
	// RetryAfter is sent along, in seconds, when it is set.
	RetryAfter int
	// Accept takes the message before the connection is cut or falls silent, or
	// before the answer says that something broke.
	Accept bool
	// Cut closes the connection without an answer.
	Cut bool
	// Silent never answers, until the client gives up.
	Silent bool
	// BodyDelay is waited between the head of a good answer and its body.
	BodyDelay time.Duration
}

// TooManyRequests is Twilio's rate limit: nothing was accepted.
func TooManyRequests(retryAfter int) Fault {
	return Fault{Status: http.StatusTooManyRequests, Code: 20429, Message: "Too Many Requests", RetryAfter: retryAfter}
}

// Refused is Twilio refusing the request with an error code.
func Refused(status, code int, message string) Fault {
	return Fault{Status: status, Code: code, Message: message}
}

// BrokenGateway answers with an HTML page and this status; whether a message
// was accepted behind it, nobody can know.
func BrokenGateway(status int) Fault { return Fault{Status: status} }

// AcceptedThenCut takes the message and cuts the connection without a word.
func AcceptedThenCut() Fault { return Fault{Accept: true, Cut: true} }

// AcceptedThenSilent takes the message and never answers.
func AcceptedThenSilent() Fault { return Fault{Accept: true, Silent: true} }

// Cut closes the connection, and has not taken the message.
func Cut() Fault { return Fault{Cut: true} }

// Silent never answers, and has not taken the message.
func Silent() Fault { return Fault{Silent: true} }

// Slow answers well, but late.
func Slow(delay time.Duration) Fault { return Fault{Delay: delay} }

// SlowBody answers well, but the answer's body comes late.
func SlowBody(delay time.Duration) Fault { return Fault{BodyDelay: delay} }

// FailSends makes the next requests to send go wrong, one fault each, in this
// order; those after go well again.
func (s *Server) FailSends(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.sends = append(s.sends, faults...)
}

// FailSendsTo is FailSends for the requests to send to one address, which take
// these faults before any others.
func (s *Server) FailSendsTo(address string, faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	queue := append(slices.Clone(s.sendsTo[address]), faults...)
	s.sendsTo[address] = queue
}

// faultOf takes the next fault of a request to send to an address.
func (s *Server) faultOf(address string) Fault {
	s.mutex.Lock()
	queue := s.sendsTo[address]
	if len(queue) > 0 {
		s.sendsTo[address] = queue[1:]
	}
	s.mutex.Unlock()
	if len(queue) > 0 {
		return queue[0]
	}
	return s.nextFault(&s.sends)
}

// HideSent makes lists leave out what was sent, as if the provider could not be
// asked for it, or shows it again.
func (s *Server) HideSent(hidden bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.hidden = hidden
}

// FailLists is FailSends for requests to list.
func (s *Server) FailLists(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.lists = append(s.lists, faults...)
}

// nextFault takes the next fault of a queue; the zero Fault when it is empty.
func (s *Server) nextFault(queue *[]Fault) Fault {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(*queue) == 0 {
		return Fault{}
	}
	fault := (*queue)[0]
	*queue = (*queue)[1:]
	return fault
}

// answer writes the fault's own answer, if it has one, and says so.
func (f Fault) answer(w http.ResponseWriter) bool {
	if f.Status == 0 {
		return false
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.Code != 0 {
		writeError(w, f.Status, f.Code, f.Message)
		return true
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte("<html><body><h1>" + http.StatusText(f.Status) + "</h1></body></html>")) // as writeJSON
	return true
}
