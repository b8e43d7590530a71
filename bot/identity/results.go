package identity

import (
	"strings"

	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
	"frontdesk/records"
)

// resultsView is what is shown at once to somebody who asked for results.
type resultsView struct {
	Title, Questions string
	Shown            []resultView
}

// resultView is one result: whose it is and of which day, and whether it was
// corrected.
type resultView struct {
	Title, Of, Corrected string
	Paragraphs           []string
}

func resultsOf(book *catalog.Phrasebook, shown jobs.Shown) *resultsView {
	if shown.Purpose != records.AccessResults {
		return nil
	}
	say := func(key catalog.Key) string { return book.Say(key, catalog.Values{}) }
	made := &resultsView{Title: say(catalog.ResultsTitle), Questions: say(catalog.ResultsQuestions)}
	if len(shown.Results) == 0 {
		made.Title, made.Questions = say(catalog.ResultsNone), ""
	}
	for _, result := range shown.Results {
		one := resultView{
			Title:      result.Title,
			Of:         book.Say(catalog.ResultsOf, catalog.Values{Name: result.PatientName, When: book.Date(result.IssuedAt)}),
			Paragraphs: paragraphsOf(result.Summary),
		}
		if result.Corrected {
			one.Corrected = say(catalog.ResultsCorrected)
		}
		made.Shown = append(made.Shown, one)
	}
	return made
}

func paragraphsOf(text string) []string {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			paragraphs = append(paragraphs, paragraph)
		}
	}
	return paragraphs
}
