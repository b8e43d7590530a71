package entities

// minSlip is the shortest word that is recognised with a slip in it.
const minSlip = 5

// know notes a word of a name, and what it becomes with a letter left out.
func (g *Gazetteer) know(word string) {
	if g.known[word] {
		return
	}
	g.known[word] = true
	letters := []rune(word)
	if len(letters) < minSlip || len(letters) > 24 {
		return
	}
	g.slips[word] = append(g.slips[word], word)
	for i := 1; i < len(letters); i++ {
		shorter := string(letters[:i]) + string(letters[i+1:])
		g.slips[shorter] = append(g.slips[shorter], word)
	}
}

// correct gives the word of a name that a misspelt one stands for: one letter
// missing, too many, wrong, or swapped with its neighbour, the first being
// right. It gives "" where none or several fit, and for a word that is right.
func (g *Gazetteer) correct(word string) string {
	letters := []rune(word)
	if len(letters) < minSlip || len(letters) > 24 || g.known[word] {
		return ""
	}
	found := ""
	try := func(key string) bool {
		for _, candidate := range g.slips[key] {
			if candidate == found || !oneSlip(letters, []rune(candidate)) {
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

// oneSlip says whether one slip, not of the first letter, leads from one word
// to the other.
func oneSlip(a, b []rune) bool {
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
		if i == len(a) || string(a[i+1:]) == string(b[i+1:]) {
			return true
		}
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
	case 1:
		return string(a[i:]) == string(b[i+1:])
	}
	return false
}
