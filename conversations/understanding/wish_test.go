package understanding

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// told gives a wish as a line: days as MM-DD or spans, times as HH:MM-HH:MM,
// "=" before an exact one.
func told(wish Wish) string {
	var parts []string
	day := func(date records.LocalDate) string { return fmt.Sprintf("%02d-%02d", date.Month, date.Day) }
	for _, days := range wish.Days {
		text := day(days.From)
		if days.To != days.From {
			text += ".." + day(days.To)
		}
		parts = append(parts, text)
	}
	for _, times := range wish.Times {
		text := fmt.Sprintf("%02d:%02d-%02d:%02d", times.From.Hour(), times.From.Minute(), times.To.Hour(), times.To.Minute())
		if times.Exact {
			text = fmt.Sprintf("=%02d:%02d", times.From.Hour(), times.From.Minute())
		}
		parts = append(parts, text)
	}
	if wish.Any {
		parts = append(parts, "any")
	}
	return strings.Join(parts, " ")
}

// TestWish reads days and times on Friday 20 November 2026.
func TestWish(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]string{
		"today": "11-20", "tomorrow": "11-21", "tmrw": "11-21", "day after tomorrow": "11-22", "hoy": "11-20", "mañana": "11-21", "pasado mañana": "11-22",
		"amanhã": "11-21", "depois de amanhã": "11-22", "hoje à tarde": "11-20 12:00-19:00",
		"monday": "11-23", "on thursday": "11-26", "el jueves": "11-26", "na quinta": "11-26", "quinta-feira": "11-26", "sábado": "11-21",
		"friday": "11-20 11-27", "next friday": "11-27", "next monday": "11-23", "el viernes que viene": "11-27", "el próximo martes": "11-24", "terça que vem": "11-24",
		"thursdy": "11-26", "wednsday": "11-25",
		"monday or tuesday": "11-23 11-24", "lunes o martes": "11-23 11-24",
		"this week": "11-20..11-22", "next week": "11-23..11-29", "la próxima semana": "11-23..11-29", "semana que vem": "11-23..11-29", "la semana que viene": "11-23..11-29",
		"this weekend": "11-21..11-22", "next month": "12-01..12-31", "in december": "12-01..12-31", "en enero": "01-01..01-31",
		"24 november": "11-24", "november 24th": "11-24", "24 de noviembre": "11-24", "24 de novembro": "11-24", "24/11": "11-24", "24.11.2026": "11-24", "2026-11-24": "11-24",
		"the 24th": "11-24", "el 24": "11-24", "dia 24": "11-24", "the 3rd": "12-03", "3 jan": "01-03", "jan 3 2027": "01-03",
		"el 4 de diciembre": "12-04", "el 4 de diciembre por la tarde": "12-04 12:00-19:00", "dia 4 de dezembro à tarde": "12-04 12:00-19:00", "the 4th of december": "12-04",
		"Friday 4 December at 3pm": "12-04 =15:00", "friday the 4th": "12-04", "el viernes 4 de diciembre a las 15:00": "12-04 =15:00", "Friday, December 4 at 3:00 pm": "12-04 =15:00",
		"sexta-feira, 4 de dezembro, às 15h": "12-04 =15:00", "martes 1 de diciembre": "12-01", "monday 4 december": "11-23 12-04", "friday 4pm": "11-20 11-27 =16:00",
		"in three days": "11-23", "en dos semanas": "11-30..12-06", "in a week": "11-23..11-29", "daqui a 3 dias": "11-23",
		"after monday": "11-24..12-07", "before thursday": "11-20..11-25",
		"not thursday, friday": "11-20 11-27", "no puedo el jueves, mejor el lunes": "11-23",
		"3pm": "=15:00", "3:30 pm": "=15:30", "15:30": "=15:30", "15h30": "=15:30", "15h": "=15:00", "330pm": "=15:30", "at 3": "=03:00 =15:00", "10am": "=10:00", "noon": "=12:00",
		"a las 3 de la tarde": "=15:00", "a las 9 de la mañana": "=09:00", "às 9 da manhã": "=09:00", "las tres y media de la tarde": "=15:30", "half past 3": "=03:30 =15:30",
		"after 4": "16:00-24:00", "después de las 4": "16:00-24:00", "depois das 16h": "16:00-24:00", "before 10": "00:00-10:00", "antes de las 10": "00:00-10:00",
		"between 2 and 4": "14:00-16:00", "entre las 2 y las 4": "14:00-16:00", "9-11": "09:00-11:00", "2 to 4pm": "14:00-16:00", "das 10 às 12": "10:00-12:00",
		"morning": "06:00-12:00", "por la tarde": "12:00-19:00", "in the evening": "17:00-22:00", "de manhã": "06:00-12:00", "after work": "17:00-22:00", "late afternoon": "14:00-16:00", "not before 10am": "10:00-24:00", "by friday": "11-20..11-27 11-20",
		"the 2nd or 3rd of december": "12-02 12-03", "next week in the morning": "11-23..11-29 06:00-12:00", "I was there yesterday": "", "now": "",
		"tuesday or wednesday after 4": "11-24 11-25 16:00-24:00", "after lunch on tuesday": "11-24 13:00-24:00", "before lunch": "00:00-11:00", "in the next 3 days": "11-21..11-23", "arvo": "12:00-19:00",
		"mañana por la mañana": "11-21 06:00-12:00", "tomorrow morning": "11-21 06:00-12:00", "tuesday afternoon at 3": "11-24 =15:00", "jueves por la tarde": "11-26 12:00-19:00",
		"monday at 10": "11-23 =10:00 =22:00", "tuesday 24 november 3pm": "11-24 =15:00",
		"asap": "any", "lo antes posible": "any", "o quanto antes": "any", "any time": "any", "whenever": "any", "cuando sea": "any", "tanto faz": "any",
		"good afternoon": "", "buenas tardes": "", "boa noite": "", "más tarde": "", "may I come": "", "I may be late": "", "out of order": "", "2": "", "my son is 4": "", "32/13": "",
		"hello": "", "": "", "0/0": "", "99:99": "", "25:00": "", "1990": "", "2 children": "",
	} {
		if got := told(reader.Understand(text, ExpectWish, "", now).Wish); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestMonthFirst(t *testing.T) {
	t.Parallel()
	if got := told(clinicReader(t, "US").Understand("12/3", ExpectWish, "en", now).Wish); got != "12-03" {
		t.Errorf("US: %s", got)
	}
	if got := told(clinicReader(t, "GB").Understand("12/3", ExpectWish, "en", now).Wish); got != "03-12" {
		t.Errorf("GB: %s", got)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	read := func(text string) Wish { return reader.Understand(text, ExpectWish, "", now).Wish }
	for _, c := range []struct{ first, then, want string }{
		{"tuesday afternoon", "no, wednesday", "11-25 12:00-19:00"},
		{"tuesday afternoon", "after 4", "11-24 16:00-24:00"},
		{"tuesday afternoon", "monday at 9am", "11-23 =09:00"},
		{"tuesday afternoon", "whenever", "any"},
		{"asap", "tuesday", "11-24"},
	} {
		if got := told(read(c.first).Merge(read(c.then))); got != c.want {
			t.Errorf("%q then %q: %q, want %q", c.first, c.then, got, c.want)
		}
	}
}

// TestWindows holds that a wish is in the clinic's zone and begins no earlier
// than now, also over a change of the clock.
func TestWindows(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	spring := time.Date(2027, time.March, 27, 12, 0, 0, 0, time.UTC)
	sunday := records.LocalDate{Year: 2027, Month: time.March, Day: 28}
	wish := Wish{Days: []Days{{From: sunday, To: sunday}}}
	windows := wish.Windows(spring, zone)
	if len(windows) != 1 || windows[0].End.Sub(windows[0].Start) != 23*time.Hour {
		t.Errorf("the day the clock goes forward: %v", windows)
	}
	wish.Times = []Times{{From: 9 * 60, To: 12 * 60}}
	windows = wish.Windows(spring, zone)
	if len(windows) != 1 || windows[0].Start.In(zone).Hour() != 9 || windows[0].End.Sub(windows[0].Start) != 3*time.Hour {
		t.Errorf("a morning: %v", windows)
	}
	if got := (Wish{Any: true}).Windows(now, zone); len(got) != 0 {
		t.Errorf("any time: %v", got)
	}
	today := records.LocalDateOf(now, zone)
	past := Wish{Days: []Days{{From: today, To: today}}, Times: []Times{{From: 0, To: 9 * 60}}}
	if got := past.Windows(now, zone); len(got) != 0 {
		t.Errorf("this morning, when it is over: %v", got)
	}
}

// valid says whether a date exists.
func valid(date records.LocalDate) bool {
	return date.Day > 0 && records.LocalDateOf(date.Time(), time.UTC) == date
}

// TestNamesAreNoDays holds that a practitioner or a service whose name is also a
// day's is not read as one.
func TestNamesAreNoDays(t *testing.T) {
	t.Parallel()
	reader := NewReader(Vocabulary{
		Practitioners: []records.Practitioner{{ID: osei, Name: "Dr April"}},
		Types:         []records.AppointmentType{{ID: cleaning, Name: records.LocalizedText{"en": "Monday group"}}},
		Zone:          time.UTC, Country: "GB",
	})
	for text, want := range map[string]string{
		"dr april please": "", "dr april on tuesday": "11-24", "in april": "04-01..04-30", "the monday group": "", "on monday": "11-23",
	} {
		if got := told(reader.Understand(text, ExpectWish, records.English, now).Wish); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
