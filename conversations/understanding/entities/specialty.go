package entities

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"sync"
)

//go:embed specialties/*.json
var embeddedSpecialties embed.FS

// Specialties are what medical specialties are called: of each, by its key, the
// names in all languages.
type Specialties map[string][]string

// ReadSpecialties reads every file of a folder, one per language: a key of a
// specialty with its names, the proper one first.
func ReadSpecialties(files fs.FS) (Specialties, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list specialties: %w", err)
	}
	read := Specialties{}
	for _, file := range names {
		content, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("read specialties: %w", err)
		}
		var one map[string][]string
		if err := json.Unmarshal(content, &one); err != nil {
			return nil, fmt.Errorf("decode specialties %s: %w", file, err)
		}
		for key, called := range one {
			read[key] = append(read[key], called...)
		}
	}
	return read, nil
}

// Known are the embedded specialties. They are part of the program: an error in
// them is a defect that every test of this package finds.
var Known = sync.OnceValue(func() Specialties {
	files, err := fs.Sub(embeddedSpecialties, "specialties")
	if err != nil {
		panic(err)
	}
	read, err := ReadSpecialties(files)
	if err != nil {
		panic(err)
	}
	return read
})

// KindPractice is the kind of what is a whole practice by itself: within one of
// them, it tells nobody from anybody else.
const KindPractice = "practice"

var practices = map[string]bool{"dentist": true}

// Enter makes the specialties known to a gazetteer as names of a kind. What the
// gazetteer already calls by one of a specialty's names keeps that name, and is
// found by all the others too.
func (s Specialties) Enter(g *Gazetteer, kind string, listed []string) {
	own := map[string]string{}
	for _, value := range listed {
		own[strings.Join(folded(value), " ")] = value
	}
	keys := make([]string, 0, len(s))
	for key := range s {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		value, isOwn := s[key][0], false
		for _, called := range s[key] {
			if listed, ok := own[strings.Join(folded(called), " ")]; ok {
				value, isOwn = listed, true
				break
			}
		}
		if !isOwn && len(listed) > 0 {
			// A list is the clinic's own: what it hasn't is not offered.
			continue
		}
		as := kind
		if practices[key] && !isOwn {
			as = KindPractice
		}
		for _, called := range s[key] {
			g.Also(as, value, called)
			if !strings.HasSuffix(called, "s") {
				g.Also(as, value, called+"s")
			}
		}
	}
}
