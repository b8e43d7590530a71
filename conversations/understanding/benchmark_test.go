package understanding

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/records"
)

// mixed are messages as they come in a day, in the languages that clinics
// answer in, short ones and long ones.
var mixed = []struct {
	language records.Language
	expected Expectation
	text     string
}{
	{"en", ExpectChoice, "yes please"},
	{"en", ExpectChoice, "the second one but with Dr Lee"},
	{"en", ExpectChoice, "no sorry, can you make it Thursday after 4 instead?"},
	{"en", ExpectNothing, "any chance of an appointment tmrw arvo??"},
	{"en", ExpectNothing, "Hi, I'd like to book a cleaning for my son next tuesday at half past three if you have anything, otherwise the week after is fine too. Thanks!"},
	{"en", ExpectBirthDate, "the 3rd of feb 82"},
	{"en", ExpectName, "my name is Mary Anne Byrne"},
	{"en", ExpectNothing, "have you got their phone number"},
	{"en", ExpectNothing, "running late, stuck in traffic, there in 15 minutes"},
	{"es", ExpectChoice, "sí, me viene bien"},
	{"es", ExpectWish, "no puedo el jueves, mejor la otra semana por la mañana"},
	{"es", ExpectNothing, "buenas, quisiera cambiar mi cita del 12 de marzo para otro día si se puede"},
	{"es", ExpectNothing, "¿dónde queda la clínica y a qué hora abren los sábados?"},
	{"pt", ExpectChoice, "pode ser"},
	{"pt", ExpectWish, "amanhã de manhã ou quarta depois das 15h"},
	{"pt", ExpectNothing, "oi, queria desmarcar a consulta da minha mãe, ela não está se sentindo bem"},
	{"en", ExpectNothing, "ok"},
	{"en", ExpectNothing, "👍"},
	{"en", ExpectNothing, "2"},
	{"en", ExpectNothing, "please stop sending me these reminders"},
}

// BenchmarkMixedMessages reads mixed messages, each as a whole, with three
// languages loaded and with all, and reports what half of them cost at most: it
// must not grow with the number of languages.
func BenchmarkMixedMessages(b *testing.B) {
	three := *clinicReader(b, "GB")
	days, err := dates.Compile(filesOf(b, "dates", "lexicon/any.json", "lexicon/en.json", "lexicon/es.json", "lexicon/pt.json"))
	if err != nil {
		b.Fatal(err)
	}
	answers, err := replies.Compile(filesOf(b, "replies/cues", "en.json", "es.json", "pt.json"))
	if err != nil {
		b.Fatal(err)
	}
	three.days, three.answers = days, answers
	for name, reader := range map[string]*Reader{"3 languages": &three, "all languages": clinicReader(b, "GB")} {
		b.Run(name, func(b *testing.B) { benchmarkMixed(b, reader) })
	}
}

func benchmarkMixed(b *testing.B, reader *Reader) {
	b.Helper()
	durations := make([]time.Duration, 0, 1<<16)
	b.ReportAllocs()
	for b.Loop() {
		for _, one := range mixed {
			began := time.Now()
			reader.Understand(one.text, one.expected, one.language, now)
			durations = append(durations, time.Since(began))
		}
	}
	slices.Sort(durations)
	b.ReportMetric(float64(durations[len(durations)/2].Nanoseconds())/1e3, "µs-p50/message")
	b.ReportMetric(float64(durations[len(durations)*99/100].Nanoseconds())/1e3, "µs-p99/message")
}

// filesOf gives some files of a folder.
func filesOf(b *testing.B, folder string, names ...string) fs.FS {
	b.Helper()
	files := fstest.MapFS{}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			b.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: content}
	}
	return files
}
