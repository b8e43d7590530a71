package understanding

// choice gives the number or ordinal by which the message picks something.
func (r *reading) choice(expected Expectation) (int, int) {
	number, ordinal := 0, 0
	others := 0
	for i := 0; i < len(r.tokens); i++ {
		if found, ok := r.at(i, kindOrdinal); ok && !r.taken[i] {
			ordinal = found.concept.value
			i = found.end - 1
			continue
		}
		if value, end := r.numberAt(i); end > 0 && !r.taken[i] {
			if number != 0 && number != value {
				return 0, 0
			}
			number = value
			i = end - 1
			continue
		}
		if !filler[r.tokens[i].Folded] {
			others++
		}
	}
	if number > 99 || (number != 0 && others > 0) {
		number = 0
	}
	if ordinal != 0 && others > 2 && expected != ExpectChoice {
		ordinal = 0
	}
	return number, ordinal
}

// filler words stand around a choice and change nothing of it.
var filler = map[string]bool{
	"option": true, "number": true, "the": true, "one": true, "please": true, "opcion": true, "numero": true, "el": true,
	"la": true, "por": true, "favor": true, "opcao": true, "o": true, "a": true, "no": true, "n": true, "i": true,
	"ll": true, "ill": true, "take": true, "want": true, "quiero": true, "quero": true, "choose": true, "prefiero": true,
	"prefiro": true, "pick": true, "yes": true, "si": true, "sim": true, "ok": true, "pls": true, "hi": true, "hola": true, "oi": true,
}

// numberAt gives the small number that stands at word i, in digits or as a
// word, and where it ends.
func (r *reading) numberAt(i int) (int, int) {
	if i >= len(r.tokens) {
		return 0, 0
	}
	if r.tokens[i].Number && len(r.tokens[i].Folded) <= 4 {
		value := 0
		for _, digit := range r.tokens[i].Folded {
			value = value*10 + int(digit-'0')
		}
		return value, i + 1
	}
	if found, ok := r.at(i, kindNumber); ok {
		return found.concept.value, found.end
	}
	return 0, 0
}
