package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Inspector looks at what stands behind a conversation, for developers and
// trainers. It changes nothing, and must be open to nobody else: unlike what
// staff read, what it shows is not audited.
type Inspector struct{ jobs *Jobs }

// Inspector gives a look behind the conversations.
func (j *Jobs) Inspector() *Inspector { return &Inspector{jobs: j} }

// Inspection is what is stored of one conversation, what its state says, and
// the newest jobs.
type Inspection struct {
	postgres.Inspected
	Outline conversations.Outline
	// Jobs are River's newest, the newest first, of this clinic or of all.
	Jobs []InspectedJob
}

// InspectedJob is one job, in River's time, which is the machine's.
type InspectedJob struct {
	ID        int64
	Kind      string
	State     string
	Attempt   int
	CreatedAt time.Time
	// FinalizedAt is when it ended; zero before.
	FinalizedAt time.Time
}

// Zone gives the time zone of a channel's clinic.
func (i *Inspector) Zone(ctx context.Context, through records.Channel) (*time.Location, error) {
	var zone *time.Location
	err := i.in(ctx, through, func(ctx context.Context, tx *postgres.Tx) error {
		view, err := i.jobs.clinics.of(ctx, tx, i.jobs.config.Now())
		if err != nil {
			return err
		}
		zone = view.zone
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the clinic's zone: %w", err)
	}
	return zone, nil
}

// NextAppointments gives when the booked appointments of the patients that some
// addresses act for begin, after an instant and in order.
func (i *Inspector) NextAppointments(ctx context.Context, through records.Channel, addresses []string, after time.Time) ([]time.Time, error) {
	var starts []time.Time
	err := i.in(ctx, through, func(ctx context.Context, tx *postgres.Tx) (err error) {
		starts, err = tx.NextAppointmentStarts(ctx, addresses, after)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find the next appointments: %w", err)
	}
	return starts, nil
}

// Inspect gives what the bot knows and did in an address's conversation;
// records.CodeNotFound when there is none.
func (i *Inspector) Inspect(ctx context.Context, through records.Channel, address string) (Inspection, error) {
	var inspection Inspection
	err := i.in(ctx, through, func(ctx context.Context, tx *postgres.Tx) (err error) {
		inspection.Inspected, err = tx.Inspect(ctx, through.ID, address)
		return err
	})
	if err != nil {
		return Inspection{}, fmt.Errorf("inspect: %w", err)
	}
	if inspection.Outline, err = conversations.OutlineOf(inspection.State); err != nil {
		return Inspection{}, fmt.Errorf("inspect: %w", err)
	}
	if inspection.Jobs, err = i.newestJobs(ctx, through.ClinicID); err != nil {
		return Inspection{}, fmt.Errorf("inspect: %w", err)
	}
	return inspection, nil
}

func (i *Inspector) in(ctx context.Context, through records.Channel, work func(ctx context.Context, tx *postgres.Tx) error) error {
	return i.jobs.config.Store.InClinic(ctx, through.ClinicID, work)
}

// newestJobs lists the newest jobs of a clinic, and those of all clinics.
// River's table is behind no row-level security: a job's arguments are ids.
func (i *Inspector) newestJobs(ctx context.Context, clinicID uuid.UUID) ([]InspectedJob, error) {
	const looked, shown = 50, 12
	listed, err := i.jobs.river.JobList(ctx, river.NewJobListParams().First(looked).OrderBy(river.JobListOrderByID, river.SortOrderDesc))
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	var newest []InspectedJob
	for _, row := range listed.Jobs {
		if len(newest) < shown && isOfClinic(row, clinicID) {
			job := InspectedJob{ID: row.ID, Kind: row.Kind, State: string(row.State), Attempt: row.Attempt, CreatedAt: row.CreatedAt}
			if row.FinalizedAt != nil {
				job.FinalizedAt = *row.FinalizedAt
			}
			newest = append(newest, job)
		}
	}
	return newest, nil
}

// isOfClinic says whether a job is a clinic's, or everybody's.
func isOfClinic(row *rivertype.JobRow, clinicID uuid.UUID) bool {
	var arguments map[string]json.RawMessage
	if json.Unmarshal(row.EncodedArgs, &arguments) != nil {
		return false
	}
	return len(arguments) == 0 || bytes.Contains(row.EncodedArgs, []byte(clinicID.String()))
}
