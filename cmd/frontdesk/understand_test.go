package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// understandLines runs the command on an input and gives its answers by their
// ids, what it said of bad lines, and its exit status.
func understandLines(t *testing.T, input string, arguments ...string) (map[string]understood, string, int) {
	t.Helper()
	var output, problems bytes.Buffer
	status := run(append([]string{"understand"}, arguments...), &environment{
		context: t.Context(), input: strings.NewReader(input), output: &output, errorOutput: &problems,
	})
	answers := map[string]understood{}
	for line := range strings.Lines(output.String()) {
		var answer understood
		if err := json.Unmarshal([]byte(line), &answer); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		answers[answer.ID] = answer
	}
	return answers, problems.String(), status
}

func TestUnderstandAnswersEachLine(t *testing.T) {
	t.Parallel()
	answers, problems, status := understandLines(t, `
{"id": "a", "text": "STOP", "language": "en", "now": "2026-01-05T09:00:00"}
{"id": "b", "text": "have you their phone number?", "language": "en", "now": "2026-01-05T09:00:00", "question": {"kind": "yes_no", "text": "Shall I book it?"}}
{"id": "c", "text": "sí, claro", "language": "es", "now": "2026-01-05T09:00:00", "question": {"kind": "yes_no", "text": "¿La reservo?"}}`)
	if status != 0 || problems != "" || len(answers) != 3 {
		t.Fatalf("status %d, %q, %v", status, problems, answers)
	}
	if answers["a"].Keyword != "stop" || answers["b"].Reply != "question" || answers["c"].Reply != "yes" {
		t.Errorf("%+v", answers)
	}
	if got := answers["b"].Requested; len(got) != 1 || got[0] != "phone_number" {
		t.Errorf("requested %v", got)
	}
}

func TestABadLineLosesNoOther(t *testing.T) {
	t.Parallel()
	answers, problems, status := understandLines(t, `{"id": "a", "text": "yes", "language": "en", "now": "2026-01-05T09:00:00"}
not json
{"id": "c", "text": "no", "language": "en", "now": "tomorrow"}
{"id": "d", "text": "no", "language": "en", "now": "2026-01-05T09:00:00"}`)
	if status != 1 || len(answers) != 2 || answers["d"].Reply != "no" {
		t.Errorf("status %d, answers %v", status, answers)
	}
	for _, said := range []string{"line 2: not a JSON object", `line 3: now is "tomorrow"`, "2 of the lines could not be read"} {
		if !strings.Contains(problems, said) {
			t.Errorf("%q does not say %q", problems, said)
		}
	}
}

func TestTheVocabularyNamesPlacesAndPeople(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "names.json")
	if err := os.WriteFile(file, []byte(`{"city": ["San Lucas"], "provider_name": ["Dr. Amara Osei"], "type": ["Dermatologist"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	line := `{"id": "a", "text": "I'm looking for a skin doctor in san lucas", "language": "en", "now": "2026-01-05T09:00:00"}`
	answers, _, status := understandLines(t, line, "--vocabulary", file)
	if slots := answers["a"].Slots; status != 0 || slots["city"] != "San Lucas" || slots["type"] != "Dermatologist" {
		t.Errorf("status %d, %v", status, slots)
	}
	if _, problems, status := understandLines(t, line, "--vocabulary", file+".missing"); status == 0 || !strings.Contains(problems, "read the vocabulary") {
		t.Errorf("a missing file: status %d, %q", status, problems)
	}
}

func TestExplainTellsWhatWasUnderstoodAndOfWhichWords(t *testing.T) {
	t.Parallel()
	var output, problems bytes.Buffer
	status := run([]string{"understand", "--explain", "--now", "2026-01-05T09:00:00", "--question", "Shall I book Friday at 10:00?", "--kind", "yes_no"}, &environment{
		context: t.Context(), input: strings.NewReader("no, make it tomorrow at 3\n\nSTOP\n"), output: &output, errorOutput: &problems,
	})
	if status != 0 {
		t.Fatal(problems.String())
	}
	for _, told := range []string{
		"reply   change", `"no" no`, `"make it" change`, `"tomorrow at 3": datetime 2026-01-06T`, "(Tuesday)", "ambiguous", "acts    NEGATE, INFORM", "safety  keyword stop",
	} {
		if !strings.Contains(output.String(), told) {
			t.Errorf("%q is not told in\n%s", told, output.String())
		}
	}
}

func TestTheCountrySettlesTheOrderOfDayAndMonth(t *testing.T) {
	t.Parallel()
	line := `{"id": "a", "text": "3/12", "language": "en", "now": "2026-01-05T09:00:00"}`
	for country, want := range map[string]string{"GB": "2026-12-03", "US": "2026-03-12"} {
		answers, _, _ := understandLines(t, line, "--country", country)
		if when := answers["a"].When; len(when) == 0 || when[0].Value != want {
			t.Errorf("%s: %+v, want %s", country, when, want)
		}
	}
}

// Whoever talks to the command over a pipe has each answer before writing the
// next message.
func TestEachLineIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	input, write := io.Pipe()
	read, output := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run([]string{"understand"}, &environment{context: t.Context(), input: input, output: output, errorOutput: io.Discard})
		_ = output.Close()
	}()
	answers := bufio.NewReader(read)
	for _, text := range []string{"yes", "no"} {
		fmt.Fprintf(write, `{"id": %q, "text": %q, "language": "en", "now": "2026-01-05T09:00:00"}`+"\n", text, text)
		line, err := answers.ReadString('\n')
		if err != nil || !strings.Contains(line, `"reply":"`+text+`"`) {
			t.Fatalf("%q: %q, %v", text, line, err)
		}
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	if status := <-ended; status != 0 {
		t.Errorf("status %d", status)
	}
}
