package jobs

import (
	"bytes"
	"net/http"
	"slices"
)

// maxMediaSize is the largest file that is kept, in bytes: what carriers and
// WhatsApp let through of a picture.
const maxMediaSize = 5 << 20

// keptTypes are what is kept: what a camera or a scanner makes, and every staff
// computer shows without running anything. No SVG, no HTML, no office files.
var keptTypes = []string{"image/jpeg", "image/png", "image/webp", heic, "application/pdf"}

// heic is what iPhones make.
const heic = "image/heic"

// heicBrands are the brands of HEIF files with pictures in HEVC (ISO/IEC
// 23008-12).
var heicBrands = []string{"heic", "heix", "heim", "heis", "mif1"}

// mediaType says what bytes are, by themselves: what a sender or a provider says
// of them is not asked. It is "" for anything that is not kept.
func mediaType(content []byte) string {
	if len(content) >= 12 && bytes.Equal(content[4:8], []byte("ftyp")) && slices.Contains(heicBrands, string(content[8:12])) {
		return heic
	}
	if kind := http.DetectContentType(content); slices.Contains(keptTypes, kind) {
		return kind
	}
	return ""
}
