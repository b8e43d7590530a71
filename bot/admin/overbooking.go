package admin

import (
	"context"
	"net/http"
	"time"

	"frontdesk/jobs"
)

type listSuggestionsInput struct {
	Date string `query:"date" format:"date" example:"2026-03-31" doc:"The day in the clinic's zone; today if left out."`
}

// OverbookingSuggestion is a time at which one more patient is likely to find a
// place that nobody else uses.
type OverbookingSuggestion struct {
	Practitioner Reference `json:"practitioner"`
	Start        time.Time `json:"start"`
	End          time.Time `json:"end"`
	Chance       float64   `json:"chance" minimum:"0" maximum:"1" doc:"How likely it is that nobody comes then."`
	Confidence   float64   `json:"confidence" minimum:"0" maximum:"1" doc:"How likely it is that enough patients of the day stay away for all who are suggested so far."`
	Reason       string    `json:"reason" doc:"Why, in a sentence for staff."`
}

type suggestionList struct {
	Body struct {
		Suggestions []OverbookingSuggestion `json:"suggestions"`
	}
}

func (a *API) registerOverbooking() {
	register(a, operation{
		id: "listOverbookingSuggestions", method: http.MethodGet, path: "/overbooking-suggestions", tag: tagAppointments,
		summary:     "See where one more could be booked",
		description: "Suggestions for staff, at clinics that have switched them on. They come from how often appointments of a type, booked as long before, were not kept at this clinic (at least 100 of the last year), and never from who the patients are. To follow one, book with an overbookingReason.",
		refusals:    []int{http.StatusConflict},
	}, func(ctx context.Context, by jobs.Principal, input *listSuggestionsInput) (*suggestionList, error) {
		date, err := readDate("date", input.Date)
		if err != nil {
			return nil, err
		}
		found, err := a.config.Desk.OverbookingSuggestions(ctx, by, date)
		if err != nil {
			return nil, err
		}
		output := &suggestionList{}
		output.Body.Suggestions = make([]OverbookingSuggestion, len(found))
		for i, one := range found {
			output.Body.Suggestions[i] = OverbookingSuggestion{
				Practitioner: Reference{ID: one.PractitionerID, Display: one.PractitionerName}, Start: one.Start, End: one.End,
				Chance: one.Chance, Confidence: one.Confidence, Reason: one.Reason,
			}
		}
		return output, nil
	})
}
