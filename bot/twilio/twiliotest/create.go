package twiliotest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxBody bounds what is read of a request.
const maxBody = 1 << 20

// receiver is an address that Twilio would try to reach.
var receiver = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|whatsapp:(\+[1-9][0-9]{6,14}|[A-Z]{2}\.[0-9A-Za-z]+))$`)

// create answers a request to send a message.
func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		panic(http.ErrAbortHandler) // the client went away
	}
	if !s.authorized(w, r) {
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		writeError(w, http.StatusBadRequest, 20001, "The request body could not be read.")
		return
	}
	if s.options.OnRequest != nil {
		s.options.OnRequest(form.Get("To"))
	}
	fault := s.faultOf(form.Get("To"))
	if !s.pause(r, s.latency()+fault.Delay) {
		panic(http.ErrAbortHandler)
	}
	if fault.Accept && fault.Status != 0 {
		s.accept(form) // and the answer says nothing of it
	}
	if fault.answer(w) {
		return
	}
	if fault.Cut && !fault.Accept {
		panic(http.ErrAbortHandler)
	}
	if fault.Silent && !fault.Accept {
		s.pause(r, silence)
		panic(http.ErrAbortHandler)
	}
	message, code, problem := s.accept(form)
	if code != 0 {
		writeError(w, http.StatusBadRequest, code, problem)
		return
	}
	if fault.Silent {
		s.pause(r, silence)
	}
	if fault.Cut || fault.Silent {
		panic(http.ErrAbortHandler)
	}
	if fault.BodyDelay > 0 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_ = http.NewResponseController(w).Flush() // the client may have gone
		if !s.pause(r, fault.BodyDelay) {
			panic(http.ErrAbortHandler)
		}
		_ = json.NewEncoder(w).Encode(message.resource(s.options.AccountSID)) // as above
		return
	}
	writeJSON(w, http.StatusCreated, message.resource(s.options.AccountSID))
}

// accept checks a message as Twilio does and keeps it, or gives the code and
// the sentence with which Twilio refuses it.
func (s *Server) accept(form url.Values) (message Message, code int, problem string) {
	validity, code, problem := s.check(form)
	if code != 0 {
		return Message{}, code, problem
	}
	message = Message{
		SID: s.newSID(), From: form.Get("From"), To: form.Get("To"), Body: form.Get("Body"),
		StatusCallback: form.Get("StatusCallback"), ValidityPeriod: validity,
		Direction: directionOutbound, Status: "queued", CreatedAt: s.options.Now(),
		ServiceSID: form.Get("MessagingServiceSid"), ContentSID: form.Get("ContentSid"),
	}
	s.complete(&message, form)
	s.accepted.Add(1)
	if s.options.OnMessage != nil {
		s.options.OnMessage(message)
	}
	if !s.options.Forget {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		kept := message
		s.messages = append(s.messages, &kept)
		s.arrived.Broadcast()
	}
	return message, 0, ""
}

// complete adds to a message what its pool and its content say, and what becomes
// of it on WhatsApp.
func (s *Server) complete(message *Message, form url.Values) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if message.From == "" {
		message.From = s.options.Pools[message.ServiceSID]
		if strings.HasPrefix(message.To, "whatsapp:") {
			message.From = "whatsapp:" + message.From
		}
	}
	approved := false
	if content := s.content(message.ContentSID); content != nil {
		message.ContentVariables = form.Get("ContentVariables")
		var values map[string]string
		_ = json.Unmarshal([]byte(message.ContentVariables), &values) // it was checked
		message.Body, approved = content.fill(values), content.Status == "approved"
		message.Choices = content.choices(values)
	}
	if s.options.Sessions && strings.HasPrefix(message.To, "whatsapp:") && !approved && !s.inSession(message.To) {
		message.Status, message.ErrorCode = "failed", 63016
	}
}

// inSession says whether a patient wrote within the last day; the mutex is held.
func (s *Server) inSession(address string) bool {
	for _, message := range s.messages {
		if message.Direction == directionInbound && message.From == address && s.options.Now().Sub(message.CreatedAt) < 24*time.Hour {
			return true
		}
	}
	return false
}

// check gives the validity period of a message that Twilio would take. The
// sentences name the address, as Twilio's do: who logs them leaks it.
func (s *Server) check(form url.Values) (validity, code int, problem string) {
	to, from, body := form.Get("To"), form.Get("From"), form.Get("Body")
	service, content := form.Get("MessagingServiceSid"), form.Get("ContentSid")
	switch {
	case to == "":
		return 0, 21604, "A 'To' phone number is required."
	case from == "" && service == "":
		return 0, 21603, "A 'From' phone number is required."
	case from == "" && s.options.Pools[service] == "":
		return 0, 21703, "The Messaging Service does not have any phone numbers."
	case body == "" && content == "":
		return 0, 21602, "Message body is required."
	case body != "" && content != "":
		return 0, 21619, "Body and ContentSid exclude each other."
	case utf8.RuneCountInString(body) > 1600:
		return 0, 21617, "The concatenated message body exceeds the 1600 character limit."
	case !receiver.MatchString(to):
		return 0, 21211, fmt.Sprintf("The 'To' number %s is not a valid phone number.", to)
	}
	if callback := form.Get("StatusCallback"); callback != "" {
		if parsed, err := url.Parse(callback); err != nil || parsed.Host == "" {
			return 0, 21609, "The 'StatusCallback' URL is not a valid URL."
		}
	}
	if text := form.Get("ValidityPeriod"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds < 1 || seconds > 36000 {
			return 0, 20001, "ValidityPeriod is not between 1 and 36000."
		}
		validity = seconds
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if content != "" && s.content(content) == nil {
		return 0, 21655, "The ContentSid is invalid."
	}
	if variables := form.Get("ContentVariables"); variables != "" {
		var values map[string]string
		if err := json.Unmarshal([]byte(variables), &values); err != nil || content == "" {
			return 0, 21656, "The ContentVariables parameter is invalid."
		}
	}
	if s.optedOut[to] {
		return 0, 21610, fmt.Sprintf("Attempt to send to unsubscribed recipient %s.", to)
	}
	return validity, 0, ""
}

// newSID gives the next id of a message.
func (s *Server) newSID() string { return fmt.Sprintf("SM%032x", s.ticket.Add(1)) }

// authorized checks the basic credentials and the account in the path.
func (s *Server) authorized(w http.ResponseWriter, r *http.Request) bool {
	if r.PathValue("account") != s.options.AccountSID {
		writeError(w, http.StatusUnauthorized, 20003, "Authenticate")
		return false
	}
	return s.hasCredentials(w, r)
}

// hasCredentials checks the basic credentials alone.
func (s *Server) hasCredentials(w http.ResponseWriter, r *http.Request) bool {
	wantUser, wantPassword := s.options.AccountSID, s.options.AuthToken
	if s.options.KeySID != "" {
		wantUser, wantPassword = s.options.KeySID, s.options.KeySecret
	}
	if user, password, _ := r.BasicAuth(); user == wantUser && password == wantPassword {
		return true
	}
	writeError(w, http.StatusUnauthorized, 20003, "Authenticate")
	return false
}

// latency gives the latency of the next request: the multiples of the golden
// ratio spread evenly, and the same in every run.
func (s *Server) latency() time.Duration {
	if s.options.Latency == 0 {
		return 0
	}
	const golden = 0x9E3779B97F4A7C15
	fraction := float64(s.ticket.Add(1)*golden>>11) / (1 << 53)
	return max(0, s.options.Latency+time.Duration((2*fraction-1)*float64(s.options.Spread)))
}

// pause waits, and says whether the client and the server are still there.
func (s *Server) pause(r *http.Request, wait time.Duration) bool {
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.closing:
	}
	return false
}

// writeError answers with the API's description of an error.
func writeError(w http.ResponseWriter, status, code int, message string) {
	writeJSON(w, status, map[string]any{
		"code": code, "message": message, "status": status,
		"more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(code),
	})
}

// writeJSON answers with a JSON document.
func writeJSON(w http.ResponseWriter, status int, document any) {
	body, err := json.Marshal(document)
	if err != nil {
		panic(err) // no document here holds what JSON can't
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone learns nothing more
}
