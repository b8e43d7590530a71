package replies

import (
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/conversations/understanding/words"
)

// asked reads a message as a reply to a question; times says whether it names
// any.
func asked(reader *Reader, question, text, language string, concrete, times bool) Label {
	clean := words.Clean(text)
	before := reader.Question(question, language)
	before.Concrete = concrete
	return reader.Read(Message{Text: clean, Tokens: words.Tokenize(clean), Language: language, Question: before, Facts: Facts{Times: times}}).Label
}

const (
	booking  = "Shall I book Tuesday at 10:00 for you?"
	proposal = "I found Dr Osei in the High Street. How about her?"
	more     = "Is there anything else that I can do?"
)

func TestLabelsOfAnswersToAProposedTime(t *testing.T) {
	t.Parallel()
	for want, texts := range map[Label][]string{
		Yes: {"yes", "Yep!", "yes please", "sure, go ahead", "ok", "That works for me", "sounds good, thanks", "perfect", "no problem", "I do", "👍", "yesplease", "it's not wrong", "yes, and what's the address?"},
		No:  {"no", "Nope", "no thanks", "that doesn't work", "I can't", "not now", "definitely not", "definitely wrong", "that is not right", "let's do it later", "I don't think that is right", "👎"},
		Asks: {
			"have you their phone number?", "where is it?", "how much does it cost", "do I need to bring anything?", "what should I bring", "could you tell me where you are",
			"is Dr Osei a woman?", "is there parking?", "?",
		},
		Unsure:  {"not sure", "I don't know", "no idea", "maybe", "idk", "it depends", "maybe it works"},
		Another: {"anyone else?", "do you have another one?", "what else is there", "show me other options", "no, somebody else please"},
	} {
		for _, text := range texts {
			if got := asked(Default(), booking, text, "en", true, false); got != want {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
}

func TestLabelsOfAnswersThatNameATime(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"no, make it 5pm", "can you make it Friday?", "yes but at 5", "yes, at 5", "5pm would be better", "is there anything at 4?", "no. Wednesday", "actually Thursday"} {
		if got := asked(Default(), booking, text, "en", true, true); got != Change {
			t.Errorf("%q: %q, want a change", text, got)
		}
	}
	if got := asked(Default(), "Shall I book an appointment for you?", "yes, for Friday at 10", "en", false, true); got != Yes {
		t.Errorf("a yes that says when: %q", got)
	}
}

func TestLabelsDependOnTheQuestion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]Label{
		"thanks, that's all": {No, Yes},
		"thank you":          {No, Yes},
		"nothing":            {No, No},
	} {
		if got := asked(Default(), more, text, "en", false, false); got != want[0] {
			t.Errorf("%q to anything else: %q, want %q", text, got, want[0])
		}
		if got := asked(Default(), proposal, text, "en", false, false); got != want[1] {
			t.Errorf("%q to a proposal: %q, want %q", text, got, want[1])
		}
	}
}

func TestLabelsInOtherLanguages(t *testing.T) {
	t.Parallel()
	for language, labels := range map[string]map[Label][]string{
		"es": {
			Yes: {"sí", "Sí, por favor", "claro que sí", "vale", "me viene bien", "de acuerdo"}, No: {"no", "no, gracias", "no puedo", "no me viene bien", "ahora no"},
			Asks: {"¿qué precio tiene?", "¿dónde queda?", "me puede decir la dirección"}, Unsure: {"no sé", "no estoy segura", "quizás"}, Another: {"¿no hay otro día?", "otro médico", "¿hay alguien más?"},
		},
		"pt": {
			Yes: {"sim", "pode ser", "claro", "pode marcar", "tá bom", "beleza"}, No: {"não", "não posso", "agora não", "não, obrigada"},
			Asks: {"qual o preço?", "onde fica?"}, Unsure: {"não sei", "talvez", "não tenho certeza"}, Another: {"tem outro horário?", "outra médica"},
		},
		"fr": {Yes: {"oui", "d'accord", "ça me va"}, No: {"non merci", "ça ne me convient pas"}, Unsure: {"je ne sais pas"}},
		"de": {Yes: {"ja gerne", "passt", "alles klar"}, No: {"nein danke", "das passt nicht"}, Unsure: {"keine Ahnung"}},
		"zh": {Yes: {"好的", "可以", "没问题"}, No: {"不行", "不用了"}, Unsure: {"不知道"}},
		"ar": {Yes: {"نعم", "تمام"}, No: {"لا شكرا"}, Unsure: {"لا أعرف"}},
	} {
		for want, texts := range labels {
			for _, text := range texts {
				if got := asked(Default(), "", text, language, true, false); got != want {
					t.Errorf("%s %q: %q, want %q", language, text, got, want)
				}
				if got := asked(Default(), "", text, "", true, false); got != want && language != "pt" {
					t.Errorf("%q without its language: %q, want %q", text, got, want)
				}
			}
		}
	}
}

// What restricts a yes, or puts it off, keeps it from being one, even where
// what it says is not known.
func TestARestrictedYesIsNone(t *testing.T) {
	t.Parallel()
	for language, texts := range map[string][]string{
		"en": {
			"yes unless you have something earlier", "fine, but remind me of my shoes", "yes that's fine but my name is spelled wrong", "ok, if it's with a woman doctor", "sure, later then",
			"I'll let you know", "let me check with my wife first", "yes, no wait", "great but I'm not sure", "yes? where is it?",
		},
		"es": {"sí, pero con la doctora", "luego te confirmo", "vale, aunque no estoy segura", "déjame ver y te digo"},
		"pt": {"sim, mas com a doutora", "depois te aviso", "pode ser mais tarde?", "tá, mas ainda não sei"},
	} {
		for _, text := range texts {
			if got := asked(Default(), booking, text, language, true, false); got == Yes {
				t.Errorf("%s %q is a yes", language, text)
			}
		}
	}
}

// A question without a yes is never one, whatever it is about.
func TestAQuestionIsNeverAYes(t *testing.T) {
	t.Parallel()
	for _, opening := range []string{"", "great, ", "ok, ", "hmm. ", "thanks! ", "perfect. "} {
		for _, question := range []string{"what's the address?", "do you take insurance?", "how long does it take", "is there a lift?", "can you tell me the price?"} {
			if got := asked(Default(), proposal, opening+question, "en", false, false); got != Asks {
				t.Errorf("%q: %q", opening+question, got)
			}
		}
	}
}

func TestALanguageIsAddedByAFile(t *testing.T) {
	t.Parallel()
	reader, err := Compile(fstest.MapFS{
		"tlh.json": {Data: []byte(`{"language": "tlh", "cues": {"yes": ["hija"], "no": ["ghobe"], "unsure": ["jisovbe"], "not": ["be"], "ask": ["nuq"]}, "questions": {"more": ["latlh"]}}`)},
		"en.json":  {Data: []byte(`{"language": "en", "cues": {"yes": ["yes"], "no": ["no"]}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]Label{"HIja'!": Yes, "ghobe'": No, "jISovbe'": Unsure, "nuq?": Asks, "yes": Yes} {
		if got := asked(reader, "", text, "tlh", true, false); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFilesThatCannotBeReadAreNamed(t *testing.T) {
	t.Parallel()
	for content, says := range map[string]string{
		`{"language": "xx", "cues": {"perhap": ["a"]}}`: `"perhap" is no cue`,
		`{"cues": {}}`: "name no language",
		`{"language": "xx", "questions": {"odd": ["a"]}}`: "nothing that a question shows",
		`[`: "decode reply cues xx.json",
	} {
		if _, err := Compile(fstest.MapFS{"xx.json": {Data: []byte(content)}}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func FuzzLabel(f *testing.F) {
	for _, text := range []string{"yes", "no, make it 5", "¿otro día?", "也许", "okthanks", "", "?!", "I do not know. Is it?", "\x00\xff", "No. Dr. Lee"} {
		f.Add(text, booking, "en")
	}
	reader := Default()
	f.Fuzz(func(t *testing.T, text, question, language string) {
		got := asked(reader, question, text, language, true, false)
		if again := asked(reader, question, text, language, true, false); again != got {
			t.Errorf("%q: %q, then %q", text, got, again)
		}
	})
}
