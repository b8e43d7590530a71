package twiliotest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// Content is a text that the account keeps at Twilio.
type Content struct {
	SID          string
	FriendlyName string
	Language     string
	Variables    map[string]string
	// Types is what the request said, by the names of Twilio's types.
	Types map[string]json.RawMessage
	// Name, Category and Status are of the request for WhatsApp's approval; the
	// status is unsubmitted without one.
	Name, Category, Status, Reason string
}

// Contents gives the contents, in the order of their creation.
func (s *Server) Contents() []Content {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	contents := make([]Content, len(s.contents))
	for i, content := range s.contents {
		contents[i] = *content
	}
	return contents
}

// Judge has WhatsApp decide about a content: approved, rejected, paused. It says
// whether there is such a content.
func (s *Server) Judge(sid, status, reason string) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	content := s.content(sid)
	if content != nil {
		content.Status, content.Reason = status, reason
	}
	return content != nil
}

// content finds a content, or nil; the mutex is held.
func (s *Server) content(sid string) *Content {
	for _, content := range s.contents {
		if content.SID == sid {
			return content
		}
	}
	return nil
}

// placeholder is a variable of a content.
var placeholder = regexp.MustCompile(`\{\{([0-9A-Za-z_]{1,16})\}\}`)

// shown is what a content shows, whatever its type.
type shown struct {
	Body    string                       `json:"body"`
	Actions []struct{ ID, Title string } `json:"actions"`
	Items   []struct{ ID, Item string }  `json:"items"`
}

// shown reads the one type that the content has.
func (c *Content) shown() shown {
	var read shown
	for _, encoded := range c.Types {
		_ = json.Unmarshal(encoded, &read) // what can't be read shows nothing
	}
	return read
}

// write fills the placeholders of a text with the values given, and the
// content's own samples for those that are not.
func (c *Content) write(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(place string) string {
		name := strings.Trim(place, "{}")
		if value, given := values[name]; given {
			return value
		}
		return c.Variables[name]
	})
}

// fill writes the body of a content.
func (c *Content) fill(values map[string]string) string { return c.write(c.shown().Body, values) }

// choices writes the choices of a content, one a line: id, a tab, and title.
func (c *Content) choices(values map[string]string) string {
	var lines strings.Builder
	for _, action := range c.shown().Actions {
		lines.WriteString(c.write(action.ID+"\t"+action.Title+"\n", values))
	}
	for _, item := range c.shown().Items {
		lines.WriteString(c.write(item.ID+"\t"+item.Item+"\n", values))
	}
	return lines.String()
}

// createContent answers a request for a new content.
func (s *Server) createContent(w http.ResponseWriter, r *http.Request) {
	if !s.hasCredentials(w, r) {
		return
	}
	var asked struct {
		FriendlyName string                     `json:"friendly_name"`
		Language     string                     `json:"language"`
		Variables    map[string]string          `json:"variables"`
		Types        map[string]json.RawMessage `json:"types"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&asked); err != nil || asked.Language == "" || len(asked.Types) == 0 {
		writeError(w, http.StatusBadRequest, 20001, "The content is incomplete.")
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	content := &Content{
		SID: fmt.Sprintf("HX%032x", len(s.contents)+1), FriendlyName: asked.FriendlyName, Language: asked.Language, Variables: asked.Variables,
		Types: asked.Types, Status: "unsubmitted",
	}
	s.contents = append(s.contents, content)
	writeJSON(w, http.StatusCreated, s.contentResource(content))
}

// contentResource is a content as the API writes it.
func (s *Server) contentResource(content *Content) map[string]any {
	return map[string]any{
		"sid": content.SID, "account_sid": s.options.AccountSID, "friendly_name": content.FriendlyName, "language": content.Language,
		"variables": content.Variables, "types": content.Types,
		"approval_requests": map[string]string{
			"name": content.Name, "category": content.Category, "status": content.Status, "rejection_reason": content.Reason,
		},
	}
}

// listContents answers a request for the contents with their approvals.
func (s *Server) listContents(w http.ResponseWriter, r *http.Request) {
	if !s.hasCredentials(w, r) {
		return
	}
	size, number := 50, 0
	if value, err := strconv.Atoi(r.URL.Query().Get("PageSize")); err == nil {
		size = min(max(value, 1), 1000)
	}
	if value, err := strconv.Atoi(r.URL.Query().Get("Page")); err == nil {
		number = max(value, 0)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	listed := []map[string]any{}
	for at := number * size; at < min(len(s.contents), (number+1)*size); at++ {
		listed = append(listed, s.contentResource(s.contents[at]))
	}
	meta := map[string]any{"key": "contents", "page": number, "page_size": size, "next_page_url": nil}
	if len(s.contents) > (number+1)*size {
		meta["next_page_url"] = fmt.Sprintf("https://content.twilio.com/v1/ContentAndApprovals?PageSize=%d&Page=%d&PageToken=P%d", size, number+1, number+1)
	}
	writeJSON(w, http.StatusOK, map[string]any{"contents": listed, "meta": meta})
}

// deleteContent answers a request to delete a content.
func (s *Server) deleteContent(w http.ResponseWriter, r *http.Request) {
	if !s.hasCredentials(w, r) {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for i, content := range s.contents {
		if content.SID == r.PathValue("content") {
			// Its place stays, so that no id is given twice.
			s.contents[i] = &Content{Status: "deleted"}
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	writeError(w, http.StatusNotFound, 20404, "There is no such content.")
}

// submitContent answers a request for WhatsApp's approval, which takes its time.
func (s *Server) submitContent(w http.ResponseWriter, r *http.Request) {
	if !s.hasCredentials(w, r) {
		return
	}
	var asked struct{ Name, Category string }
	err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&asked)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	content := s.content(r.PathValue("content"))
	switch {
	case content == nil:
		writeError(w, http.StatusNotFound, 20404, "There is no such content.")
	case err != nil || asked.Name == "" || asked.Category == "":
		writeError(w, http.StatusBadRequest, 20001, "Name and category are required.")
	default:
		content.Name, content.Category, content.Status = asked.Name, asked.Category, "received"
		writeJSON(w, http.StatusCreated, map[string]any{
			"name": asked.Name, "category": asked.Category, "status": content.Status, "rejection_reason": "", "allow_category_change": true,
		})
	}
}
