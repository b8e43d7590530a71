package admin

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"frontdesk/records"
)

// firstYear and lastYear bound every date that is read: what lies outside is a
// slip of the keyboard.
const (
	firstYear = 1850
	lastYear  = 2250
)

// readDate reads a calendar day; an empty text is the zero date.
func readDate(field, text string) (records.LocalDate, error) {
	if text == "" {
		return records.LocalDate{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < firstYear || day.Year() > lastYear {
		return records.LocalDate{}, records.Invalid(field, "it must be a date such as 2026-03-31, of the years 1850 to 2250")
	}
	return records.LocalDateOf(day, time.UTC), nil
}

// strictInstant is RFC 3339 to the letter; time.Parse is milder.
var strictInstant = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$`)

// readInstant reads an instant; an empty text is the zero time.
func readInstant(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	instant, err := time.Parse(time.RFC3339, text)
	instant = instant.UTC() // an offset beyond a day would be read, but not written
	if err != nil || !strictInstant.MatchString(text) || instant.Year() < firstYear || instant.Year() > lastYear {
		return time.Time{}, records.Invalid(field,
			"it must be a time with its offset such as 2026-03-31T09:30:00-04:00 (in a URL, + is written %2B), of the years 1850 to 2250")
	}
	return instant, nil
}

// entityTag is the ETag of a version.
func entityTag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// readEntityTag reads the version from an If-Match that fits its description.
func readEntityTag(ctx context.Context, header string) (int64, error) {
	if header == "" {
		return 0, newProblem(ctx, records.CodeInvalid, http.StatusPreconditionRequired,
			`The header If-Match is missing. Send the ETag of what you change as you have last read it, such as "3", so that no change of somebody else is overlooked.`)
	}
	version, err := strconv.ParseInt(strings.Trim(header, `"`), 10, 64)
	if err != nil {
		return 0, records.Invalid("If-Match", `it must be one ETag with its quotation marks, such as "3"`)
	}
	return version, nil
}
