package channel

import "strings"

// smartCharacters maps characters that word processors and phones put in
// place of plain ones to what GSM-7 has. Only what means the same stands here:
// quotation marks, dashes, the ellipsis, and kinds of space. Letters with
// accents don't: Pérez is not Perez.
var smartCharacters = strings.NewReplacer(
	// Double quotation marks, high, low, angled.
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`, "〝", `"`, "〞", `"`, "＂", `"`,
	// Single ones, and the apostrophes that are typed for them.
	"‘", "'", "’", "'", "‛", "'", "ʼ", "'", "＇", "'", "´", "'", "`", "'",
	// Hyphens and dashes, the one that never breaks a line included.
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "－", "-",
	"…", "...",
	// Spaces of other widths, and those of no width that join nothing.
	"\u00A0", " ", "\u2002", " ", "\u2003", " ", "\u2004", " ", "\u2005", " ", "\u2006", " ", "\u2007", " ",
	"\u2008", " ", "\u2009", " ", "\u200A", " ", "\u202F", " ", "\u205F", " ", "\u3000", " ",
	"\u200B", "", "\u2060", "", "\uFEFF", "",
)

// ReplaceSmartCharacters gives the text with typographic quotation marks,
// dashes and spaces made plain, where that lets the whole text travel as
// GSM-7: a single curly apostrophe would more than double the price. A text
// that needs UCS-2 anyway comes back as it was; there they cost nothing.
func ReplaceSmartCharacters(text string) string {
	if encodingOf(text) == EncodingGSM7 {
		return text
	}
	if plain := smartCharacters.Replace(text); encodingOf(plain) == EncodingGSM7 {
		return plain
	}
	return text
}
