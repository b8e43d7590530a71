package phone_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/records/phone"
)

// TestParseAgainstGoogle holds every vector of Google's own library.
func TestParseAgainstGoogle(t *testing.T) {
	t.Parallel()
	root := os.Getenv("FRONTDESK_SHARED")
	if root == "" {
		t.Skip("FRONTDESK_SHARED names no folder with conformance vectors")
	}
	file, err := os.Open(filepath.Join(root, "conformance", "phone", "phone_vectors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows := 0
	for lines := bufio.NewScanner(file); lines.Scan(); rows++ {
		var vector struct {
			Region, Input, E164, Country, Extension, Error string
			Possible, Valid                                bool
		}
		if err := json.Unmarshal(lines.Bytes(), &vector); err != nil {
			t.Fatal(err)
		}
		if vector.Region == "-" {
			vector.Region = ""
		}
		got, err := phone.Parse(vector.Input, vector.Region)
		if vector.Error != "" {
			if !errors.Is(err, phone.ErrNoNumber) {
				t.Errorf("%q in %s: %+v, %v; Google says %s", vector.Input, vector.Region, got, err, vector.Error)
			}
			continue
		}
		want := phone.Number{E164: vector.E164, Country: vector.Country, Possible: vector.Possible, Valid: vector.Valid, Extension: vector.Extension}
		if err != nil || got != want {
			t.Errorf("%q in %s: %+v, %v; Google says %+v", vector.Input, vector.Region, got, err, want)
		}
	}
	if rows < 40 {
		t.Errorf("only %d rows were read", rows)
	}
	t.Logf("%d rows", rows)
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, address, want string }{
		{"Brazil, without the ninth digit", "+554188887777", "+5541988887777"},
		{"Brazil, with it", "+5541988887777", "+5541988887777"},
		{"Brazil, a landline", "+554133334444", "+554133334444"},
		{"Mexico, with the old 1", "+5215512345678", "+525512345678"},
		{"Mexico, without", "+525512345678", "+525512345678"},
		{"somewhere else, of the same length", "+521551234567", "+521551234567"},
		{"the United States", "+12025550142", "+12025550142"},
		{"no number", "US.1234567890123456", "US.1234567890123456"},
		{"nothing", "", ""},
	} {
		if got := phone.Canonical(test.address); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.StringMatching(`\+(55|521|52|1|54)[0-9]{8,11}`).Draw(t, "address")
		if once := phone.Canonical(address); phone.Canonical(once) != once {
			t.Errorf("%s becomes %s, and that %s", address, once, phone.Canonical(once))
		}
	})
}
