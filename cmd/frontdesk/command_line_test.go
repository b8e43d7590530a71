package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/records/postgrestest"
)

// said is what a run of the program left.
type said struct {
	status         int
	output, errors string
}

// command runs the program to its end.
func command(t *testing.T, variables []string, arguments ...string) said {
	t.Helper()
	var output, errorOutput bytes.Buffer
	status := run(arguments, &environment{
		context: t.Context(), input: strings.NewReader(""), output: &output, errorOutput: &errorOutput, variables: variables,
	})
	return said{status, output.String(), errorOutput.String()}
}

// wantFailure checks an exit status and that the error output is one sentence
// of the program's that says this.
func (s said) wantFailure(t *testing.T, status int, sentence string) {
	t.Helper()
	last := lastLine(s.errors)
	if s.status != status || !strings.HasPrefix(last, "frontdesk: ") || !strings.Contains(last, sentence) || strings.Contains(s.errors, "SQLSTATE") {
		t.Errorf("status %d, error output %q; want %d and a sentence with %q", s.status, s.errors, status, sentence)
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestVersion(t *testing.T) {
	t.Parallel()
	got := command(t, nil, "version")
	if got.status != 0 || !strings.HasPrefix(got.output, "frontdesk ") || got.errors != "" {
		t.Errorf("got %+v", got)
	}
}

func TestHelpIsNoError(t *testing.T) {
	t.Parallel()
	got := command(t, nil, "--help")
	for _, name := range []string{"demo", "serve", "migrate", "chat", "clinic create", "channel add", "staff add", "calendar add", "display add", "version"} {
		if got.status != 0 || !strings.Contains(got.output, name) {
			t.Errorf("status %d; %q is not in the help:\n%s", got.status, name, got.output)
		}
	}
}

// A command line that makes no sense is status 2 and says why.
func TestSenselessCommandLines(t *testing.T) {
	t.Parallel()
	for line, sentence := range map[string]string{
		"":                                    "expected one of",
		"dance":                               "unexpected argument dance",
		"serve --loud":                        "unknown flag --loud",
		"demo --addr":                         "--addr",
		"staff add demo Ana --role king":      "--role must be one of",
		"channel add demo sms --kind telex":   "--kind must be one of",
		"clinic create demo":                  "missing flags",
		"staff add demo Ana --days many":      "--days",
		"channel add demo sms --provider owl": "--provider must be one of",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			command(t, nil, strings.Fields(line)...).wantFailure(t, 2, sentence)
		})
	}
}

// The way from an empty database to a clinic that can be written to, with the
// mistakes that people make on it.
func TestSettingUpAClinic(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	variables := []string{"FRONTDESK_DATABASE_URL=" + database.URL, "FRONTDESK_PUBLIC_URL=https://bot.example.com"}
	owner := []string{"FRONTDESK_MIGRATION_DATABASE_URL=" + database.OwnerURL}
	for range 2 { // a second time there is nothing to do
		if got := command(t, owner, "migrate"); got.status != 0 || got.output != "the schema is up to date\n" {
			t.Fatalf("migrate: %+v", got)
		}
	}
	create := []string{"clinic", "create", "lakeside", "--name", "Lakeside", "--time-zone", "America/New_York", "--country", "US", "--emergency-number", "911"}
	if got := command(t, variables, create...); got.status != 0 || !strings.Contains(got.output, "clinic lakeside created") {
		t.Fatalf("clinic create: %+v", got)
	}
	command(t, variables, create...).wantFailure(t, 1, "another clinic has this slug; choose another")

	add := []string{"channel", "add", "lakeside", "lakeside-sms", "--address", "+12025550100"}
	got := command(t, variables, add...)
	if got.status != 0 || !strings.Contains(got.output, "https://bot.example.com/webhooks/twilio/lakeside-sms/messages") {
		t.Errorf("channel add: %+v", got)
	}
	if got := command(t, variables, strings.Fields("channel policy lakeside lakeside-sms --segments-per-second 0.5 --order-wait 2s")...); got.status != 0 {
		t.Errorf("channel policy: %+v", got)
	}
	if got := command(t, variables, strings.Fields("clinic messages lakeside --weekly-cap 3 --quiet-from 19:30")...); got.status != 0 ||
		!strings.Contains(got.output, "3 unasked messages a week; quiet from 19:30 until 09:00") {
		t.Errorf("clinic messages: %+v", got)
	}
	if got := command(t, variables, strings.Fields("channel policy lakeside lakeside-sms --burst 3")...); !strings.Contains(got.output, "0.5 segments a second and 3 at once") {
		t.Errorf("channel policy forgot what it was told before: %+v", got)
	}
	command(t, variables, add...).wantFailure(t, 1, "another channel has this name; choose another")
	if got := command(t, variables, strings.Fields("channel add lakeside lakeside-mail --kind email --address Front@Example.com")...); got.status != 0 ||
		got.output != "channel lakeside-mail added\n" {
		t.Errorf("channel add for e-mail: %+v", got)
	}
	for arguments, sentence := range map[string]string{
		"channel add nowhere new-sms --address +12025550100":     `there is no clinic "nowhere"`,
		"channel policy lakeside old-sms":                        "channel",
		"clinic messages lakeside --quiet-from noon":             "--quiet-from: must be a time of day",
		"channel policy lakeside lakeside-sms --unasked-level 3": "UnaskedLevel",
		"channel policy lakeside lakeside-sms --burst=-1":        "Burst",
		"channel add lakeside new-sms --address 12":              "must be a telephone number",
		"channel add lakeside new-sms --address 2025550100":      "must be a telephone number",
		"channel add lakeside New-SMS --address +12025550100":    "lower-case",
		"channel add lakeside mail --kind email --address front": "must be an e-mail address",
		"staff add nowhere Ana":                                  `there is no clinic "nowhere"`,
		"staff add lakeside Ana --days 0":                        "--days: must be between 1 and",
		"staff add lakeside Ana --days 3650":                     "--days: must be between 1 and",
	} {
		command(t, variables, strings.Fields(arguments)...).wantFailure(t, 1, sentence)
	}
	bad := command(t, variables, "clinic", "create", "Hill Top", "--name", "Hill", "--time-zone", "Mars/Base", "--country", "usa",
		"--emergency-number", "911", "--languages", "en,tlh", "--privacy-url", "nothing")
	for _, sentence := range []string{"--time-zone: is no IANA time zone", "--country: must be two", `--languages: "tlh"`, "--privacy-url: must be a web", "slug: must be lower-case"} {
		if bad.status != 1 || !strings.Contains(bad.errors, sentence) {
			t.Errorf("status %d; %q is not among the errors:\n%s", bad.status, sentence, bad.errors)
		}
	}

	got = command(t, variables, "staff", "add", "lakeside", "Ana", "--role", "manager", "--days", "30")
	token := regexp.MustCompile(`fd_[0-9a-f]{32}_[A-Za-z0-9_-]{43}`).FindString(got.output)
	if got.status != 0 || token == "" || !strings.Contains(got.output, "good for 30 days") {
		t.Fatalf("staff add: %+v", got)
	}
	expectNoTrace(t, database, token)

	got = command(t, variables, "display", "add", "--clinic", "lakeside", "--days", "10")
	secret := regexp.MustCompile(`https://bot\.example\.com/display/lakeside/([A-Za-z0-9_-]{43})\n`).FindStringSubmatch(got.output)
	if got.status != 0 || secret == nil || !strings.Contains(got.output, "good for 10 days") {
		t.Fatalf("display add: %+v", got)
	}
	expectNoTrace(t, database, secret[1])
	for arguments, sentence := range map[string]string{
		"display add --clinic nowhere":                       `there is no clinic "nowhere"`,
		"display add --clinic lakeside --location North":     "this clinic has no site of that name or id",
		"display add --clinic lakeside --days 0":             "--days: must be between 1 and 732",
		"calendar add --clinic lakeside --practitioner Osei": "this clinic has nobody of that name or id",
	} {
		command(t, variables, strings.Fields(arguments)...).wantFailure(t, 1, sentence)
	}
}

// expectNoTrace checks that a token's secret is nowhere in the database.
func expectNoTrace(t *testing.T, database *postgrestest.Database, token string) {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), database.SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.WithoutCancel(t.Context())) }() // only read
	var hashes, traces int
	err = connection.QueryRow(t.Context(), `SELECT count(*), count(*) FILTER (WHERE strpos(t::text, $1) > 0 OR strpos(encode(hash, 'escape'), $1) > 0)
		FROM staff_token t`, token[len(token)-43:]).Scan(&hashes, &traces)
	if err != nil || hashes != 1 || traces != 0 {
		t.Errorf("%d tokens, %d in plain text (%v); want one, hashed", hashes, traces, err)
	}
}

// Everything that is wrong is said at once, and no secret with it.
func TestAllConfigurationErrorsAtOnce(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := command(t, []string{
		"FRONTDESK_DATABASE_URL_FILE=" + filepath.Join(t.TempDir(), "missing"),
		"FRONTDESK_ADDR=8080", "FRONTDESK_METRICS_ADDR=here", "FRONTDESK_PUBLIC_URL=bot.example.com", "FRONTDESK_TWILIO_API_URL=ftp://example.com",
		"FRONTDESK_TWILIO_AUTH_TOKEN=0123456789abcdef", "FRONTDESK_TWILIO_AUTH_TOKEN_FILE=" + secret, "FRONTDESK_LOG_LEVEL=loud",
		"FRONTDESK_REMINDER_SCHEDULE=sometimes", "FRONTDESK_TEST_PAYMENTS=yes",
	}, "serve")
	if got.status != 1 || strings.Contains(got.errors, "0123456789abcdef") {
		t.Errorf("status %d, error output %q", got.status, got.errors)
	}
	for _, problem := range []string{
		"FRONTDESK_DATABASE_URL_FILE: can't be read", "FRONTDESK_ADDR: must be host:port", "FRONTDESK_METRICS_ADDR: must be host:port",
		"FRONTDESK_PUBLIC_URL: must be a web address", "FRONTDESK_TWILIO_API_URL: must be a web address",
		"FRONTDESK_TWILIO_AUTH_TOKEN: is set, and so is FRONTDESK_TWILIO_AUTH_TOKEN_FILE", "FRONTDESK_TWILIO_ACCOUNT_SID: ",
		"FRONTDESK_LOG_LEVEL: must be", "FRONTDESK_REMINDER_SCHEDULE: must be a cron expression",
		"FRONTDESK_TEST_PAYMENTS: must be on or off",
	} {
		if !strings.Contains(got.errors, "\n  "+problem) {
			t.Errorf("%q is not said:\n%s", problem, got.errors)
		}
	}
}

// Invariant 14: serve works only as a role that row-level security binds. Its
// secrets may stand in files.
func TestServeRefusesPowerfulRoles(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	for url, sentence := range map[string]string{
		database.SuperuserURL: "can bypass row-level security", database.OwnerURL: "owns tables",
	} {
		file := filepath.Join(t.TempDir(), "url")
		if err := os.WriteFile(file, []byte(url+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		command(t, []string{"FRONTDESK_DATABASE_URL_FILE=" + file, "FRONTDESK_ADDR=127.0.0.1:0"}, "serve").wantFailure(t, 1, sentence)
	}
	command(t, []string{"FRONTDESK_ADDR=127.0.0.1:0"}, "serve").wantFailure(t, 1, "FRONTDESK_DATABASE_URL: must be set")
	command(t, []string{"FRONTDESK_DATABASE_URL=postgres://nobody@127.0.0.1:1/none", "FRONTDESK_TEST_PAYMENTS=on"}, "serve").
		wantFailure(t, 1, "FRONTDESK_PUBLIC_URL: must be set with FRONTDESK_TEST_PAYMENTS=on")
	command(t, []string{"FRONTDESK_DATABASE_URL=postgres://nobody@127.0.0.1:1/none"}, "serve").wantFailure(t, 1, "the database can't be reached")
	command(t, []string{"FRONTDESK_DATABASE_URL=%zz"}, "serve").wantFailure(t, 1, "FRONTDESK_DATABASE_URL: not a PostgreSQL connection string")
}
