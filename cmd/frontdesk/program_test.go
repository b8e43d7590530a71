package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"frontdesk/jobs"
)

// programVariable makes the test binary be the program, so that a test can
// start it as a process of its own and kill it.
const programVariable = "FRONTDESK_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		os.Exit(beProgram())
	}
	os.Exit(m.Run())
}

// What a program that is about to be killed and its test say to each other.
const (
	saysReady = "ready"
	saysArmed = "armed"
	servesOn  = "frontdesk serves on "
)

// beProgram is main, except that the process kills itself at the points that
// it reads from its standard input, one a line. It ends with its test, which
// holds the other end.
func beProgram() int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	trap := &crashTrap{}
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			trap.arm(lines.Text())
			fmt.Println(saysArmed)
		}
		killOurselves()
	}()
	return run(os.Args[1:], &environment{
		context: ctx, input: strings.NewReader(""), output: os.Stdout, errorOutput: os.Stderr, variables: os.Environ(), reached: trap.reached,
	})
}

// crashTrap kills the process the first time that it reaches a point.
type crashTrap struct {
	mutex sync.Mutex
	point jobs.Point
	// gate holds up whoever reaches it until so many have; nil for none.
	gate    jobs.Point
	missing int
	open    chan struct{}
}

// arm takes "point", or "point gate count": then whoever reaches the gate waits
// there until so many have.
func (c *crashTrap) arm(line string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.open = make(chan struct{})
	if _, err := fmt.Sscan(line, (*string)(&c.point), (*string)(&c.gate), &c.missing); err != nil {
		c.gate = ""
	}
}

func (c *crashTrap) reached(point jobs.Point) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if point == c.gate {
		if c.missing--; c.missing == 0 {
			close(c.open)
		}
		c.mutex.Unlock()
		<-c.open
		c.mutex.Lock()
	}
	if point == c.point {
		killOurselves()
	}
}

// killOurselves ends the process as a power cut would: nothing runs after it,
// neither deferred calls nor handlers.
func killOurselves() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// program is the program as a process of its own.
type program struct {
	t       *testing.T
	url     string
	command *exec.Cmd
	input   io.WriteCloser
	lines   chan string
	ended   chan struct{}
	failure error // how it ended; read it after ended is closed
}

// startProgram starts "frontdesk serve" and returns when it serves.
func startProgram(t *testing.T, variables []string) *program {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{
		t: t, command: exec.CommandContext(context.WithoutCancel(t.Context()), executable, "serve"),
		lines: make(chan string, 100), ended: make(chan struct{}),
	}
	p.command.Env = append(append(os.Environ(), programVariable+"=1"), variables...)
	p.command.Stderr = t.Output()
	if p.input, err = p.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			p.lines <- lines.Text()
		}
		p.failure = p.command.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.command.Process.Kill() // most have ended already
		<-p.ended
	})
	p.url = strings.TrimPrefix(p.expect(servesOn), servesOn)
	p.expect(saysReady)
	return p
}

// expect gives the next line that begins like this.
func (p *program) expect(beginning string) string {
	p.t.Helper()
	deadline := time.NewTimer(usual)
	defer deadline.Stop()
	for {
		select {
		case line := <-p.lines:
			if strings.HasPrefix(line, beginning) {
				return line
			}
		case <-p.ended:
			p.t.Fatalf("the program ended (%v) before it said %q", p.failure, beginning)
		case <-deadline.C:
			p.t.Fatalf("the program did not say %q", beginning)
		}
	}
}

// arm makes the program kill itself when it reaches a point next.
func (p *program) arm(point jobs.Point) {
	p.t.Helper()
	p.armLine(string(point))
}

// armBehind is arm for a point behind a gate that so many must have reached
// before any of them goes on.
func (p *program) armBehind(point, gate jobs.Point, count int) {
	p.t.Helper()
	p.armLine(fmt.Sprintf("%s %s %d", point, gate, count))
}

func (p *program) armLine(line string) {
	p.t.Helper()
	if _, err := io.WriteString(p.input, line+"\n"); err != nil {
		p.t.Fatal(err)
	}
	p.expect(saysArmed)
}

// kill ends the program as a power cut would.
func (p *program) kill() { _ = p.command.Process.Signal(syscall.SIGKILL) } // or it has ended already

// awaitKilled waits until the program has killed itself.
func (p *program) awaitKilled() {
	p.t.Helper()
	deadline := time.NewTimer(usual)
	defer deadline.Stop()
	select {
	case <-p.ended:
	case <-deadline.C:
		p.t.Fatal("the program still runs; it did not reach the point")
	}
	ended, ok := errors.AsType[*exec.ExitError](p.failure)
	if !ok {
		p.t.Fatalf("the program ended in order: %v", p.failure)
	}
	if status, ok := ended.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		p.t.Fatalf("the program ended by %v, not by SIGKILL", ended)
	}
}

// drained is more than a program may take to end in order.
const drained = time.Minute

// stop sends SIGTERM and wants the program to drain and end with status 0.
func (p *program) stop() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	ended := time.NewTimer(drained)
	defer ended.Stop()
	select {
	case <-p.ended:
	case <-ended.C:
		_ = p.command.Process.Signal(syscall.SIGQUIT) // it writes down what its goroutines wait for
		p.t.Fatal("the program does not end after SIGTERM")
	}
	if p.failure != nil {
		p.t.Errorf("the program ended with %v after SIGTERM", p.failure)
	}
}
