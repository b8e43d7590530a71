package twiliotest

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// page is one page of the list of messages, as the API writes it.
type page struct {
	Messages    []resource `json:"messages"`
	Page        int        `json:"page"`
	PageSize    int        `json:"page_size"`
	Start       int        `json:"start"`
	End         int        `json:"end"`
	URI         string     `json:"uri"`
	FirstURI    string     `json:"first_page_uri"`
	NextURI     *string    `json:"next_page_uri"`
	PreviousURI *string    `json:"previous_page_uri"`
}

// list answers a request for messages, newest first, in pages. A message that
// is still queued has no date of sending, so any filter by that date hides it.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	if !s.authorized(w, r) {
		return
	}
	s.listed.Add(1)
	fault := s.nextFault(&s.lists)
	if !s.pause(r, fault.Delay) || fault.Cut {
		panic(http.ErrAbortHandler)
	}
	if fault.answer(w) {
		return
	}
	query := r.URL.Query()
	matches, problem := filter(query)
	if problem != "" {
		writeError(w, http.StatusBadRequest, 20001, problem)
		return
	}
	size, number := 50, 0
	if value, err := strconv.Atoi(query.Get("PageSize")); err == nil {
		size = min(max(value, 1), 1000)
	}
	if value, err := strconv.Atoi(query.Get("Page")); err == nil {
		number = max(value, 0)
	}
	found, more := s.page(matches, query.Get("PageToken"), size)
	answer := page{
		Messages: found, Page: number, PageSize: size, Start: number * size, End: number*size + len(found) - 1,
		URI: r.URL.RequestURI(), FirstURI: r.URL.Path + "?PageSize=" + strconv.Itoa(size) + "&Page=0",
	}
	if more {
		query.Set("Page", strconv.Itoa(number+1))
		query.Set("PageToken", "PA"+found[len(found)-1].SID)
		next := r.URL.Path + "?" + query.Encode()
		answer.NextURI = &next
	}
	writeJSON(w, http.StatusOK, answer)
}

// page gives the messages of one page, and whether there are more. The token
// names the last message of the page before.
func (s *Server) page(matches func(*Message) bool, token string, size int) (found []resource, more bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	found = []resource{}
	reached := token == ""
	for at := len(s.messages) - 1; at >= 0; at-- {
		message := s.messages[at]
		if !reached {
			reached = "PA"+message.SID == token
			continue
		}
		if !matches(message) || s.hidden && message.Direction == directionOutbound {
			continue
		}
		if len(found) == size {
			return found, true
		}
		found = append(found, message.resource(s.options.AccountSID))
	}
	return found, false
}

// filter reads the filters of a list, or says what is wrong with one.
func filter(query url.Values) (matches func(*Message) bool, problem string) {
	var after, before time.Time
	for name, bound := range map[string]*time.Time{"DateSent>": &after, "DateSent<": &before} {
		text := query.Get(name)
		if text == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
		if err != nil {
			return nil, "Parameter " + name + " is not a date."
		}
		*bound = day
	}
	return func(message *Message) bool {
		if to := query.Get("To"); to != "" && to != message.To {
			return false
		}
		if from := query.Get("From"); from != "" && from != message.From {
			return false
		}
		if !after.IsZero() && (message.SentAt.IsZero() || message.SentAt.UTC().Before(after)) {
			return false
		}
		if !before.IsZero() && (message.SentAt.IsZero() || !message.SentAt.UTC().Before(before.AddDate(0, 0, 1))) {
			return false
		}
		return true
	}, ""
}
