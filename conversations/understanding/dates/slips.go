package dates

// minSlip and maxSlip are the shortest and the longest word that is recognised
// with a typing slip in it: among shorter ones too many are a letter apart.
const (
	minSlip = 6
	maxSlip = 14
)

// right gives the word that a misspelt one stands for, or "": a letter missing,
// doubled, swapped with its neighbour, too many, or wrong; never the first.
func (reader *Reader) right(word string) string {
	if found := reader.slips[word]; found != "" {
		return found
	}
	if len(word) < minSlip || len(word) > maxSlip {
		return ""
	}
	var room [maxSlip]byte
	for i := 1; i < len(word); i++ {
		shorter := append(append(room[:0], word[:i]...), word[i+1:]...)
		if reader.slippery[string(shorter)] && !reader.notSlips[word] {
			return string(shorter)
		}
		found := reader.slips[string(shorter)]
		if len(found) == len(word) && found[:i] == word[:i] && found[i+1:] == word[i+1:] && !reader.notSlips[word] {
			return found
		}
	}
	return ""
}

// addSlips enters, for the words that lexicons name as slippery, each way to
// leave out a letter or swap two; a form that two words share, or that is a word
// itself, stands for neither.
func (reader *Reader) addSlips(lexicons map[string]lexicon) {
	for _, source := range lexicons {
		for _, word := range source.NotSlips {
			reader.notSlips[word] = true
		}
	}
	for _, source := range lexicons {
		for _, phrase := range source.Slips {
			for _, word := range fold(phrase) {
				letters := []rune(word)
				if len(letters) < minSlip {
					continue
				}
				reader.slippery[word] = true
				enter := func(form string) {
					switch _, is := reader.identities[form]; {
					case is || reader.notSlips[form]:
					case reader.slips[form] != "" && reader.slips[form] != word:
						reader.notSlips[form] = true
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
