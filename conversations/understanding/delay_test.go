package understanding

import (
	"testing"
	"time"

	"frontdesk/records"
)

func TestDelay(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]time.Duration{
		"can we make it 15 minutes later?":       15 * time.Minute,
		"15 mins later pls":                      15 * time.Minute,
		"could I come half an hour earlier":      -30 * time.Minute,
		"an hour later would be better":          time.Hour,
		"two hours before":                       -2 * time.Hour,
		"a quarter of an hour later":             15 * time.Minute,
		"¿puede ser media hora más tarde?":       30 * time.Minute,
		"una hora antes por favor":               -time.Hour,
		"15 minutos después":                     15 * time.Minute,
		"pode ser 20 minutos mais cedo?":         -20 * time.Minute,
		"meia hora depois":                       30 * time.Minute,
		"uma hora mais tarde":                    time.Hour,
		"move it by a quarter of an hour":        15 * time.Minute,
		"could you move it back half an hour":    30 * time.Minute,
		"can we bring it forward an hour":        -time.Hour,
		"quiero adelantar la cita media hora":    -30 * time.Minute,
		"atrasar mi cita quince minutos":         15 * time.Minute,
		"adiar a consulta em quinze minutos":     15 * time.Minute,
		"me voy a atrasar 15 minutos":            0,
		"running 15 minutes late":                0,
		"later":                                  0,
		"tuesday at 15":                          0,
		"I waited 15 minutes":                    0,
		"after 3":                                0,
		"30 hours later":                         0,
		"999999999999999999999999 minutes later": 0,
		"reschedule my appointment to Friday":    0,
		"quiero cambiar mi cita para el viernes": 0,
	} {
		if got := reader.Understand(text, ExpectNothing, records.English, now).Delay; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestWishAtAdmitsItsTime(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.November, 24, 23, 45, 0, 0, zone)
	wish := WishAt(at, zone)
	if !wish.Admits(at, zone) || wish.Admits(at.Add(-time.Minute), zone) || wish.Admits(at.AddDate(0, 0, 1), zone) {
		t.Errorf("%+v", wish)
	}
}
