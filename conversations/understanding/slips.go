package understanding

// minSlipLength is the shortest word that is recognised with a slip in it:
// among shorter ones too many are one letter apart.
const minSlipLength = 5

// maxSlipLength bounds the work that a long unknown word causes.
const maxSlipLength = 20

// correct gives the word that a misspelt one stands for: one letter missing,
// doubled, wrong, or two swapped, the first letter being right. It gives
// "" where nothing, or more than one word, fits.
func (t *tables) correct(word string) string {
	letters := []rune(word)
	if len(letters) < minSlipLength || len(letters) > maxSlipLength {
		return ""
	}
	found := ""
	try := func(key string) bool {
		for _, candidate := range t.slips[key] {
			if candidate == found || !oneSlipApart(letters, []rune(candidate)) {
				continue
			}
			if found != "" {
				return false
			}
			found = candidate
		}
		return true
	}
	if !try(word) {
		return ""
	}
	for i := 1; i < len(letters); i++ {
		if !try(string(letters[:i]) + string(letters[i+1:])) {
			return ""
		}
	}
	return found
}

// oneSlipApart says whether one omission, insertion, substitution or swap of
// neighbours, not of the first letter, leads from one word to the other.
func oneSlipApart(a, b []rune) bool {
	if a[0] != b[0] {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		if i == len(a) {
			return true
		}
		if equalRunes(a[i+1:], b[i+1:]) {
			return true
		}
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && equalRunes(a[i+2:], b[i+2:])
	case 1:
		return equalRunes(a[i:], b[i+1:])
	}
	return false
}

func equalRunes(a, b []rune) bool { return string(a) == string(b) }
