package dates

// minSlip is the shortest word that is recognised with a typing slip in it.
const minSlip = 6

// addSlips enters, for the words that lexicons name as slippery, each way to
// leave out a letter or swap two; a form that two words share, or that is a word
// itself, stands for neither.
func (reader *Reader) addSlips(lexicons map[string]lexicon) {
	blocked := map[string]bool{}
	for _, source := range lexicons {
		for _, word := range source.NotSlips {
			blocked[word] = true
		}
	}
	for _, source := range lexicons {
		for _, phrase := range source.Slips {
			for _, word := range fold(phrase) {
				letters := []rune(word)
				if len(letters) < minSlip {
					continue
				}
				enter := func(form string) {
					switch _, is := reader.identities[form]; {
					case is || blocked[form]:
					case reader.slips[form] != "" && reader.slips[form] != word:
						blocked[form] = true
						delete(reader.slips, form)
					default:
						reader.slips[form] = word
					}
				}
				for i := 1; i < len(letters); i++ {
					enter(string(letters[:i]) + string(letters[i+1:]))
					enter(string(letters[:i]) + string(letters[i]) + string(letters[i:]))
					if i+1 < len(letters) {
						enter(string(letters[:i]) + string(letters[i+1]) + string(letters[i]) + string(letters[i+2:]))
					}
				}
			}
		}
	}
}
