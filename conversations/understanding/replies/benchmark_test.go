package replies

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"frontdesk/conversations/understanding/words"
)

// BenchmarkRead reads the same replies with three languages loaded and with all:
// the cost must not grow with their number.
func BenchmarkRead(b *testing.B) {
	three := fstest.MapFS{}
	for _, name := range []string{"en.json", "es.json", "pt.json"} {
		content, err := fs.ReadFile(embeddedCues, "cues/"+name)
		if err != nil {
			b.Fatal(err)
		}
		three[name] = &fstest.MapFile{Data: content}
	}
	few, err := Compile(three)
	if err != nil {
		b.Fatal(err)
	}
	texts := []string{"yes please", "no, can you make it later?", "do you have their phone number", "15 March", "¿hay otro día?", "não sei", "the second one but with Dr Lee"}
	tokens := make([][]words.Token, len(texts))
	for i, text := range texts {
		tokens[i] = words.Tokenize(text)
	}
	for name, reader := range map[string]*Reader{"3 languages": few, "all languages": Default()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for i, text := range texts {
					reader.Read(Message{Text: text, Tokens: tokens[i], Language: "en", Question: Question{Concrete: true}})
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(texts)), "ns/message")
		})
	}
}
