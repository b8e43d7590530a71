package dates

import "maps"

// operation is one thing that patterns can do with what they took: the calendar
// knows how, the lexicons how it is said.
type operation struct {
	// sort is what it makes; catDate stands for whatever days or times it makes.
	sort category
	// least is how many arguments it needs.
	least int
	// rank prefers an operation over another that reads the same words.
	rank int
	// make gives the value, or false where it makes no sense.
	make func(at *moment, arguments []*value, made *value) bool
}

// operations by the name that lexicons call them. Each file of this package that
// knows a construct has its own.
var operations = gather(
	numberOperations, monthDayOperations, weekdayOperations, clockOperations, partOperations, joiningOperations, lengthOperations, spanOperations,
	rangeOperations, boundOperations, birthOperations,
)

func gather(sets ...map[string]*operation) map[string]*operation {
	all := map[string]*operation{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return all
}

// same makes what the pattern's only thing is, without shyness: what says so
// stands beside it.
func same(_ *moment, arguments []*value, made *value) bool {
	*made = *arguments[0]
	made.shy = false
	return true
}
