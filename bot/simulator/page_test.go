package simulator_test

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// page reads one file of the page.
func page(t *testing.T, target string) (http.Header, string) {
	t.Helper()
	answer := call(newClinic().open(&bytes.Buffer{}), http.MethodGet, target, "")
	if answer.Code != http.StatusOK {
		t.Fatalf("GET %s: status %d", target, answer.Code)
	}
	return answer.Header(), answer.Body.String()
}

// scripts are those that the page's texts are used in.
func scripts() []string {
	return []string{"simulator.js", "phone.js", "bubble.js", "clock.js", "behind.js", "world.js"}
}

func TestThePageIsServedWithItsParts(t *testing.T) {
	t.Parallel()
	kinds := map[string]string{
		"/simulator":               "text/html; charset=utf-8",
		"/simulator/simulator.css": "text/css; charset=utf-8",
		"/simulator/icon.svg":      "image/svg+xml",
	}
	for _, script := range append(scripts(), "texts.js") {
		kinds["/simulator/"+script] = "text/javascript; charset=utf-8"
	}
	reference := regexp.MustCompile(`["'](/simulator/[^"'?]+)["']`)
	for target, kind := range kinds {
		header, content := page(t, target)
		if got := header.Get("Content-Type"); got != kind {
			t.Errorf("GET %s: Content-Type %q, want %q", target, got, kind)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s: the type may be guessed", target)
		}
		for _, match := range reference.FindAllStringSubmatch(content, -1) {
			if kinds[match[1]] == "" {
				t.Errorf("%s refers to %s, which is not there", target, match[1])
			}
		}
	}
	moved := call(newClinic().open(&bytes.Buffer{}), http.MethodGet, "/simulator/", "")
	if moved.Code != http.StatusMovedPermanently || moved.Header().Get("Location") != "/simulator" {
		t.Errorf("GET /simulator/: status %d to %q", moved.Code, moved.Header().Get("Location"))
	}
}

func TestThePageNeedsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	header, content := page(t, "/simulator")
	policy := header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("the policy %q lets too much in", policy)
	}
	// What the policy would block is not there in the first place.
	for _, pattern := range []string{`<script(?:[^>]*[^>/])?>[^<]`, `<style`, `\sstyle=`, `\son[a-z]+=`, `(?:src|href)="(?:https?:)?//`} {
		if found := regexp.MustCompile(pattern).FindString(content); found != "" {
			t.Errorf("the page contains %q", found)
		}
	}
}

// Every text that the page asks for is there in every language.
func TestThePageSpeaksEachLanguageWhole(t *testing.T) {
	t.Parallel()
	_, texts := page(t, "/simulator/texts.js")
	_, html := page(t, "/simulator")
	var script strings.Builder
	for _, name := range scripts() {
		_, content := page(t, "/simulator/"+name)
		script.WriteString(content)
	}
	blocks := regexp.MustCompile(`(?m)^  (\w\w): \{$`).Split(texts, -1)[1:]
	if len(blocks) != 2 {
		t.Fatalf("%d languages, want English and Spanish", len(blocks))
	}
	entry := regexp.MustCompile(`(?m)^    (\w+): (.*)$`)
	var keys [][]string
	for _, block := range blocks {
		var own []string
		for _, match := range entry.FindAllStringSubmatch(block, -1) {
			own = append(own, match[1])
			if match[2] == `"",` {
				t.Errorf("the text %s is empty", match[1])
			}
		}
		keys = append(keys, own)
	}
	if !slices.Equal(keys[0], keys[1]) {
		t.Errorf("the languages differ:\n%v\n%v", keys[0], keys[1])
	}
	used := map[string]bool{}
	for _, match := range regexp.MustCompile(`data-(?:text|label|placeholder)="(\w+)"`).FindAllStringSubmatch(html, -1) {
		used[match[1]] = true
	}
	for _, match := range regexp.MustCompile(`words\(\)\.(\w+)`).FindAllStringSubmatch(script.String(), -1) {
		used[match[1]] = true
	}
	for key := range used {
		if !slices.Contains(keys[0], key) {
			t.Errorf("the text %s is used and not there", key)
		}
	}
	for _, key := range keys[0] {
		if !used[key] {
			t.Errorf("the text %s is there and not used", key)
		}
	}
}

// Two phones stand side by side, each whole: its parts, its own labels.
func TestThePageHasTwoPhones(t *testing.T) {
	t.Parallel()
	_, html := page(t, "/simulator")
	for _, part := range []string{"settings", "new-phone", "phone", "name", "line", "scroller", "empty", "ideas", "log", "typing", "typing-words", "alert", "composer", "text"} {
		if count := strings.Count(html, `data-part="`+part+`"`); count != 2 {
			t.Errorf("%d parts %q, want one of each phone", count, part)
		}
	}
	ids := map[string]int{}
	for _, match := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(html, -1) {
		ids[match[1]]++
	}
	for id, count := range ids {
		if count != 1 {
			t.Errorf("the id %q is there %d times", id, count)
		}
	}
	for _, match := range regexp.MustCompile(`(?:for|aria-labelledby)="([^"]+)"`).FindAllStringSubmatch(html, -1) {
		for id := range strings.FieldsSeq(match[1]) {
			if ids[id] == 0 {
				t.Errorf("nothing has the id %q, which a label names", id)
			}
		}
	}
}
