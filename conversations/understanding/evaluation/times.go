package evaluation

import (
	"strings"
	"time"
)

// Sort is a sort of lines of the sets of days and times.
type Sort string

// The sorts: points in time, spans of it, and lines that name no time.
const (
	Points Sort = "points"
	Spans  Sort = "ranges"
	Empty  Sort = "none"
)

func sortOf(gold Gold) Sort {
	switch {
	case gold.Kind == "none":
		return Empty
	case strings.HasSuffix(gold.Kind, "range"):
		return Spans
	}
	return Points
}

// Exact is how often days and times were read right, and how often something
// else was read, of N lines. A line that names no time is right when nothing was
// read in it.
type Exact struct{ N, Right, Wrong int }

// Times scores the core lines of a sort: of each message, the first time read
// counts.
func Times(golds []Gold, answers map[string]Answer, wanted Sort) Exact {
	var score Exact
	for _, gold := range golds {
		if !gold.Core || sortOf(gold) != wanted {
			continue
		}
		score.N++
		when := answers[gold.ID].When
		switch {
		case len(when) == 0:
			if wanted == Empty {
				score.Right++
			}
		case wanted == Empty:
			score.Wrong++
		default:
			exact, lenient := judge(gold, when[0])
			if exact {
				score.Right++
			} else if !lenient {
				score.Wrong++
			}
		}
	}
	return score
}

// judge compares a time with those that are accepted. Lenient is what names the
// right beginning of something longer, or of another kind: no wrong time.
func judge(gold Gold, got Time) (exact, lenient bool) {
	for _, want := range gold.Accept {
		var right, near bool
		if strings.HasSuffix(gold.Kind, "range") {
			right, near = judgeSpan(gold.Kind, want, got)
		} else {
			right, near = judgePoint(gold, want.Value, got)
		}
		if right {
			return true, true
		}
		lenient = lenient || near
	}
	return false, lenient
}

func judgePoint(gold Gold, want string, got Time) (exact, lenient bool) {
	if got.Value == "" {
		return false, got.Start != "" && cut(gold.Kind, got.Start) == want
	}
	if cut(gold.Kind, got.Value) == want {
		return got.Kind == gold.Kind || got.Kind == "datetime", true
	}
	if gold.Kind == "datetime" && got.Kind == "time" && clock(got.Value) == clock(want) {
		// A bare time of day for its next occurrence.
		reference, badReference := time.Parse(moment, gold.Reference)
		wanted, badWanted := time.Parse(moment, want)
		ahead := wanted.Sub(reference)
		next := badReference == nil && badWanted == nil && ahead >= 0 && ahead <= 24*time.Hour
		return next, next
	}
	return false, false
}

func judgeSpan(kind string, want, got Time) (exact, lenient bool) {
	start, end := got.Start, got.End
	if start == "" && end == "" {
		start = got.Value
	}
	startRight := want.Start == "" || cut(kind, start) == want.Start
	endRight := want.End == "" || cut(kind, end) == want.End
	near := want.Start != "" && cut(kind, start) == want.Start || want.Start == "" && (cut(kind, end) == want.End || cut(kind, start) == want.End)
	return startRight && endRight, near
}

const moment = "2006-01-02T15:04:05"

// cut reduces a moment to what a kind holds.
func cut(kind, value string) string {
	switch kind {
	case "date", "daterange":
		return day(value)
	case "time", "timerange":
		return clock(value)
	}
	if len(value) == len("2006-01-02T15:04") {
		value += ":00"
	}
	return value
}

func day(value string) string {
	if len(value) >= len(time.DateOnly) && value[4] == '-' {
		return value[:len(time.DateOnly)]
	}
	return ""
}

func clock(value string) string {
	if _, after, found := strings.Cut(value, "T"); found {
		value = after
	}
	if len(value) == len("15:04") {
		value += ":00"
	}
	if len(value) < len(time.TimeOnly) {
		return ""
	}
	return value[:len(time.TimeOnly)]
}
