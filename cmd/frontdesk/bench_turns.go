package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/migrations"
	"frontdesk/records/postgres/private"
)

// benchTurnsCommand offers webhooks at a fixed rate (open loop: a slow answer
// delays no later request) to the two floors and the product, one after the
// other on the same seeded database, and floor first and last: when those two
// differ by more than a tenth, the machine was not quiet and the run is void.
type benchTurnsCommand struct {
	Rate       int           `help:"Webhooks a second." default:"500"`
	Duration   time.Duration `help:"How long to offer them to the product." default:"60s"`
	FloorTime  time.Duration `help:"How long to offer them to each floor." default:"15s"`
	Clinics    int           `help:"Clinics on the database." default:"50"`
	Patients   int           `help:"Patients on the database." default:"100000"`
	Latency    time.Duration `help:"How long the fake provider takes to accept a message." default:"50ms"`
	Spread     time.Duration `help:"By how much that varies, either way." default:"20ms"`
	Empty      bool          `help:"Do not analyse the tables after seeding: plans are made on statistics of an empty database."`
	Statements bool          `help:"Print where PostgreSQL's time went during the product's run (needs its pg_stat_statements module)."`
	Profile    string        `help:"Write a CPU profile of the product to this file." type:"path" placeholder:"FILE"`
}

// Run implements the sub-command.
func (c *benchTurnsCommand) Run(e *environment) error {
	directory, err := os.MkdirTemp("", "frontdesk-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(directory) }() // in the system's temporary folder
	bench, err := c.prepare(e, directory)
	if err != nil {
		return err
	}
	defer bench.stop()
	runs := []struct {
		name     string
		target   benchTarget
		duration time.Duration
	}{
		{"floor: verify and insert", benchTarget{arguments: []string{"bench", "floor", "--kind", floorInsert}}, c.FloorTime},
		{"floor: three transactions", benchTarget{arguments: []string{"bench", "floor", "--kind", floorTransactions}, replies: true}, c.FloorTime},
		{"product", benchTarget{arguments: []string{"serve"}, replies: true, profile: c.Profile}, c.Duration},
		{"floor: three transactions", benchTarget{arguments: []string{"bench", "floor", "--kind", floorTransactions}, replies: true}, c.FloorTime},
		{"floor: verify and insert", benchTarget{arguments: []string{"bench", "floor", "--kind", floorInsert}}, c.FloorTime},
	}
	fmt.Fprintf(e.output, "%d/s offered, %d clinics, %d patients, provider %v ± %v, tables %s, product for %v\n\n",
		c.Rate, c.Clinics, c.Patients, c.Latency, c.Spread, map[bool]string{true: "never analysed", false: "analysed"}[c.Empty], c.Duration)
	fmt.Fprintf(e.output, "%-27s %9s %9s %9s %9s %9s %9s %9s %9s\n", "", "offered", "accepted", "completed", "per s", "p50 ms", "p99 ms", "CPU-ms",
		"of PG")
	var results []benchResult
	for _, run := range runs {
		if c.Statements {
			if err := resetStatements(e.context, bench.server); err != nil {
				return err
			}
		}
		result, err := bench.measure(e.context, run.target, run.duration)
		if err != nil {
			return fmt.Errorf("%s: %w", run.name, err)
		}
		result.print(e.output, run.name)
		if c.Statements && run.name == "product" {
			if err := printStatements(e.context, bench.server, e.output); err != nil {
				return err
			}
		}
		results = append(results, result)
	}
	printRatios(e.output, results)
	return nil
}

// turnsBench is a seeded database, a fake provider and the load.
type turnsBench struct {
	command  *benchTurnsCommand
	server   *private.Server
	provider *twiliotest.Server
	patients []benchPatient
	replies  *replyBook
	log      io.Writer
}

func (c *benchTurnsCommand) prepare(e *environment, directory string) (*turnsBench, error) {
	b := &turnsBench{command: c, log: e.errorOutput, replies: newReplyBook()}
	options := private.Options{Directory: directory, Logger: e.logger(slog.LevelError)}
	if c.Statements {
		options.Settings = statementAccount()
	}
	server, err := private.Start(e.context, options)
	if err != nil {
		return nil, err
	}
	b.server = server
	if err := b.open(e.context); err != nil {
		b.stop()
		return nil, err
	}
	return b, nil
}

func (b *turnsBench) open(ctx context.Context) error {
	if err := b.server.EnsureDatabase(ctx, demoDatabase); err != nil {
		return err
	}
	if err := migrations.Up(ctx, b.server.URL(demoDatabase, private.OwnerRole)); err != nil {
		return err
	}
	patients, err := seedBench(ctx, b.server, b.command)
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	b.patients = patients
	b.provider, err = twiliotest.Start(twiliotest.Options{
		Now: time.Now, Latency: b.command.Latency, Spread: b.command.Spread, Forget: true,
		OnMessage: func(message twiliotest.Message) { b.replies.replied(message.To, time.Now()) },
	})
	return err
}

func (b *turnsBench) stop() {
	if b.provider != nil {
		b.provider.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_ = b.server.Stop(ctx) // the folder goes anyway
}

// benchResult is what one run came to.
type benchResult struct {
	offered, accepted, completed int
	elapsed                      time.Duration
	p50, p99                     time.Duration
	// cpu is what the server and PostgreSQL used; the load and the fake provider
	// are another process and not in it.
	cpu cpuTime
}

func (r benchResult) cpuPerTurn() float64 {
	return perTurn(r.cpu.program+r.cpu.postgres, r.completed)
}

// perTurn gives CPU time in milliseconds a turn.
func perTurn(used time.Duration, turns int) float64 {
	return used.Seconds() * 1000 / float64(max(turns, 1))
}

func (r benchResult) print(output io.Writer, name string) {
	milliseconds := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	fmt.Fprintf(output, "%-27s %9d %9d %9d %9.0f %9.1f %9.1f %9.2f %9.2f\n", name, r.offered, r.accepted, r.completed,
		float64(r.completed)/r.elapsed.Seconds(), milliseconds(r.p50), milliseconds(r.p99), r.cpuPerTurn(),
		perTurn(r.cpu.postgres, r.completed))
}

func printRatios(output io.Writer, results []benchResult) {
	insert := (results[0].cpuPerTurn() + results[4].cpuPerTurn()) / 2
	transactions := (results[1].cpuPerTurn() + results[3].cpuPerTurn()) / 2
	product := results[2].cpuPerTurn()
	fmt.Fprintf(output, "\nCPU a turn: product / verify and insert = %.2f, product / three transactions = %.2f\n", product/insert, product/transactions)
	const tolerated = 0.10
	for _, pair := range [][2]int{{0, 4}, {1, 3}} {
		first, last := results[pair[0]].cpuPerTurn(), results[pair[1]].cpuPerTurn()
		if difference := (last - first) / first; difference > tolerated || difference < -tolerated {
			fmt.Fprintf(output, "void: a floor's two runs differ by %.0f %%; the machine was not quiet\n", difference*100)
		}
	}
}
