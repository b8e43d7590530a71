package conversations

import (
	"testing"

	"frontdesk/records"
)

func TestForeignLetters(t *testing.T) {
	t.Parallel()
	latin := &Engine{letters: lettersOf([]records.Language{"en", "es", "pt"})}
	arabic := &Engine{letters: lettersOf([]records.Language{"en", "ar"})}
	for _, c := range []struct {
		text          string
		latin, arabic bool
	}{
		{"¿Tienen una cita mañana?", false, false},
		{"não", false, false},
		{"", false, false},
		{"12:30 😀", false, false},
		{"你好，我想预约", true, true},
		{"Хочу записаться к врачу", true, true},
		{"أريد موعدا غدا", true, false},
		{"アポイントをお願いします", true, true},
		{"Dr Lee 你好", false, false},
		{"ok 我听不懂英语", true, true},
		{"\u202egnihton\u202c", false, false},
	} {
		if got := latin.foreign(c.text); got != c.latin {
			t.Errorf("%q in English, Spanish and Portuguese: %v", c.text, got)
		}
		if got := arabic.foreign(c.text); got != c.arabic {
			t.Errorf("%q in English and Arabic: %v", c.text, got)
		}
	}
}
