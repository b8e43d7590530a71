package twiliotest

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Media is a file that came with a message.
type Media struct {
	// ContentType is what Twilio says it is, whatever it is.
	ContentType string
	Content     []byte
}

// cdnPath is where the content network has the files.
const cdnPath = "/cdn/"

// MediaSID is the id that a Server gives to a message's file: ME and 32
// characters, the message's own but for the last two.
func MediaSID(messageSID string, place int) string {
	return fmt.Sprintf("ME%s%02d", messageSID[2:min(len(messageSID), 32)], place)
}

// mediaURL is a file's address as webhooks tell it.
func mediaURL(accountSID, messageSID string, place int) string {
	return "https://api.twilio.com/2010-04-01/Accounts/" + accountSID + "/Messages/" + messageSID + "/Media/" + MediaSID(messageSID, place)
}

// KeepMedia gives the files of a message, in their order. As at Twilio, the API
// answers a request for one with a redirect to a content network at another
// address, which takes no credentials.
func (s *Server) KeepMedia(messageSID string, files ...Media) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.media[messageSID] = files
}

// FailMedia makes the next requests to the API for files go wrong, one fault
// each, in this order.
func (s *Server) FailMedia(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.mediaFaults = append(s.mediaFaults, faults...)
}

// RedirectMedia makes the API point to this address for every file; empty
// points to the content network again.
func (s *Server) RedirectMedia(address string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.redirect = address
}

// MediaRequests counts the requests for files that reached the API, and those
// that reached the content network.
func (s *Server) MediaRequests() (api, network int64) {
	return s.mediaAsked.Load(), s.mediaServed.Load()
}

// LeakedCredentials counts the requests to the content network that carried
// any credentials.
func (s *Server) LeakedCredentials() int64 { return s.leaked.Load() }

// listMedia lists the files of a message.
func (s *Server) listMedia(w http.ResponseWriter, r *http.Request) {
	if !s.authorized(w, r) {
		return
	}
	message := r.PathValue("message")
	s.mutex.Lock()
	files, known := s.media[message]
	s.mutex.Unlock()
	if !known {
		writeError(w, http.StatusNotFound, 20404, "The requested resource was not found")
		return
	}
	list := make([]map[string]any, len(files))
	for place, file := range files {
		list[place] = map[string]any{"sid": MediaSID(message, place), "content_type": file.ContentType, "parent_sid": message, "account_sid": s.options.AccountSID}
	}
	writeJSON(w, http.StatusOK, map[string]any{"media_list": list, "page": 0, "page_size": 50, "start": 0, "end": len(list), "uri": r.URL.Path})
}

// serveMedia answers a request for a file with its redirect.
func (s *Server) serveMedia(w http.ResponseWriter, r *http.Request) {
	s.mediaAsked.Add(1)
	if !s.authorized(w, r) {
		return
	}
	fault := s.nextFault(&s.mediaFaults)
	if !s.pause(r, fault.Delay) || fault.Cut {
		panic(http.ErrAbortHandler)
	}
	if fault.Silent {
		s.pause(r, silence)
		panic(http.ErrAbortHandler)
	}
	if fault.answer(w) {
		return
	}
	message, sid := r.PathValue("message"), r.PathValue("media")
	if _, known := s.file(message, sid); !known {
		writeError(w, http.StatusNotFound, 20404, "The requested resource was not found")
		return
	}
	s.mutex.Lock()
	target := s.redirect
	s.mutex.Unlock()
	if target == "" {
		target = s.cdnURL + cdnPath + url.PathEscape(message) + "/" + url.PathEscape(sid) + "?Expires=1&Signature=secret"
	}
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusTemporaryRedirect)
}

// serveContent is the content network.
func (s *Server) serveContent(w http.ResponseWriter, r *http.Request) {
	s.mediaServed.Add(1)
	if r.Header.Get("Authorization") != "" || r.URL.User != nil {
		s.leaked.Add(1)
		http.Error(w, "Only one auth mechanism allowed", http.StatusBadRequest)
		return
	}
	file, known := s.file(r.PathValue("message"), r.PathValue("media"))
	if !known || r.URL.Query().Get("Signature") != "secret" {
		http.Error(w, "Access Denied", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", file.ContentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(file.Content)))
	_, _ = w.Write(file.Content) // as writeJSON
}

// deleteMedia deletes a file for good; the others keep their ids.
func (s *Server) deleteMedia(w http.ResponseWriter, r *http.Request) {
	if !s.authorized(w, r) {
		return
	}
	fault := s.nextFault(&s.mediaFaults)
	if fault.answer(w) {
		return
	}
	message, sid := r.PathValue("message"), strings.TrimSuffix(r.PathValue("media"), ".json")
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for place, file := range s.media[message] {
		if MediaSID(message, place) == sid && file.Content != nil {
			s.media[message][place].Content = nil
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	writeError(w, http.StatusNotFound, 20404, "The requested resource was not found")
}

// file finds a message's file by its id.
func (s *Server) file(message, sid string) (Media, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for place, file := range s.media[message] {
		if strings.EqualFold(MediaSID(message, place), sid) && file.Content != nil {
			return file, true
		}
	}
	return Media{}, false
}
