package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"frontdesk/conversations/understanding/evaluation"
)

// measured is one row of the table: a set, the lines of it that count, and how
// they are scored.
type measured struct {
	title, file string
	languages   []string
	// question is the kind of question before each message; birthDates asks for
	// one, where the set has no text of it.
	question string
	// named has the places and people of the set known.
	named               bool
	score               func([]evaluation.Gold, map[string]evaluation.Answer) (int, string)
	bar, goal, baseline string
}

const (
	// points begins the title of a row of points in time.
	points = "dt_recognizers, points, "
	// setNames is the file of a folder of sets that lists places and people.
	setNames = "sgd_gazetteer.json"
)

// table is what is measured: the bars and goals of the project, and what others
// reach on the other half of each set.
var table = []measured{
	pointsOf(points+"en", "dt_recognizers", "≥ 85, ≤ 6", "≥ 92, ≤ 3", "Microsoft recognizers 87/11 (their own specification), chrono 41/39, best Go library 26/42", "en"),
	pointsOf(points+"es", "dt_recognizers", "≥ 85, ≤ 6", "≥ 92, ≤ 3", "Microsoft 91/8, chrono 47/33, Go 19/19", "es"),
	pointsOf(points+"pt", "dt_recognizers", "≥ 85, ≤ 6", "≥ 92, ≤ 3", "chrono 27/36, Go 25/33", "pt"),
	pointsOf(points+"fr", "dt_recognizers", "≥ 72, ≤ 10", "≥ 85, ≤ 5", "Microsoft 90/2, chrono 37/19, Go 3/20", "fr"),
	pointsOf(points+"de", "dt_recognizers", "≥ 72, ≤ 10", "≥ 85, ≤ 5", "chrono 33/15, Go 29/35", "de"),
	pointsOf(points+"hi", "dt_recognizers", "≥ 72, ≤ 10", "≥ 85, ≤ 5", "Go 18/34", "hi"),
	pointsOf(points+"ar", "dt_recognizers", "≥ 72, ≤ 10", "≥ 85, ≤ 5", "Go 23/16", "ar"),
	timesOf("dt_recognizers, ranges, en + es + pt", "dt_recognizers", evaluation.Spans, "≥ 60", "≥ 75", "Microsoft 65 (en), chrono 17 (en), Go ≤ 1", "en", "es", "pt"),
	timesOf("dt_recognizers, lines without a date", "dt_recognizers", evaluation.Empty, "wrong ≤ 3", "0", "Microsoft 0, when 23, Go 33 (en)"),
	pointsOf("dt_duckling, points, en", "dt_duckling", "≥ 78, ≤ 7", "≥ 88, ≤ 4", "Microsoft 54/37, chrono 39/41, Go 41/25", "en"),
	pointsOf("dt_duckling, points, es", "dt_duckling", "≥ 78, ≤ 7", "≥ 88, ≤ 4", "Microsoft 59/25, chrono 38/27, Go 44/16", "es"),
	pointsOf("dt_nlupp, points", "dt_nlupp", "≥ 85, ≤ 6", "≥ 92, ≤ 3", "chrono 61/30, when 59/29, Microsoft 54/28"),
	pointsOf("dt_sgd, points", "dt_sgd", "≥ 96, ≤ 3", "99", "Microsoft 87/4, chrono 62/28, Go 42/46"),
	birthDates("dob_evi", "≥ 95, ≤ 1", "99, 0", "Go 87/1, chrono 75/2"),
	replyLabels("yesno, macro-F1", "≥ 88", "≥ 95", "a model trained on these lines 95.6; Microsoft: yes 76, no 83"),
	turnActs("sgd_appt, acts, micro-F1", false, "≥ 88", "≥ 95", "a model trained on these lines, with the acts before, 98.2"),
	turnActs("sgd_appt, acts, with the names known", true, "≥ 88", "≥ 95", ""),
	turnSlots("sgd_appt, slots, F1", false, "≥ 88", "≥ 95", ""),
	turnSlots("sgd_appt, slots, with the names known", true, "≥ 88", "≥ 95", "Microsoft with the names 89.6, chrono with them 77.8"),
	intentLabels("intents, macro-F1 and false accepts", "≥ 68, ≤ 6", "≥ 80, ≤ 3", "trained on these lines 67.7–75.7; trained on other data 35.5"),
	clinicLabels("clinic_es, accuracy", "≥ 75", "≥ 88", "trained on these lines 68"),
}

func pointsOf(title, file, bar, goal, baseline string, languages ...string) measured {
	return timesOf(title, file, evaluation.Points, bar, goal, baseline, languages...)
}

func timesOf(title, file string, wanted evaluation.Sort, bar, goal, baseline string, languages ...string) measured {
	return measured{
		title: title, file: file, languages: languages, bar: bar, goal: goal, baseline: baseline, question: "open",
		score: func(golds []evaluation.Gold, answers map[string]evaluation.Answer) (int, string) {
			score := evaluation.Times(golds, answers, wanted)
			return score.N, score.String()
		},
	}
}

func birthDates(title, bar, goal, baseline string) measured {
	row := pointsOf(title, "dob_evi", bar, goal, baseline)
	row.question = "birth_date"
	return row
}

func replyLabels(title, bar, goal, baseline string) measured {
	return measured{
		title: title, file: "yesno", bar: bar, goal: goal, baseline: baseline, question: "yes_no",
		score: func(golds []evaluation.Gold, answers map[string]evaluation.Answer) (int, string) {
			score := evaluation.Labels(golds, func(gold evaluation.Gold) []string { return gold.Label },
				func(gold evaluation.Gold) string { return answers[gold.ID].Reply }, "other")
			return score.N, fmt.Sprintf("%.1f", score.MacroF1)
		},
	}
}

func turnActs(title string, named bool, bar, goal, baseline string) measured {
	return measured{
		title: title, file: "sgd_appt", bar: bar, goal: goal, baseline: baseline, question: "open", named: named,
		score: func(golds []evaluation.Gold, answers map[string]evaluation.Answer) (int, string) {
			acts, _ := evaluation.Turns(golds, answers)
			return len(golds), fmt.Sprintf("%.1f", acts)
		},
	}
}

func turnSlots(title string, named bool, bar, goal, baseline string) measured {
	row := turnActs(title, named, bar, goal, baseline)
	row.score = func(golds []evaluation.Gold, answers map[string]evaluation.Answer) (int, string) {
		_, slots := evaluation.Turns(golds, answers)
		return len(golds), fmt.Sprintf("%.1f", slots)
	}
	return row
}

func labelledIntents(golds []evaluation.Gold, answers map[string]evaluation.Answer) evaluation.Labelled {
	return evaluation.Labels(golds, func(gold evaluation.Gold) []string { return gold.Intent },
		func(gold evaluation.Gold) string { return answers[gold.ID].Intent }, "oos")
}

func intentLabels(title, bar, goal, baseline string) measured {
	return measured{
		title: title, file: "intents", bar: bar, goal: goal, baseline: baseline, question: "open",
		score: func(golds []evaluation.Gold, answers map[string]evaluation.Answer) (int, string) {
			score := labelledIntents(golds, answers)
			return score.N, fmt.Sprintf("%.1f, %.1f %%", score.MacroF1, score.FalseAccepts)
		},
	}
}

func clinicLabels(title, bar, goal, baseline string) measured {
	return measured{
		title: title, file: "clinic_es", bar: bar, goal: goal, baseline: baseline, question: "open",
		score: func(golds []evaluation.Gold, answers map[string]evaluation.Answer) (int, string) {
			score := labelledIntents(golds, answers)
			return score.N, fmt.Sprintf("%.1f", score.Accuracy)
		},
	}
}

// measure reads every set of a folder by the code that answers lines, and
// writes the table.
func (c *understandCommand) measure(output io.Writer) error {
	bare, err := c.understander()
	if err != nil {
		return err
	}
	informed := *bare
	if informed.gazetteer, err = readVocabulary(filepath.Join(c.Measure, setNames)); err != nil {
		return err
	}
	read := map[string][]evaluation.Gold{}
	given := map[string]map[string]evaluation.Answer{}
	rows := make([]evaluation.Row, 0, len(table))
	for _, row := range table {
		key, understander := row.file, bare
		if row.named {
			key, understander = row.file+" named", &informed
		}
		if given[key] == nil {
			if read[key], err = readSet(c.Measure, row.file); err != nil {
				return err
			}
			given[key] = understander.answers(read[key], row.question)
		}
		n, result := row.score(evaluation.Only(read[key], row.languages...), given[key])
		rows = append(rows, evaluation.Row{Set: row.title, N: n, Result: result, Bar: row.bar, Goal: row.goal, Baseline: row.baseline})
	}
	_, err = io.WriteString(output, evaluation.Table(rows))
	return err
}

// readSet reads all files of a set in a folder: "name.dev.jsonl" and whichever
// other part of it is there.
func readSet(folder, name string) ([]evaluation.Gold, error) {
	files, err := filepath.Glob(filepath.Join(folder, name+"*.jsonl"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("no %s*.jsonl in %s: %w", name, folder, fs.ErrNotExist))
	}
	var golds []evaluation.Gold
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		part, err := evaluation.Read(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		golds = append(golds, part...)
	}
	return golds, nil
}

// answers reads every message of a set in the light of its question.
func (u *understander) answers(golds []evaluation.Gold, kind string) map[string]evaluation.Answer {
	answers := make(map[string]evaluation.Answer, len(golds))
	for _, gold := range golds {
		line := understandLine{ID: gold.ID, Text: gold.Text, Language: gold.Language, Now: gold.Reference}
		if line.Language == "" {
			line.Language = "en"
		}
		if line.Now == "" {
			line.Now = "2026-01-05T09:00:00"
		}
		switch {
		case kind == "birth_date":
			line.Question = &understandQuestion{Kind: kind, Text: "What is your date of birth?"}
		case kind == "yes_no":
			line.Question = &understandQuestion{Kind: kind}
			if gold.Previous != nil {
				line.Question.Text = gold.Previous.Text
			}
		case gold.Previous != nil && gold.Previous.Text != "":
			line.Question = &understandQuestion{Kind: kind, Text: gold.Previous.Text}
		}
		now, err := time.Parse(localTime, line.Now)
		if err != nil {
			continue
		}
		said := u.understand(line, now)
		answer := evaluation.Answer{Reply: said.Reply, Intent: said.Intent, Acts: said.Acts, Slots: said.Slots}
		for _, one := range said.When {
			answer.When = append(answer.When, evaluation.Time(one))
		}
		answers[gold.ID] = answer
	}
	return answers
}
