package main

import (
	"os/exec"
	"strings"
	"testing"
)

// The tag nowhatsapp leaves out whatsmeow and libsignal, whose licence is the
// GPL, and everything that only they need.
func TestTagLeavesWhatsAppOut(t *testing.T) {
	t.Parallel()
	list := func(tags string) string {
		output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", tags, ".").Output()
		if err != nil {
			t.Skipf("the go command can't list the dependencies here: %v", err)
		}
		return string(output)
	}
	for _, library := range []string{"go.mau.fi/whatsmeow", "go.mau.fi/libsignal", "github.com/mdp/qrterminal"} {
		if strings.Contains(list("nowhatsapp"), library) {
			t.Errorf("%s is linked despite the tag", library)
		}
		if !strings.Contains(list(""), library) {
			t.Errorf("%s is not linked without the tag, so the test proves nothing", library)
		}
	}
}
