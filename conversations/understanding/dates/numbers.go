package dates

// numberOperations: numbers in words: languages say them by adding ("twenty one") and by pairs
// ("nineteen eighty two").
var numberOperations = map[string]*operation{
	// add: "{tens} {ones}", "{hundreds} and {number}".
	"add": {least: 2, sort: catNumber, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		for _, term := range arguments {
			if term.digits > 0 {
				return false
			}
			made.number += term.number
		}
		return true
	}},
	// same_number: "oh {ones}".
	"same_number": {least: 1, sort: catNumber, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = value{number: arguments[0].number}
		return true
	}},
	// add_ordinal: "{tens} {tens_ordinal}".
	"add_ordinal": {least: 2, sort: catOrdinal, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		made.number, made.ordinal = arguments[0].number+arguments[1].number, true
		return arguments[0].digits == 0
	}},
	// ordinal: "{number} th".
	"ordinal": {least: 1, sort: catOrdinal, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = value{number: arguments[0].number, digits: arguments[0].digits, ordinal: true}
		return made.number >= 1 && made.number <= 366
	}},
	// rank: the same in a language that doesn't call days by it: "3e étage".
	"rank": {least: 1, sort: catOrdinal, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = value{number: arguments[0].number, digits: arguments[0].digits, ordinal: true, bare: true}
		return made.number >= 1 && made.number <= 366
	}},
	// year_pair: two halves of a year, "{number} {number}" as in nineteen eighty two.
	"year_pair": {least: 2, sort: catYear, make: func(_ *moment, arguments []*value, made *value) bool {
		century, rest := arguments[0].number, arguments[1].number
		made.number = century*100 + rest
		return century >= 18 && century <= 20 && rest >= 10 && rest < 100 && arguments[0].digits == 0 && arguments[1].digits == 0
	}},
	// year_oh: "{number} oh {ones}".
	"year_oh": {least: 2, sort: catYear, make: func(_ *moment, arguments []*value, made *value) bool {
		made.number = arguments[0].number*100 + arguments[1].number
		return made.number >= 1800 && made.number < 2100
	}},
	// year_hundred: "{number} hundred".
	"year_hundred": {least: 1, sort: catYear, make: func(_ *moment, arguments []*value, made *value) bool {
		made.number = arguments[0].number * 100
		return made.number >= 1800 && made.number <= 2100
	}},
	// year_1000: what follows "mil" in a year of the centuries before.
	"year_1000": {least: 1, sort: catYear, make: func(_ *moment, arguments []*value, made *value) bool {
		made.number = 1000 + arguments[0].number
		return arguments[0].digits == 0 && made.number >= 1800 && made.number < 2000
	}},
	// year_2000: what follows "two thousand" in a year.
	"year_2000": {sort: catYear, make: func(_ *moment, arguments []*value, made *value) bool {
		made.number = 2000
		for _, rest := range arguments {
			made.number += rest.number
		}
		return made.number < 2100
	}},
}

// fullYear gives the year that two digits stand for: the latest up to ten years
// ahead, or, of a day in the past, the latest that is over.
func (at *moment) fullYear(v *value) int {
	year := v.number
	if v.digits > 2 || v.digits == 0 && year >= 100 {
		return year
	}
	present, _, _ := at.today.civil()
	year += present / 100 * 100
	ahead := 10
	if at.context.Birth {
		ahead = 0
	}
	if year > present+ahead {
		year -= 100
	}
	return year
}
