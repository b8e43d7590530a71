package jobs

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestStaffTokenNamesItsClinic(t *testing.T) {
	t.Parallel()
	clinicID := uuid.MustParse("8a6f2a3e-3f5e-4b57-8f1a-6f6e1a2b3c4d")
	plain, hash, err := NewStaffToken(rand.Reader, clinicID)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^fd_8a6f2a3e3f5e4b578f1a6f6e1a2b3c4d_[A-Za-z0-9_-]{43}$`).MatchString(plain) {
		t.Errorf("token %q", plain)
	}
	if named, read := readStaffToken(plain); named != clinicID || read != hash {
		t.Errorf("read as %s, %x", named, read)
	}
	other, _, err := NewStaffToken(rand.Reader, clinicID)
	if err != nil || other == plain {
		t.Errorf("the next token is %q: %v", other, err)
	}
}

func TestStaffTokenNeedsRandomness(t *testing.T) {
	t.Parallel()
	if plain, _, err := NewStaffToken(bytes.NewReader(make([]byte, 31)), uuid.New()); err == nil || plain != "" {
		t.Errorf("made %q of 31 bytes", plain)
	}
	broken := errors.New("broken")
	if _, _, err := NewStaffToken(failingReader{broken}, uuid.New()); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

type failingReader struct{ err error }

// Read fails.
func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// FuzzStaffToken holds that a token that names a clinic is the only text for
// its clinic and secret, and that every text has a hash to look for.
func FuzzStaffToken(f *testing.F) {
	good := "fd_8a6f2a3e3f5e4b578f1a6f6e1a2b3c4d_" + strings.Repeat("A", 43)
	for _, seed := range []string{
		"", "fd_", good, good + "A", good[:len(good)-1], strings.ToUpper(good), good[:len(good)-1] + "B", good[:len(good)-1] + "\n",
		strings.Replace(good, "_A", "-A", 1), "xx_" + good[3:], "fd_" + strings.Repeat("z", 32) + good[35:], strings.Repeat("é", 40),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		clinicID, hash := readStaffToken(token)
		if len(token) <= tokenLength && hash != sha256.Sum256([]byte(token)) {
			t.Errorf("%q has another hash", token)
		}
		if clinicID == uuid.Nil {
			return
		}
		if len(token) != tokenLength || token[:tokenLength-43] != "fd_"+hex.EncodeToString(clinicID[:])+"_" {
			t.Errorf("%q was read as a token of %s", token, clinicID)
		}
	})
}
