package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/records/postgres/private"
)

// benchTarget is what the load is offered to: this program with other
// arguments, as a process of its own.
type benchTarget struct {
	arguments []string
	// replies is true when a turn ends at the provider and not with the 200.
	replies bool
	profile string
}

type benchProcess struct {
	command *exec.Cmd
	baseURL string
}

// start runs a target on the bench's database and provider until it is ready.
func (b *turnsBench) start(ctx context.Context, target benchTarget) (*benchProcess, error) {
	return startBenchProcess(ctx, b.log, b.server, b.provider.URL(), target)
}

// startBenchProcess runs a target on a database and a provider until it is ready.
func startBenchProcess(ctx context.Context, log io.Writer, server *private.Server, providerURL string, target benchTarget) (*benchProcess, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	process := &benchProcess{baseURL: "http://" + address}
	process.command = exec.CommandContext(ctx, program, target.arguments...) //nolint:gosec // this very program
	process.command.Stderr = log
	process.command.Env = append(os.Environ(),
		"FRONTDESK_DATABASE_URL="+server.URL(demoDatabase, private.LoginRole), "FRONTDESK_ADDR="+address,
		"FRONTDESK_PUBLIC_URL="+process.baseURL, "FRONTDESK_TWILIO_ACCOUNT_SID="+twiliotest.DefaultAccountSID,
		"FRONTDESK_TWILIO_AUTH_TOKEN="+twiliotest.DefaultAuthToken, "FRONTDESK_TWILIO_API_URL="+providerURL,
		"FRONTDESK_LOG_LEVEL=warn", "FRONTDESK_CPU_PROFILE="+target.profile)
	output, err := process.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.command.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if lines.Text() == "ready" {
			return process, nil
		}
	}
	return nil, errors.Join(errors.New("the process ended before it was ready"), process.command.Wait())
}

func (p *benchProcess) stop() {
	_ = p.command.Process.Signal(syscall.SIGTERM) // it may be gone
	_ = p.command.Wait()                          // its exit status says nothing about the measurement
}

// cpuTime is what a target used: its own process and PostgreSQL.
type cpuTime struct{ program, postgres time.Duration }

func (c cpuTime) since(before cpuTime) cpuTime {
	return cpuTime{program: c.program - before.program, postgres: c.postgres - before.postgres}
}

// cpu is the time that the process and PostgreSQL have used so far.
func (b *turnsBench) cpu(process *benchProcess) (used cpuTime, err error) {
	if used.program, err = cpuOf(process.command.Process.Pid, false); err != nil {
		return used, err
	}
	used.postgres, err = cpuOf(b.server.PID(), true)
	return used, err
}

// cpuOf reads a process's user and system time from /proc, with its children's
// (living and ended) if asked for. Linux only.
func cpuOf(pid int, children bool) (time.Duration, error) {
	own, ended, err := readStat(pid)
	if err != nil {
		return 0, fmt.Errorf("read CPU time (this needs Linux): %w", err)
	}
	if !children {
		return own, nil
	}
	total := own + ended
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return 0, err
	}
	for _, path := range tasks {
		listed, err := os.ReadFile(path)
		if err != nil {
			return 0, err
		}
		for _, child := range strings.Fields(string(listed)) {
			id, err := strconv.Atoi(child)
			if err != nil {
				return 0, err
			}
			if living, _, err := readStat(id); err == nil {
				total += living
			}
		}
	}
	return total, nil
}

// readStat gives a process's own CPU time and that of its ended children.
func readStat(pid int) (own, ended time.Duration, err error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, err
	}
	// The name in parentheses may hold spaces; the fields follow it.
	_, rest, found := strings.Cut(string(content), ") ")
	fields := strings.Fields(rest)
	if !found || len(fields) < 15 {
		return 0, 0, errors.New("unexpected format of /proc/PID/stat")
	}
	const tick = 10 * time.Millisecond // USER_HZ is 100 on every Linux that Go runs on
	var ticks [4]time.Duration
	for i := range ticks {
		count, err := strconv.Atoi(fields[11+i])
		if err != nil {
			return 0, 0, err
		}
		ticks[i] = time.Duration(count) * tick
	}
	return ticks[0] + ticks[1], ticks[2] + ticks[3], nil
}
