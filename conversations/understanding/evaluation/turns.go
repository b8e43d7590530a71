package evaluation

import (
	"slices"
	"strings"
	"unicode"
)

// Turns scores acts and slots over all messages: their micro F1, in percent.
func Turns(golds []Gold, answers map[string]Answer) (acts, slots float64) {
	var act, slot tally
	for _, gold := range golds {
		answer := answers[gold.ID]
		for _, want := range gold.Acts {
			count(&act, slices.Contains(answer.Acts, want))
		}
		for _, got := range answer.Acts {
			if !slices.Contains(gold.Acts, got) {
				act.extra++
			}
		}
		for name, want := range gold.Slots {
			got := answer.Slots[name]
			right := got != "" && plain(got) == plain(want.Value)
			count(&slot, right)
			if !right && got != "" {
				slot.extra++
			}
		}
		for name, got := range answer.Slots {
			if _, wanted := gold.Slots[name]; !wanted && got != "" {
				slot.extra++
			}
		}
	}
	return act.f1(), slot.f1()
}

func count(t *tally, right bool) {
	if right {
		t.right++
	} else {
		t.missed++
	}
}

// plain is a value without capitals and signs.
func plain(value string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(value), func(symbol rune) bool {
		return symbol <= unicode.MaxASCII && !unicode.IsLetter(symbol) && !unicode.IsDigit(symbol)
	}), " ")
}
