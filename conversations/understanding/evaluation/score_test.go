package evaluation

import (
	"strings"
	"testing"
)

func read(t *testing.T, lines string) []Gold {
	t.Helper()
	golds, err := Read(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	return golds
}

func TestTimesAreJudgedByTheFirstOne(t *testing.T) {
	t.Parallel()
	golds := read(t, `{"id":"a","core":true,"kind":"date","accept":[{"value":"2026-03-01"},{"value":"2026-03-08"}]}
{"id":"b","core":true,"kind":"datetime","ref":"2026-01-05T09:00:00","accept":[{"value":"2026-01-05T15:00:00"}]}
{"id":"c","core":true,"kind":"time","accept":[{"value":"09:00:00"}]}
{"id":"d","core":false,"kind":"time","accept":[{"value":"09:00:00"}]}
{"id":"e","core":true,"kind":"date","accept":[{"value":"2026-03-01"}]}
{"id":"f","core":true,"kind":"daterange","accept":[{"start":"2026-03-01","end":"2026-03-08"}]}
{"id":"g","core":true,"kind":"none"}
{"id":"h","core":true,"kind":"none"}`)
	answers := map[string]Answer{
		"a": {When: []Time{{Kind: "date", Value: "2026-03-08"}, {Kind: "date", Value: "2026-04-01"}}},
		"b": {When: []Time{{Kind: "time", Value: "15:00:00"}}},
		"c": {When: []Time{{Kind: "time", Value: "10:00:00"}}},
		"e": {When: []Time{{Kind: "daterange", Start: "2026-03-01", End: "2026-03-08"}}},
		"f": {When: []Time{{Kind: "daterange", Start: "2026-03-01", End: "2026-03-08"}}},
		"h": {When: []Time{{Kind: "date", Value: "2026-03-08"}}},
	}
	for wanted, score := range map[Sort]Exact{Points: {N: 4, Right: 2, Wrong: 1}, Spans: {N: 1, Right: 1}, Empty: {N: 2, Right: 1, Wrong: 1}} {
		if got := Times(golds, answers, wanted); got != score {
			t.Errorf("%s: %+v, want %+v", wanted, got, score)
		}
	}
}

func TestAnyAcceptedLabelIsRight(t *testing.T) {
	t.Parallel()
	golds := read(t, `{"id":"a","intent":["yes","no"]}
{"id":"b","intent":"no"}
{"id":"c","intent":["oos"]}
{"id":"d","intent":["oos"]}`)
	given := map[string]string{"a": "no", "b": "no", "c": "book"}
	score := Labels(golds, func(gold Gold) []string { return gold.Intent }, func(gold Gold) string { return given[gold.ID] }, "oos")
	if score.N != 4 || score.Accuracy != 75 || score.FalseAccepts != 50 {
		t.Errorf("%+v", score)
	}
}

func TestTurnsCountWhatIsMissingAndWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	golds := read(t, `{"id":"a","acts":["INFORM","NEGATE"],"slots":{"city":{"value":"San Lucas"},"type":{"value":"GP"}}}`)
	acts, slots := Turns(golds, map[string]Answer{"a": {Acts: []string{"INFORM", "AFFIRM"}, Slots: map[string]string{"city": "san lucas", "provider_name": "Lee"}}})
	if acts != 50 || slots != 50 {
		t.Errorf("acts %v, slots %v", acts, slots)
	}
}

func TestABadLineIsNamed(t *testing.T) {
	t.Parallel()
	if _, err := Read(strings.NewReader("{}\n[")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("%v", err)
	}
}
