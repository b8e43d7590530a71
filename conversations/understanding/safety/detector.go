package safety

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// Detector holds the compiled grammars of all languages.
type Detector struct {
	dictionary *dictionary
	// roots and edges are the tree of phrases; ends the groups of which a phrase
	// ends at a place.
	edges map[edge]place
	ends  [][]groupID
	rules []rule
	// anchored are the rules that begin with a group.
	anchored [][]int
	guards   []guards
	// concepts are, by group, the hash of its name, which languages share, and 0
	// for a group without one.
	concepts []uint32
	keywords map[string]Keyword
	shy      map[string]bool
	polite   map[string]bool
	around   map[string]bool
	// urgency is the rank of each kind: the lowest decides.
	urgency map[Kind]int
	// model votes beside the rules; nil where a detector has none.
	model *linear.Model
	// judge weighs both.
	judge judge
	// rooms are lent to the messages that are being read.
	rooms sync.Pool
}

// place is a place in the tree of phrases; its root is 0.
type place int

type edge struct {
	from place
	word wordID
}

// guards are the groups of a language that undo its rules.
type guards struct {
	language                                                         records.Language
	negation, filler, or, past, recent, now, question, turn, service groupID
	// from and until bound the groups of the lexicon.
	from, until groupID
}

// Read says what a message, parted into words, holds that comes before all
// else.
func (d *Detector) Read(tokens []words.Token) Finding {
	finding, _ := d.Weigh(tokens)
	return finding
}

// Weigh is Read with what the finding rests on.
func (d *Detector) Weigh(tokens []words.Token) (Finding, Evidence) {
	weighed := Evidence{Words: len(tokens)}
	var finding Finding
	if len(tokens) == 0 {
		return finding, weighed
	}
	room, _ := d.rooms.Get().(*storage)
	defer d.rooms.Put(room)
	s := d.scan(tokens, room)
	weighed.Votes = d.vote(s, room)
	weighed.Unread = weighed.Votes == ballot{}
	weighed.LoudestEmergency, weighed.LoudestRevocation = d.loudest(s, weighed.Votes)
	weighed.Idiom = s.mask(purposeEmergencyMask)
	kind, language := s.emergency(&weighed)
	s.unmask()
	weighed.Otherwise = s.mask(purposeRevocationMask)
	weighed.Revocations = s.holding(purposeRevocation)

	if d.judge.alarms(&weighed) {
		finding.Emergency, finding.Language = kind, language
		if kind == NoEmergency {
			finding.Emergency = Unspecified
		}
	}
	finding.Keyword = d.keyword(tokens)
	switch {
	case finding.Keyword != NoKeyword:
	case d.judge.revokes(&weighed):
		finding.Keyword = Stop
	case s.restored():
		finding.Keyword = Start
	}
	finding.Shy = finding.Keyword == Stop && d.isShy(tokens)
	return finding, weighed
}

// compiler enters lexicons into a detector.
type compiler struct {
	detector *Detector
	language records.Language
	source   *lexicon
	named    map[string]groupID
	// spelt are the words of each group that no rule has looked for yet.
	spelt    map[groupID][]string
	spelling *spelling
}

func compile(lexicons []lexicon) (*Detector, error) {
	d := &Detector{
		dictionary: newDictionary(), edges: map[edge]place{}, ends: make([][]groupID, 1), keywords: map[string]Keyword{}, shy: map[string]bool{},
		polite: map[string]bool{}, around: map[string]bool{}, urgency: map[Kind]int{}, rooms: sync.Pool{New: func() any { return new(storage) }},
	}
	for rank, kind := range Kinds() {
		d.urgency[kind] = rank
	}
	for i := range lexicons {
		c := &compiler{detector: d, language: lexicons[i].Language, source: &lexicons[i], named: map[string]groupID{}, spelt: map[groupID][]string{}, spelling: newSpelling(lexicons[i].Sounds)}
		if err := c.compile(i); err != nil {
			return nil, fmt.Errorf("safety lexicon %s: %w", lexicons[i].Language, err)
		}
	}
	d.dictionary.seal()
	return d, nil
}

func (c *compiler) compile(index int) error {
	d := c.detector
	from := groupID(len(d.anchored))
	for _, group := range sortedNames(c.source.Groups) {
		id, err := c.newGroup(c.source.Groups[group])
		if err != nil {
			return fmt.Errorf("group %s: %w", group, err)
		}
		c.named["@"+group] = id
		d.concepts[id] = concept(group)
	}
	guard := func(name string) groupID {
		if id, ok := c.named["@"+name]; ok {
			return id
		}
		return -1
	}
	d.guards = append(d.guards, guards{
		language: c.language, negation: guard(groupNegation), filler: guard(groupFiller), or: guard(groupOr),
		past: guard(groupPast), recent: guard(groupRecent), now: guard(groupNow), question: guard(groupQuestion), turn: guard(groupTurn), service: guard(groupService),
		from: from,
	})
	for _, kind := range sortedNames(c.source.Emergencies) {
		if _, ok := d.urgency[kind]; !ok {
			return fmt.Errorf("%q is no kind of emergency", kind)
		}
		if err := c.addRules(c.source.Emergencies[kind].Signs, rule{purpose: purposeSign, kind: kind, language: index}); err != nil {
			return err
		}
		if err := c.addRules(c.source.Emergencies[kind].Mentions, rule{purpose: purposeMention, kind: kind, language: index}); err != nil {
			return err
		}
	}
	lists := []struct {
		texts   []string
		purpose purpose
	}{
		{c.source.EmergencyMasks, purposeEmergencyMask},
		{c.source.Revocations, purposeRevocation},
		{c.source.RevocationMasks, purposeRevocationMask},
		{c.source.Restorations, purposeRestoration},
	}
	for _, list := range lists {
		if err := c.addRules(list.texts, rule{purpose: list.purpose, language: index}); err != nil {
			return err
		}
	}
	c.addWords()
	d.dictionary.spellings = append(d.dictionary.spellings, c.spelling)
	d.guards[index].until = groupID(len(d.anchored))
	return nil
}

func (c *compiler) addWords() {
	d := c.detector
	for _, keyword := range sortedNames(c.source.Keywords) {
		for _, phrase := range c.source.Keywords[keyword] {
			d.keywords[joined(words.Tokenize(words.Clean(phrase)))] = keyword
		}
	}
	for _, phrase := range c.source.Shy {
		d.shy[joined(words.Tokenize(words.Clean(phrase)))] = true
	}
	enter := func(list []string, set map[string]bool) {
		for _, word := range list {
			set[words.Fold(word)] = true
		}
	}
	for word, aliases := range c.source.Aliases {
		id := d.dictionary.enter(word)
		for _, alias := range aliases {
			d.dictionary.also[words.Fold(alias)] = append(d.dictionary.also[words.Fold(alias)], id)
		}
	}
	enter(c.source.Polite, d.polite)
	enter(c.source.Around, d.around)
	enter(c.source.Ordinary, d.dictionary.ordinary)
}

// addRules parses rules and enters them under the group that they begin with.
func (c *compiler) addRules(texts []string, like rule) error {
	for _, text := range texts {
		read, err := parseRule(text, c.group)
		if err != nil {
			return err
		}
		read.purpose, read.kind, read.language = like.purpose, like.kind, like.language
		d := c.detector
		d.anchored[read.first] = append(d.anchored[read.first], len(d.rules))
		d.rules = append(d.rules, read)
		if read.purpose == purposeEmergencyMask || read.purpose == purposeRevocationMask {
			continue
		}
		for _, needed := range read.needs {
			for _, word := range c.spelt[needed] {
				d.dictionary.tolerate(word, c.spelling)
			}
			delete(c.spelt, needed)
		}
	}
	return nil
}

// group gives the id of a term: a named group, or a phrase of its own.
func (c *compiler) group(text string) (groupID, error) {
	if id, ok := c.named[text]; ok {
		return id, nil
	}
	if strings.Contains(text, "@") {
		return 0, fmt.Errorf("there is no group %q", text)
	}
	id, err := c.newGroup([]string{text})
	c.named[text] = id
	return id, err
}

// newGroup enters phrases as a new group.
func (c *compiler) newGroup(phrases []string) (groupID, error) {
	d := c.detector
	id := groupID(len(d.anchored))
	d.anchored = append(d.anchored, nil)
	d.concepts = append(d.concepts, 0)
	for _, phrase := range phrases {
		at := place(0)
		parts := strings.Fields(phrase)
		if len(parts) == 0 || len(parts) > maxPhrase {
			return id, fmt.Errorf("phrase %q has no word, or more than %d", phrase, maxPhrase)
		}
		c.spelt[id] = append(c.spelt[id], parts...)
		for _, word := range parts {
			if !plain(word) {
				return id, fmt.Errorf("phrase %q: no message has the word %q", phrase, word)
			}
			step := edge{from: at, word: d.dictionary.enter(word)}
			next, ok := d.edges[step]
			if !ok {
				next = place(len(d.ends))
				d.ends = append(d.ends, nil)
				d.edges[step] = next
			}
			at = next
		}
		d.ends[at] = append(d.ends[at], id)
	}
	return id, nil
}

// plain says whether a word of a phrase is one that a message can have: signs
// part words, so that one with a sign would never be found.
func plain(word string) bool {
	if strings.HasPrefix(word, "#") {
		_, _, ok := spanOf(word)
		return ok
	}
	tokens := words.Tokenize(strings.TrimRight(word, "*~"))
	return len(tokens) == 1 && tokens[0].Start == 0 && tokens[0].End == len(strings.TrimRight(word, "*~"))
}

func sortedNames[K ~string, V any](named map[K]V) []K {
	names := make([]K, 0, len(named))
	for name := range named {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return names[i] < names[j] })
	return names
}
