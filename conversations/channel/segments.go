package channel

// Encoding is how an SMS text travels; it decides how much fits a segment.
type Encoding string

const (
	// EncodingGSM7 is the 7-bit alphabet of 3GPP TS 23.038 with its extension
	// table: 160 septets in a single message, 153 in each part of a longer one.
	EncodingGSM7 Encoding = "GSM-7"
	// EncodingUCS2 takes 16-bit units, two for what lies beyond the basic
	// plane: 70 in a single message, 67 in each part of a longer one.
	EncodingUCS2 Encoding = "UCS-2"
)

// How many units (septets or 16-bit units) fit a message that travels alone,
// and each part of one that does not: the header that joins the parts takes
// the rest.
const (
	singleSeptets, partSeptets = 160, 153
	singleUnits, partUnits     = 70, 67
)

// Segments says how an SMS text travels and as how many segments it is
// charged. One character outside GSM-7 turns the whole text into UCS-2. An
// empty text is one segment.
func Segments(text string) (Encoding, int) {
	encoding := encodingOf(text)
	width, single, part := unitsOf, singleUnits, partUnits
	if encoding == EncodingGSM7 {
		width, single, part = septetsOf, singleSeptets, partSeptets
	}
	total := 0
	for _, character := range text {
		total += width(character)
	}
	if total <= single {
		return encoding, 1
	}
	segments, used := 1, 0
	for _, character := range text {
		// A character of two units is never torn apart by a segment's end.
		if used+width(character) > part {
			segments++
			used = 0
		}
		used += width(character)
	}
	return encoding, segments
}

// encodingOf gives the narrowest encoding that carries the whole text.
func encodingOf(text string) Encoding {
	for _, character := range text {
		if septetsOf(character) == 0 {
			return EncodingUCS2
		}
	}
	return EncodingGSM7
}

// unitsOf gives the 16-bit units that a character takes.
func unitsOf(character rune) int {
	if character > 0xFFFF {
		return 2
	}
	return 1
}

// septetsOf gives the septets that a character takes in GSM-7, or 0 where it
// is not in that alphabet.
func septetsOf(character rune) int {
	if character < rune(len(latinSeptets)) {
		return int(latinSeptets[character])
	}
	switch character {
	case 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ':
		return 1
	case '€':
		return 2
	}
	return 0
}

// latinSeptets is septetsOf for the first 256 characters, which nearly every
// text is made of.
var latinSeptets = func() (septets [256]uint8) {
	const basic = "@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	const extension = "\f^{}\\[~]|"
	for _, character := range basic {
		septets[character] = 1
	}
	for _, character := range extension {
		septets[character] = 2
	}
	return septets
}()
