package display

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
	"frontdesk/records"
)

//go:embed page/display.css
var style string

//go:embed page/display.js
var script string

//go:embed page/display.html
var markup string

// pageTemplate is the page; "room" is the part of it that changes.
var pageTemplate = template.Must(template.New("page").Parse(markup))

// pagePolicy lets the page use its own style and script, which stand in it, ask
// this server for news, and nothing else.
var pagePolicy = "default-src 'none'; style-src '" + sourceHash(style) + "'; script-src '" + sourceHash(script) +
	"'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// sourceHash is how a policy names an inline source.
func sourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// maxWaiting is how many of those who wait fit on a screen.
const maxWaiting = 12

// view is a board in words.
type view struct {
	Language, Clinic                      string
	Title, CalledTitle, WaitingTitle      string
	RoomLabel, Nobody, Stale, More, Clock string
	Called                                []calledView
	Waiting                               []waitingView
	Style                                 template.CSS
	Script                                template.JS
}

type calledView struct {
	Number         int
	Initials, Room string
}

type waitingView struct {
	Number         int
	Initials, Wait string
	Next           bool
}

func viewOf(board jobs.Board) view {
	book := catalog.Embedded().Phrasebook(board.Language, board.Country, board.Zone)
	say := func(key catalog.Key) string { return book.Say(key, catalog.Values{}) }
	made := view{
		Language: string(board.Language), Clinic: board.Clinic, Title: say(catalog.DisplayTitle), CalledTitle: say(catalog.DisplayCalled),
		WaitingTitle: say(catalog.DisplayWaiting), RoomLabel: say(catalog.DisplayRoom), Nobody: say(catalog.DisplayNobody),
		Stale: say(catalog.DisplayStale),
		Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // both are part of the program
	}
	if !catalog.Embedded().Speaks(board.Language) {
		made.Language = string(records.English)
	}
	for _, called := range board.Called {
		made.Called = append(made.Called, calledView(called))
	}
	for i, waiting := range board.Waiting {
		if i == maxWaiting {
			made.More = book.Say(catalog.DisplayMore, catalog.Values{Number: strconv.Itoa(len(board.Waiting) - maxWaiting)})
			break
		}
		one := waitingView{Number: waiting.Number, Initials: waiting.Initials, Next: waiting.Next, Wait: say(catalog.DisplaySoon)}
		if !waiting.Next {
			one.Wait = book.Say(catalog.DisplayWait, catalog.Values{Minutes: strconv.Itoa(int(waiting.Wait / time.Minute))})
		}
		made.Waiting = append(made.Waiting, one)
	}
	return made
}

func (d *Display) servePage(w http.ResponseWriter, r *http.Request) {
	board, shown := d.board(w, r)
	if !shown {
		return
	}
	shownNow := viewOf(board)
	shownNow.Clock = catalog.Embedded().Phrasebook(board.Language, board.Country, board.Zone).Time(d.config.Now())
	var content bytes.Buffer
	if err := pageTemplate.Execute(&content, shownNow); err != nil {
		d.config.Logger.Error("waiting room display", "error", err)
		refuse(w, http.StatusInternalServerError, "The waiting room can't be shown.")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(content.Bytes()) // the client may be gone
}
