package dates

// holiday is a day that people call by its name.
type holiday struct {
	name string
	// on gives the day of a year; countries that keep it otherwise are told apart.
	on func(year int, country string) day
}

// fixed is a holiday on the same day every year.
func fixed(month, monthDay int) func(int, string) day {
	return func(year int, _ string) day { return dayOf(year, month, monthDay) }
}

// fromEaster is a holiday so many days from Easter Sunday.
func fromEaster(days int) func(int, string) day {
	return func(year int, _ string) day { return easter(year) + day(days) }
}

// nthMonday is a holiday on the nth Monday of a month.
func nthMonday(month, n int) func(int, string) day {
	return func(year int, _ string) day { return nthWeekday(year, month, 1, n) }
}

// advent is so many days from the first Sunday of Advent, the fourth before
// Christmas.
func advent(days int) func(int, string) day {
	return func(year int, _ string) day {
		eve := dayOf(year, 12, 24)
		return eve - day(eve.weekday()%7) - 21 + day(days)
	}
}

// holidays by rule; the lexicons hold their names. The first is no holiday, so
// that zero is none.
var holidays = []holiday{
	{},
	{"christmas", fixed(12, 25)},
	{"christmas_eve", fixed(12, 24)},
	{"boxing_day", fixed(12, 26)},
	{"new_year", fixed(1, 1)},
	{"new_year_eve", fixed(12, 31)},
	{"epiphany", fixed(1, 6)},
	{"valentine", fixed(2, 14)},
	{"saint_patrick", fixed(3, 17)},
	{"womens_day", fixed(3, 8)},
	{"labour_day", func(year int, country string) day {
		if country == "US" || country == "CA" {
			return nthWeekday(year, 9, 1, 1)
		}
		return dayOf(year, 5, 1)
	}},
	{"workers_day", fixed(5, 1)},
	{"halloween", fixed(10, 31)},
	{"all_saints", fixed(11, 1)},
	{"all_souls", fixed(11, 2)},
	{"assumption", fixed(8, 15)},
	{"immaculate", fixed(12, 8)},
	{"independence_us", fixed(7, 4)},
	{"memorial_us", nthMonday(5, -1)},
	{"thanksgiving", func(year int, country string) day {
		if country == "CA" {
			return nthWeekday(year, 10, 1, 2)
		}
		return nthWeekday(year, 11, 4, 4)
	}},
	{"black_friday", func(year int, _ string) day { return nthWeekday(year, 11, 4, 4) + 1 }},
	{"cyber_monday", func(year int, _ string) day { return nthWeekday(year, 11, 4, 4) + 4 }},
	{"martin_luther_king", nthMonday(1, 3)},
	{"presidents", nthMonday(2, 3)},
	{"columbus", nthMonday(10, 2)},
	{"veterans", fixed(11, 11)},
	{"mothers_day", func(year int, country string) day {
		switch country {
		case "GB", "IE":
			return easter(year) - 21
		case "ES", "PT":
			return nthWeekday(year, 5, 7, 1)
		case "FR":
			return nthWeekday(year, 5, 7, -1)
		}
		return nthWeekday(year, 5, 7, 2)
	}},
	{"mothers_day_arab", fixed(3, 21)},
	{"fathers_day", func(year int, country string) day {
		switch country {
		case "ES", "PT", "IT":
			return dayOf(year, 3, 19)
		case "BR":
			return nthWeekday(year, 8, 7, 2)
		}
		return nthWeekday(year, 6, 7, 3)
	}},
	{"easter", fromEaster(0)},
	{"easter_monday", fromEaster(1)},
	{"good_friday", fromEaster(-2)},
	{"holy_thursday", fromEaster(-3)},
	{"palm_sunday", fromEaster(-7)},
	{"carnival", fromEaster(-47)},
	{"ash_wednesday", fromEaster(-46)},
	{"ascension", fromEaster(39)},
	{"pentecost", fromEaster(49)},
	{"whit_monday", fromEaster(50)},
	{"corpus_christi", fromEaster(60)},
	{"spring_bank", nthMonday(5, -1)},
	{"summer_bank", nthMonday(8, -1)},
	{"bastille", fixed(7, 14)},
	{"armistice", fixed(11, 11)},
	{"unity_germany", fixed(10, 3)},
	{"saint_nicholas", fixed(12, 6)},
	{"saint_john", fixed(6, 24)},
	{"republic_india", fixed(1, 26)},
	{"independence_india", fixed(8, 15)},
	{"gandhi", fixed(10, 2)},
	{"hispanic", fixed(10, 12)},
	{"constitution_spain", fixed(12, 6)},
	{"independence_brazil", fixed(9, 7)},
	{"tiradentes", fixed(4, 21)},
	{"republic_brazil", fixed(11, 15)},
	{"liberty_portugal", fixed(4, 25)},
	{"republic_portugal", fixed(10, 5)},
	{"april_fool", fixed(4, 1)},
	{"children_india", fixed(11, 14)},
	{"baisakhi", fixed(4, 14)},
	{"teachers_india", fixed(9, 5)},
	{"holy_saturday", fromEaster(-1)},
	{"carnival_monday", fromEaster(-48)},
	{"carnival_thursday", fromEaster(-52)},
	{"fathers_day_german", fromEaster(39)},
	{"advent_1", advent(0)},
	{"advent_2", advent(7)},
	{"advent_3", advent(14)},
	{"advent_4", advent(21)},
	{"mourning_germany", advent(-14)},
	{"repentance", advent(-11)},
	{"dead_sunday", advent(-7)},
	{"reformation", fixed(10, 31)},
	{"saint_martin", fixed(11, 11)},
	{"peter_paul", fixed(6, 29)},
	{"national_austria", fixed(10, 26)},
	{"national_swiss", fixed(8, 1)},
	{"harvest_germany", func(year int, _ string) day { return nthWeekday(year, 10, 7, 1) }},
	{"holy_innocents", fixed(12, 28)},
	{"guadalupe", fixed(12, 12)},
	{"revolution_mexico", fixed(11, 20)},
	{"independence", nationalDay},
	{"victory_europe", fixed(5, 8)},
	{"lovers_brazil", fixed(6, 12)},
	{"our_lady_brazil", fixed(10, 12)},
	{"restoration_portugal", fixed(12, 1)},
	{"grandmothers_france", func(year int, _ string) day { return nthWeekday(year, 3, 7, 1) }},
}

// nationalDays are the days on which countries celebrate their independence, or
// themselves, by month and day.
var nationalDays = map[string][2]int{
	"AR": {7, 9}, "BO": {8, 6}, "BR": {9, 7}, "CA": {7, 1}, "CL": {9, 18}, "CO": {7, 20}, "CR": {9, 15}, "CU": {5, 20}, "DO": {2, 27}, "EC": {8, 10},
	"ES": {10, 12}, "FR": {7, 14}, "GT": {9, 15}, "HN": {9, 15}, "IN": {8, 15}, "MX": {9, 16}, "NI": {9, 15}, "PA": {11, 3}, "PE": {7, 28},
	"PT": {6, 10}, "PY": {5, 15}, "SV": {9, 15}, "US": {7, 4}, "UY": {8, 25}, "VE": {7, 5},
}

// nationalDay is that of the clinic's country; of others, whose day isn't
// known, there is none: a day that is long past.
func nationalDay(year int, country string) day {
	date, known := nationalDays[country]
	if !known {
		return dayOf(1, 1, 1)
	}
	return dayOf(year, date[0], date[1])
}
