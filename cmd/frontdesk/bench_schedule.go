package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	"frontdesk/migrations"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/private"
)

// scheduleBench is a private server with clinics whose calendars are full.
type scheduleBench struct {
	directory string
	server    *private.Server
	store     *postgres.Store
	clinics   []*benchClinic
}

// openScheduleBench makes a clinic of each size. Seeding a thousand
// practitioners over a year takes minutes, most of them for the constraint.
// settings are for the server, besides the usual.
func openScheduleBench(e *environment, sizes []int, fullness benchFullness, settings map[string]string) (*scheduleBench, error) {
	directory, err := os.MkdirTemp("", "frontdesk-bench-")
	if err != nil {
		return nil, err
	}
	b := &scheduleBench{directory: directory}
	options := private.Options{Directory: directory, Logger: e.logger(slog.LevelError), Settings: map[string]string{"shared_buffers": "2GB"}}
	maps.Copy(options.Settings, settings)
	if b.server, err = private.Start(e.context, options); err != nil {
		b.close()
		return nil, err
	}
	if err := b.seed(e.context, sizes, fullness); err != nil {
		b.close()
		return nil, fmt.Errorf("seed: %w", err)
	}
	return b, nil
}

func (b *scheduleBench) seed(ctx context.Context, sizes []int, fullness benchFullness) error {
	if err := b.server.EnsureDatabase(ctx, demoDatabase); err != nil {
		return err
	}
	if err := migrations.Up(ctx, b.server.URL(demoDatabase, private.OwnerRole)); err != nil {
		return err
	}
	store, err := postgres.Open(ctx, b.server.URL(demoDatabase, private.LoginRole), postgres.Options{})
	if err != nil {
		return err
	}
	b.store = store
	for n, practitioners := range sizes {
		clinic, err := seedClinic(ctx, store, fmt.Sprintf("bench-%d", n), practitioners)
		if err != nil {
			return err
		}
		b.clinics = append(b.clinics, clinic)
	}
	if err := seedAppointments(ctx, b.server, fullness); err != nil {
		return err
	}
	for _, clinic := range b.clinics {
		if err := clinic.readPatients(ctx, b.server); err != nil {
			return err
		}
	}
	return nil
}

func (b *scheduleBench) close() {
	if b.store != nil {
		b.store.Close()
	}
	if b.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = b.server.Stop(ctx) // the folder goes anyway
	}
	_ = os.RemoveAll(b.directory) // in the system's temporary folder
}

// latencyRow is one line of a table of latencies.
type latencyRow struct {
	name      string
	latencies []time.Duration
	elapsed   time.Duration
}

// percentile gives a latency that so many per cent are not above.
func (r latencyRow) percentile(percent int) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(r.latencies))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

func (r latencyRow) perSecond() float64 { return float64(len(r.latencies)) / r.elapsed.Seconds() }

func (r latencyRow) print(output io.Writer) {
	fmt.Fprintf(output, "%-44s %9d %9.0f %9.2f %9.2f\n", r.name, len(r.latencies), r.perSecond(), inMilliseconds(r.percentile(50)), inMilliseconds(r.percentile(99)))
}

func printLatencyHead(output io.Writer, counted string) {
	fmt.Fprintf(output, "%-44s %9s %9s %9s %9s\n", "", counted, "per s", "p50 ms", "p99 ms")
}

func inMilliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

// differsTooMuch says of a floor's two runs whether the machine was quiet.
func differsTooMuch(first, last float64) (float64, bool) {
	const tolerated = 0.10
	difference := (last - first) / first
	return difference * 100, difference > tolerated || difference < -tolerated
}
