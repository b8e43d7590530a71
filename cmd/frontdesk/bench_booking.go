package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/jobs"
	"frontdesk/records"
)

// benchBookingCommand measures bookings: a crowd on one slot, and clients on a
// spread of slots beside the bare insert of the same rows.
type benchBookingCommand struct {
	Practitioners int           `help:"Practitioners of the clinic." default:"1000"`
	Months        int           `help:"How many months of calendars are filled." default:"4"`
	Full          float64       `help:"How much of the calendars is taken." default:"0.7"`
	Rivals        int           `help:"Clients that want the one slot." default:"1000"`
	Clients       int           `help:"Clients that book on a spread of slots." default:"32"`
	Duration      time.Duration `help:"How long they do." default:"10s"`
	FloorTime     time.Duration `help:"How long the floor does, before and after." default:"5s"`
	SearchRate    int           `help:"Searches a second, each with a booking of what it offers." default:"50"`
	BookingRate   int           `help:"Bookings a second by others meanwhile." default:"200"`
	OfferTime     time.Duration `help:"How long offers are made." default:"1m"`
	Statements    bool          `help:"Print where PostgreSQL's time went while the product booked (needs its pg_stat_statements module)."`
}

// Run implements the sub-command.
func (c *benchBookingCommand) Run(e *environment) error {
	var settings map[string]string
	if c.Statements {
		settings = statementAccount()
	}
	bench, err := openScheduleBench(e, []int{c.Practitioners}, benchFullness{months: c.Months, full: c.Full}, settings)
	if err != nil {
		return err
	}
	defer bench.close()
	free, err := bench.freeHours(e.context, c.Months)
	if err != nil {
		return err
	}
	booking := &bookingBench{
		scheduleBench: bench, clinic: bench.clinics[0], command: c, free: free,
		desk: jobs.NewDesk(bench.store, time.Now, newID, nil),
	}
	fmt.Fprintf(e.output, "%d practitioners, %d months, %.0f %% full\n\n", c.Practitioners, c.Months, c.Full*100)
	if err := booking.crowd(e); err != nil {
		return err
	}
	if err := booking.spread(e); err != nil {
		return err
	}
	return booking.offers(e)
}

// benchMonth is a month of the filled calendars, in days, on the short side.
const benchMonth = 28

// Validate refuses what leaves nothing to search.
func (c *benchBookingCommand) Validate() error {
	if c.Months < 2 {
		return errors.New("--months must be at least 2, as wishes are drawn from a month ahead")
	}
	if c.SearchRate < 1 || c.BookingRate < 1 {
		return errors.New("--search-rate and --booking-rate must be at least 1 a second")
	}
	return nil
}

// bookingBench books at one clinic.
type bookingBench struct {
	*scheduleBench
	clinic  *benchClinic
	command *benchBookingCommand
	desk    *jobs.Desk
	free    []benchHour
	// used is how many of the free hours were given away.
	used atomic.Int64
}

// benchHour is an hour in which a practitioner and a room are free.
type benchHour struct {
	practitionerID, roomID uuid.UUID
	start                  time.Time
}

// freeHours lists what the seed left free, in random order.
func (b *scheduleBench) freeHours(ctx context.Context, months int) (free []benchHour, err error) {
	connection, err := pgx.Connect(ctx, b.server.SuperuserURL(demoDatabase))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	rows, err := connection.Query(ctx, benchFreeHours, b.clinics[0].id, benchDayHours, benchMonth*months)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (benchHour, error) {
		var hour benchHour
		return hour, row.Scan(&hour.practitionerID, &hour.roomID, &hour.start)
	})
}

// benchFreeHours pairs practitioners and rooms as the seed did, so that both
// are free at once. Today is left out: some of it is past.
const benchFreeHours = `
WITH hours AS (
	SELECT day, (day + make_interval(hours => 8 + hour, mins => 10)) AT TIME ZONE 'America/New_York' AS start_at
	FROM generate_series(current_date::timestamp + interval '2 days', current_date::timestamp + make_interval(days => $3::integer), interval '1 day') AS day, generate_series(0, $2::integer - 1) AS hour
	WHERE extract(isodow FROM day) < 6),
people AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS of FROM practitioner WHERE clinic_id = $1),
rooms AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM resource WHERE clinic_id = $1)
SELECT p.id, r.id, h.start_at FROM hours h CROSS JOIN people p
JOIN rooms r ON r.place = (p.place + extract(doy FROM h.day)::integer) % p.of
WHERE NOT EXISTS (SELECT FROM occupancy o WHERE o.clinic_id = $1 AND o.subject_id = p.id AND o.start_at = h.start_at)
ORDER BY random()`

// crowd lets all rivals book the same slot at the same moment.
func (b *bookingBench) crowd(e *environment) error {
	hour := b.free[b.used.Add(1)-1]
	var won, lost, other atomic.Int64
	latencies := make([]time.Duration, b.command.Rivals)
	var failure error
	var once sync.Once
	start := make(chan struct{})
	var rivals sync.WaitGroup
	var begun time.Time
	for n := range b.command.Rivals {
		rivals.Go(func() {
			<-start
			_, err := b.desk.Book(e.context, b.staff(), b.request(hour, b.clinic.newcomers[n]), "")
			latencies[n] = time.Since(begun)
			taken, isTaken := errors.AsType[*jobs.SlotTaken](err)
			switch {
			case err == nil:
				won.Add(1)
			case isTaken && len(taken.Alternatives) > 0:
				lost.Add(1)
			default:
				other.Add(1)
				once.Do(func() { failure = err })
			}
		})
	}
	begun = time.Now()
	close(start)
	rivals.Wait()
	row := latencyRow{name: fmt.Sprintf("%d clients, one slot", b.command.Rivals), latencies: latencies, elapsed: time.Since(begun)}
	printLatencyHead(e.output, "answers")
	row.print(e.output)
	fmt.Fprintf(e.output, "%d booked, %d told what is free instead, %d anything else; all answered after %.0f ms\n\n", won.Load(), lost.Load(), other.Load(),
		inMilliseconds(row.elapsed))
	if won.Load() != 1 || other.Load() != 0 {
		return fmt.Errorf("the crowd: %d bookings of one slot and %d other answers: %w", won.Load(), other.Load(), failure)
	}
	return nil
}

func (b *bookingBench) staff() jobs.Principal {
	return jobs.Principal{ClinicID: b.clinic.id, StaffID: b.clinic.id, Name: "Bench", Role: records.RoleFrontDesk}
}

func (b *bookingBench) request(hour benchHour, patientID uuid.UUID) jobs.BookRequest {
	return jobs.BookRequest{
		PatientID: patientID, AppointmentTypeID: b.clinic.request.ID, PractitionerID: hour.practitionerID,
		Start: hour.start.Add(b.clinic.request.BufferBefore), ResourceIDs: []uuid.UUID{hour.roomID},
	}
}

// spread lets the clients book free slots, one after the other.
func (b *bookingBench) spread(e *environment) error {
	const product = 1
	runs := []struct {
		name     string
		duration time.Duration
		book     func(ctx context.Context, hour benchHour, patientID uuid.UUID) error
	}{
		{"floor: the bare insert transaction", b.command.FloorTime, b.insertBare},
		{"product: check, insert, history, plan, audit", b.command.Duration, b.bookThrough},
		{"floor: the bare insert transaction", b.command.FloorTime, b.insertBare},
	}
	printLatencyHead(e.output, "bookings")
	var rates []float64
	for n, run := range runs {
		account := b.command.Statements && n == product
		if account {
			if err := resetStatements(e.context, b.server); err != nil {
				return err
			}
		}
		row, refused, err := b.bookFor(e.context, run.duration, run.book)
		if err != nil {
			return fmt.Errorf("%s: %w", run.name, err)
		}
		row.name = run.name
		row.print(e.output)
		if refused > 0 {
			fmt.Fprintf(e.output, "%d refused, as the patient was elsewhere by then\n", refused)
		}
		rates = append(rates, row.perSecond())
		if account {
			if err := printStatements(e.context, b.server, e.output); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(e.output, "\nbookings a second: product / bare insert = %.2f\n", rates[1]/((rates[0]+rates[2])/2))
	if difference, void := differsTooMuch(rates[0], rates[2]); void {
		fmt.Fprintf(e.output, "void: the floor's two runs differ by %.0f %%; the machine was not quiet\n", difference)
	}
	return nil
}

// bookFor keeps the clients busy for so long.
func (b *bookingBench) bookFor(ctx context.Context, duration time.Duration,
	book func(ctx context.Context, hour benchHour, patientID uuid.UUID) error,
) (latencyRow, int, error) {
	var mutex sync.Mutex
	var row latencyRow
	var refused int
	var failure error
	begun := time.Now()
	var clients sync.WaitGroup
	for range b.command.Clients {
		clients.Go(func() {
			for time.Since(begun) < duration {
				next := int(b.used.Add(1)) - 1
				if next >= len(b.free) {
					mutex.Lock()
					failure = errors.New("no free hours are left; seed more practitioners or months")
					mutex.Unlock()
					return
				}
				asked := time.Now()
				err := book(ctx, b.free[next], b.clinic.newcomers[next%len(b.clinic.newcomers)])
				took := time.Since(asked)
				mutex.Lock()
				switch {
				case err == nil:
					row.latencies = append(row.latencies, took)
				case records.CodeOf(err) == records.CodeSlotTaken:
					refused++
				default:
					failure = err
				}
				mutex.Unlock()
			}
		})
	}
	clients.Wait()
	row.elapsed = time.Since(begun)
	return row, refused, failure
}

// bookThrough books as staff do.
func (b *bookingBench) bookThrough(ctx context.Context, hour benchHour, patientID uuid.UUID) error {
	_, err := b.desk.Book(ctx, b.staff(), b.request(hour, patientID), "")
	return err
}

// insertBare inserts the same appointment and what it takes, under the same
// policies and the same constraint, and checks nothing.
func (b *bookingBench) insertBare(ctx context.Context, hour benchHour, patientID uuid.UUID) error {
	return pgx.BeginFunc(ctx, b.store.Pool(), func(transaction pgx.Tx) error {
		if _, err := transaction.Exec(ctx, "SELECT set_config('frontdesk.clinic', $1, true)", b.clinic.id.String()); err != nil {
			return err
		}
		id := newID()
		start := hour.start.Add(b.clinic.request.BufferBefore)
		if _, err := transaction.Exec(ctx, `INSERT INTO appointment (clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids,
			status, start_at, end_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'booked', $7, $8, $9)`, b.clinic.id, id, patientID,
			hour.practitionerID, b.clinic.request.ID, []uuid.UUID{hour.roomID}, start, start.Add(b.clinic.request.Duration), time.Now()); err != nil {
			return err
		}
		tag, err := transaction.Exec(ctx, `INSERT INTO occupancy (clinic_id, appointment_id, subject_id, subject_kind, share_id, during)
			VALUES ($1, $2, $3, 'practitioner', $2, tstzrange($6, $7)), ($1, $2, $4, 'room', $2, tstzrange($6, $7)),
				($1, $2, $5, 'patient', $2, tstzrange($6, $7)) ON CONFLICT DO NOTHING`,
			b.clinic.id, id, hour.practitionerID, hour.roomID, patientID, hour.start, hour.start.Add(time.Hour))
		if err == nil && tag.RowsAffected() != 3 {
			return &records.Error{Code: records.CodeSlotTaken, Message: "the time is taken"}
		}
		return err
	})
}
