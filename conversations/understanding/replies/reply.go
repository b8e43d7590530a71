package replies

// Reply is a message that was read as an answer.
type Reply struct {
	Label Label
	read  *reading
	said  Message
}

// Read reads a message as an answer to the question before it.
func (r *Reader) Read(message Message) Reply {
	if len(message.Tokens) == 0 {
		return Reply{Label: OfSigns(message.Text), said: message}
	}
	read := r.begin(message.Text, message.Tokens, message.Language)
	return Reply{Label: read.label(message), read: read, said: message}
}

// Asked are the topics that the message asks about, in their order, each once.
func (reply Reply) Asked() []string {
	if reply.read == nil || !reply.read.asks() {
		return nil
	}
	var names []string
	for _, topic := range reply.read.topics {
		if reply.read.reader.traits[topic] && reply.read.has(cueFind) {
			continue
		}
		name := reply.read.reader.topicNames[topic]
		if !contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Wished are the traits that the message wishes for.
func (reply Reply) Wished() []string {
	if reply.read == nil {
		return nil
	}
	var names []string
	for _, topic := range reply.read.topics {
		if name := reply.read.reader.topicNames[topic]; reply.read.reader.traits[topic] && !contains(reply.Asked(), name) && !contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Books says whether the message asks for an appointment to be made.
func (reply Reply) Books() bool { return reply.has(cueBook) }

// Looks says whether the message looks for somebody to go to.
func (reply Reply) Looks() bool { return reply.has(cueFind) }

// ForSelf says whether the message tells that it is for who writes it.
func (reply Reply) ForSelf() bool { return reply.has(cueSelf) }

// ForOther says whether the message tells that it is for somebody else.
func (reply Reply) ForOther() bool { return reply.has(cueOther) }

// Another says whether the message names somebody or something else.
func (reply Reply) Another() bool { return reply.has(cueAnother) }

func (reply Reply) has(wanted ...cue) bool { return reply.read != nil && reply.read.has(wanted...) }

func contains(names []string, wanted string) bool {
	for _, name := range names {
		if name == wanted {
			return true
		}
	}
	return false
}

// Greets says whether the message greets.
func (reply Reply) Greets() bool { return reply.has(cueGreet) }

// Thanks says whether the message thanks.
func (reply Reply) Thanks() bool { return reply.has(cueThanks) }

// Leaves says whether the message takes leave.
func (reply Reply) Leaves() bool { return reply.has(cueBye) }

// Ends says whether the message says that nothing else is wanted.
func (reply Reply) Ends() bool { return reply.has(cueEnough) }

// Content says how many words are left when courtesies are taken out.
func (reply Reply) Content() int {
	if reply.read == nil {
		return 0
	}
	count := len(reply.read.tokens)
	for _, found := range reply.read.moves {
		if found.what.in(cueSilent, cueGreet, cueThanks, cueBye) {
			count -= found.end - found.start
		}
	}
	return count
}

// Firm says whether the message holds a yes that is more than having heard: "ok"
// may as well close a conversation.
func (reply Reply) Firm() bool { return reply.has(cueYes, cueFits, cueEcho) }

// Agrees says whether the message holds a yes, not merely thanks.
func (reply Reply) Agrees() bool { return reply.has(cueYes, cueFits, cueEcho, cueHeard) }

// Says says whether any phrase but a courtesy is known in the message.
func (reply Reply) Says() bool {
	if reply.read == nil {
		return false
	}
	for _, found := range reply.read.moves {
		if !found.what.in(cueSilent, cueGreet, cueThanks) {
			return true
		}
	}
	return false
}

// Heard is a phrase of a message and what it does there.
type Heard struct {
	// Phrase is the phrase as it was typed; Does is the name of its cue, as the
	// files of the languages give it.
	Phrase, Does string
}

// Heard gives the phrases that were known in the message, in their order, for
// people who want to see why it was read as it was.
func (reply Reply) Heard() []Heard {
	if reply.read == nil {
		return nil
	}
	names := make(map[cue]string, len(cueNames))
	for name, what := range cueNames {
		names[what] = name
	}
	heard := make([]Heard, 0, len(reply.read.moves))
	for _, found := range reply.read.moves {
		first, last := reply.read.tokens[found.start], reply.read.tokens[found.end-1]
		heard = append(heard, Heard{Phrase: reply.read.text[first.Start:min(last.End, len(reply.read.text))], Does: names[found.what]})
	}
	return heard
}

// Language is the tag of the language in which the message was read, or empty.
func (reply Reply) Language() string {
	if reply.read == nil || reply.read.language == anyLanguage {
		return ""
	}
	return reply.read.reader.languages[reply.read.language]
}
