package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/migrations"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/private"
)

// demoCommand runs everything on this machine, with nothing set up before.
type demoCommand struct {
	Addr string `help:"Where to listen (host:port)." default:"127.0.0.1:8080"`
	Data string `help:"The folder that keeps the demo's data." type:"path" env:"FRONTDESK_DATA_DIR"`
}

// Run implements the sub-command.
func (c *demoCommand) Run(e *environment) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	read.Address = c.Addr
	demo, err := startDemo(e, read, c.Data)
	if err != nil {
		return err
	}
	defer demo.stop()
	return demo.service.run(e.context, func(baseURL string) error { return demo.greet(e, baseURL) })
}

const (
	demoDatabase = "frontdesk"
	// tokenFile and addressFile stand in the demo's folder for other programs,
	// clockFile for the next start.
	tokenFile   = "staff-token"
	addressFile = "address"
	clockFile   = "clock"
)

// demo is the program on its own private PostgreSQL.
type demo struct {
	server    *private.Server
	service   *service
	clock     *simulator.Clock
	directory string
	token     string
}

// demoDirectory is where the demo keeps its data unless told otherwise.
func demoDirectory(chosen string) (string, error) {
	if chosen != "" {
		return filepath.Abs(chosen)
	}
	base, err := private.DefaultDirectory("frontdesk")
	return filepath.Join(base, "demo"), err
}

// startDemo starts PostgreSQL, migrates, loads the sample clinic if it is not
// there, and connects the service; it does not serve yet.
func startDemo(e *environment, read configuration, chosen string) (*demo, error) {
	directory, err := demoDirectory(chosen)
	if err != nil {
		return nil, err
	}
	logger := e.logger(max(read.level(), slog.LevelWarn))
	server, err := private.Start(e.context, private.Options{Directory: directory, Logger: logger, Download: true})
	if err != nil {
		return nil, fmt.Errorf("start the private PostgreSQL: %w", err)
	}
	d := &demo{server: server, directory: directory}
	if err := d.connect(e, read, logger); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

func (d *demo) connect(e *environment, read configuration, logger *slog.Logger) error {
	ctx := e.context
	if err := d.server.EnsureDatabase(ctx, demoDatabase); err != nil {
		return err
	}
	if err := migrations.Up(ctx, d.server.URL(demoDatabase, private.OwnerRole)); err != nil {
		return err
	}
	read.DatabaseURL = d.server.URL(demoDatabase, private.LoginRole)
	// A port of the system's choice is not known yet, and a link must not name it.
	if read.PublicURL == "" && !strings.HasSuffix(read.Address, ":0") {
		read.PublicURL = "http://" + read.Address
	}
	if read.TestPayments == "" {
		read.TestPayments = "on"
	}
	var err error
	if d.clock, err = openDemoClock(filepath.Join(d.directory, clockFile), read.hasTwilio()); err != nil {
		return err
	}
	token, err := d.load(ctx, read, d.clock.Now())
	if err != nil {
		return fmt.Errorf("load the sample clinic: %w", err)
	}
	d.token = token
	d.service, err = newService(ctx, serviceOptions{
		configuration: read, now: d.clock.Now, clock: d.clock, clinicName: sampleClinicName,
		simulatedChannels: map[records.ChannelKind]string{records.ChannelSMS: "demo-sms", records.ChannelWhatsApp: "demo-whatsapp"},
		reached:           e.reached,
	}, logger)
	return err
}

// load makes the sample clinic on the first start, and tells on every start
// through whom the SMS channel's messages travel. It returns the staff token,
// which is kept in a file and made anew when it has run out, as it may have
// where the clock was moved on by a year.
func (d *demo) load(ctx context.Context, read configuration, now time.Time) (string, error) {
	store, err := postgres.Open(ctx, read.DatabaseURL, postgres.Options{Connections: 2})
	if err != nil {
		return "", err
	}
	defer store.Close()
	sample := sampleClinic{store: store, now: now, newID: newID}
	clinicID, err := sample.ensure(ctx)
	if err != nil {
		return "", err
	}
	provider := records.ProviderSimulator
	if read.hasTwilio() {
		provider = records.ProviderTwilio
	}
	if err := sample.route(ctx, clinicID, provider); err != nil {
		return "", err
	}
	path := filepath.Join(d.directory, tokenFile)
	kept, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if good, err := sample.opens(ctx, string(kept)); good || err != nil {
		return string(kept), err
	}
	token, err := sample.staff(ctx, clinicID)
	if err != nil {
		return "", err
	}
	return token, os.WriteFile(path, []byte(token), 0o600)
}

// greet tells where to click, and leaves the address for frontdesk chat.
func (d *demo) greet(e *environment, baseURL string) error {
	if err := os.WriteFile(filepath.Join(d.directory, addressFile), []byte(baseURL), 0o600); err != nil {
		return err
	}
	moved := ""
	if ahead := d.clock.Ahead(); ahead > 0 {
		moved = fmt.Sprintf("\n  time             %s; its clock was moved on", d.clock.Now().Format("Monday, January 2, 2006, 15:04 MST"))
	}
	_, err := fmt.Fprintf(e.output, `%s is open.

  be a patient     %s/simulator
  staff API        %s/docs
  staff token      %s
  data             %s%s

Stop with Ctrl-C; the data stay for the next start.
ready
`, sampleClinicName, baseURL, baseURL, d.token, d.directory, moved)
	return err
}

func (d *demo) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_ = d.server.Stop(ctx) // the process ends; PostgreSQL follows it in any case
}
