package conversations

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

func reader() *understanding.Reader {
	return understanding.NewReader(understanding.Vocabulary{Zone: time.UTC, Country: "GB"})
}

func TestChosen(t *testing.T) {
	t.Parallel()
	question := Question{Choices: []Choice{{Value: "yes", Label: "Yes, cancel it"}, {Value: "no", Label: "No, keep it", Button: "Keep"}}, Yes: "yes", No: "no"}
	reads := reader()
	for text, want := range map[string]string{
		"1": "yes", "2": "no", "1.": "yes", "#2": "no", "option 2": "no", "two": "no", "dos": "no", "the first one": "yes", "la segunda": "no", "the last one": "no",
		"yes": "yes", "Yes please!": "yes", "sí": "yes", "dale": "yes", "sim": "yes", "👍": "yes", "no": "no", "nope": "no", "não": "no",
		"yes, cancel it": "yes", "YES CANCEL IT": "yes", "no keep it": "no", "keep": "no", "3": "", "0": "", "22": "", "12": "",
		"yes but on friday": "", "no, wednesday": "", "ok do they have any parking?": "", "yes reschedule it": "", "what": "", "1 2": "", "": "",
		"talk to a person": "", "yes, talk to a person": "",
	} {
		meaning := reads.Understand(text, understanding.ExpectChoice, records.English, time.Unix(0, 0))
		got, ok := question.chosen(meaning, []understanding.Intent{understanding.IntentCancel})
		if got != want || ok != (want != "") {
			t.Errorf("%q chooses %q, want %q", text, got, want)
		}
	}
}

// TestRenderedChoicesAreRead holds that whatever is shown is understood when
// it comes back: by number, by its whole label, by its button (design,
// section 4).
func TestRenderedChoicesAreRead(t *testing.T) {
	t.Parallel()
	reads := reader()
	rapid.Check(t, func(t *rapid.T) {
		question := Question{Number: rapid.IntRange(1, 1000).Draw(t, "number")}
		labels := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z][a-zñé]{2,8} [a-z]{2,8}`), 1, 9, rapid.ID[string]).Draw(t, "labels")
		for _, label := range labels {
			question.Choices = append(question.Choices, Choice{Value: "v" + label, Label: label})
		}
		capabilities := channel.Capabilities{Buttons: rapid.IntRange(0, 10).Draw(t, "buttons"), ButtonLabel: 20}
		text, buttons := question.render("Which?", capabilities)
		for i, choice := range question.Choices {
			if len(buttons) == 0 {
				line := strings.Split(text, "\n")[i+1]
				typed, _, _ := strings.Cut(line, " ")
				meaning := reads.Understand(typed, understanding.ExpectChoice, records.English, time.Unix(0, 0))
				if got, ok := question.chosen(meaning, nil); !ok || got != choice.Value {
					t.Fatalf("%q chooses %q, want %q", typed, got, choice.Value)
				}
				continue
			}
			number, index, ok := parseChoiceID(buttons[i].ID)
			if !ok || number != question.Number || question.Choices[index-1].Value != choice.Value {
				t.Fatalf("button %q is read as %d:%d", buttons[i].ID, number, index)
			}
		}
	})
}

func TestButtonsOnlyWhereAllFit(t *testing.T) {
	t.Parallel()
	long := Question{Choices: []Choice{{Label: "A label that no button of the channel can show"}, {Label: "B"}}}
	short := Question{Choices: []Choice{{Label: "A label that no button of the channel can show", Button: "A"}, {Label: "B"}}}
	capabilities := channel.Capabilities{Buttons: 3, ButtonLabel: 20}
	if _, buttons := long.render("Which?", capabilities); buttons != nil {
		t.Errorf("buttons %v", buttons)
	}
	text, buttons := short.render("Which?", capabilities)
	if len(buttons) != 2 || buttons[0].Label != "A" || text != "Which?" {
		t.Errorf("text %q, buttons %v", text, buttons)
	}
}

func TestParseChoiceID(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "q", "q1", "1:2", "q1:", "q:1", "qx:1", "q1:x", "r:1:2"} {
		if _, _, ok := parseChoiceID(bad); ok {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	accented := strings.Repeat("Sí, Lucía: sessão às nove. ", 20)
	if got := fit(accented, channel.Capabilities{Segmented: true, TextLimit: 1600}); got != accented {
		t.Errorf("accents were lost: %q", got)
	}
	if got := fit(strings.Repeat("á", 50), channel.Capabilities{TextLimit: 20}); len([]rune(got)) > 20 || !strings.HasSuffix(got, "…") {
		t.Errorf("got %q", got)
	}
}

// A question instead of an answer agrees to nothing, whatever it begins with.
func TestAQuestionChoosesNothing(t *testing.T) {
	t.Parallel()
	reader := understanding.NewReader(understanding.Vocabulary{Zone: time.UTC, Country: "GB"})
	question := Question{Expect: understanding.ExpectChoice, Yes: "yes", No: "no", Choices: []Choice{{Value: "yes", Label: "Yes, book it"}, {Value: "no", Label: "Another time"}}}
	for text, want := range map[string]string{
		"yes": "yes", "ok": "yes", "that works": "yes", "sounds good!": "yes", "👍": "yes", "perfect": "yes", "no": "no", "I can't": "no",
		"have you their phone number?": "", "ok, where is it": "", "great, what's the address?": "", "is the first one with Dr Lee?": "",
		"not sure": "", "maybe": "", "yes but later": "", "yes, at 5": "", "anyone else?": "", "sí, ¿pero dónde queda?": "", "thanks": "",
	} {
		got, _ := question.chosen(reader.Understand(text, understanding.ExpectChoice, "en", time.Date(2026, time.November, 20, 9, 0, 0, 0, time.UTC)), nil)
		if got != want {
			t.Errorf("%q chooses %q, want %q", text, got, want)
		}
	}
}
