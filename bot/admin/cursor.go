package admin

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// A cursor says where a page ended. To the caller it is opaque; it holds the
// list's mark and the place, ids and times only, and nothing that gives rights:
// a made-up one leads nowhere but to another place in the caller's own list.
// The wrong list's, a mistyped or a shortened one is refused.

// list marks the list that a cursor belongs to.
type list byte

const (
	listAppointments list = 'a'
	listMessages     list = 'm'
	listTasks        list = 't'
	listWaitlist     list = 'w'
	listFreedSlots   list = 'f'
	listInvoices     list = 'i'
	listSurveys      list = 's'
)

// cursorVersion changes with the layout, so that an old cursor is refused and
// not misread.
const cursorVersion = 1

var cursorText = base64.RawURLEncoding.Strict()

func errCursor() error {
	return records.Invalid("cursor", "it must be a nextCursor that this very list has given; leave it out for the first page")
}

// positionCursor makes the cursor of a list that is ordered by time and id.
func positionCursor(of list, last jobs.Position) string {
	content := []byte{cursorVersion, byte(of)}
	content = binary.BigEndian.AppendUint64(content, uint64(last.At.UnixMicro()))
	return cursorText.EncodeToString(append(content, last.ID[:]...))
}

// readPosition reads such a cursor; an empty one is the list's beginning.
func readPosition(of list, cursor string) (jobs.Position, error) {
	if cursor == "" {
		return jobs.Position{}, nil
	}
	content, err := readCursor(of, cursor, 8+len(uuid.UUID{}))
	if err != nil {
		return jobs.Position{}, err
	}
	position := jobs.Position{At: time.UnixMicro(int64(binary.BigEndian.Uint64(content))).UTC()} //nolint:gosec // written in the same way
	copy(position.ID[:], content[8:])
	if year := position.At.Year(); year < firstYear || year > lastYear {
		return jobs.Position{}, errCursor()
	}
	return position, nil
}

// sequenceCursor makes the cursor of a list of messages, which is ordered by
// their sequence.
func sequenceCursor(last int64) string {
	content := []byte{cursorVersion, byte(listMessages)}
	return cursorText.EncodeToString(binary.BigEndian.AppendUint64(content, uint64(last))) //nolint:gosec // read back in the same way
}

// readSequence reads such a cursor; an empty one is zero, the list's beginning.
func readSequence(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	content, err := readCursor(listMessages, cursor, 8)
	if err != nil {
		return 0, err
	}
	sequence := int64(binary.BigEndian.Uint64(content)) //nolint:gosec // written in the same way
	if sequence <= 0 {
		return 0, errCursor()
	}
	return sequence, nil
}

func readCursor(of list, cursor string, length int) ([]byte, error) {
	content, err := cursorText.DecodeString(cursor)
	if err != nil || len(content) != 2+length || content[0] != cursorVersion || list(content[1]) != of {
		return nil, errCursor()
	}
	if cursorText.EncodeToString(content) != cursor { // base64 skips line breaks
		return nil, errCursor()
	}
	return content[2:], nil
}
