package evaluation

import (
	"fmt"
	"strings"
)

// Row is one line of the table of results.
type Row struct {
	// Set names what was measured, and on how many messages.
	Set string
	N   int
	// Result, the Bar that has to be reached and the Goal, and what others reach.
	Result, Bar, Goal, Baseline string
}

// Table lays rows out as a table in Markdown.
func Table(rows []Row) string {
	var table strings.Builder
	table.WriteString("| set | messages | result | bar | goal | baseline |\n|---|---|---|---|---|---|\n")
	for _, row := range rows {
		fmt.Fprintf(&table, "| %s | %d | **%s** | %s | %s | %s |\n", row.Set, row.N, row.Result, row.Bar, row.Goal, row.Baseline)
	}
	return table.String()
}

// String writes the score of days and times: right, then wrong.
func (e Exact) String() string {
	return fmt.Sprintf("%.1f %% exact, %.1f %% wrong", percent(e.Right, e.N), percent(e.Wrong, e.N))
}
