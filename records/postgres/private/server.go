package private

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// Options say where and how to run a server.
type Options struct {
	// Directory is the folder for this server alone: its data, its socket, its
	// password and its log. Created when missing. Required; DefaultDirectory
	// has a good base for it.
	Directory string
	// Logger is told of starting and stopping; nil is silent.
	Logger *slog.Logger
	// Settings are further PostgreSQL settings, as in postgresql.conf. Where
	// the server listens cannot be set by them. With "fsync" set to "off" the
	// data are expected to be worthless after a crash of the machine.
	Settings map[string]string
	// TCP makes the server listen on a free port of 127.0.0.1 even where a
	// Unix socket could be used.
	TCP bool
	// Download permits fetching PostgreSQL's programs from the network into
	// Directory when the machine has none: for demonstrations and tests.
	Download bool
}

// Server is a running PostgreSQL that belongs to this process.
type Server struct {
	folder   folder
	binaries Binaries
	address  address
	password string
	logger   *slog.Logger
	process  *process
	lock     *os.File
	// temporary is a socket folder outside the server's own, to be removed.
	temporary string
}

// stopPatience is how long an immediate shutdown may take before the kernel
// ends the server.
const stopPatience = 10 * time.Second

// Start starts the server in options.Directory and returns when it answers. It
// initialises the folder on first use, keeps what is there later, waits for the
// server of a process that was just killed, and refuses a folder that another
// process uses (ErrInUse) or whose data are of a version that no programs here
// can run. The context bounds the start, not the server: Stop ends that.
func Start(ctx context.Context, options Options) (*Server, error) {
	server, err := start(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("start a private PostgreSQL: %w", err)
	}
	return server, nil
}

func start(ctx context.Context, options Options) (_ *Server, err error) {
	if options.Directory == "" {
		return nil, errors.New("no folder was given")
	}
	s := &Server{logger: options.Logger}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	programUser, err := unprivilegedAccount()
	if err != nil {
		return nil, err
	}
	if s.folder, err = openFolder(options.Directory, programUser); err != nil {
		return nil, err
	}
	if s.lock, err = s.folder.takeLock(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.release()
		}
	}()
	if err := s.prepare(ctx, options); err != nil {
		return nil, err
	}
	if err := s.chooseAddress(ctx, options.TCP); err != nil {
		return nil, err
	}
	if err := s.launch(ctx, options.Settings); err != nil {
		return nil, err
	}
	if err := s.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, s.end(context.WithoutCancel(ctx), immediateShutdown))
	}
	s.logger.InfoContext(ctx, "the private PostgreSQL is ready", "version", s.binaries.Version.String(),
		"directory", s.folder.root, "pid", s.PID())
	return s, nil
}

// prepare finds programs that fit the data and gets the data into a state in
// which they can be started.
func (s *Server) prepare(ctx context.Context, options Options) error {
	major, err := s.folder.dataMajor()
	if err != nil {
		return err
	}
	if s.binaries, err = s.folder.chooseBinaries(ctx, major, options.Download, s.logger); err != nil {
		return err
	}
	if major == 0 {
		s.logger.InfoContext(ctx, "creating a private PostgreSQL", "directory", s.folder.root,
			"version", s.binaries.Version.String())
		err = s.folder.initialise(ctx, s.binaries, options.Settings["fsync"] != "off")
	} else {
		err = s.folder.endOrphan(ctx, s.logger)
	}
	if err != nil {
		return err
	}
	s.password, err = s.folder.readPassword()
	return err
}

// chooseBinaries finds programs of the data's major version; any will do when
// major is 0.
func (f folder) chooseBinaries(ctx context.Context, major int, download bool, logger *slog.Logger) (Binaries, error) {
	found, err := machine(f.user).find(ctx, major)
	if errors.Is(err, ErrNoBinaries) && download {
		found, err = f.fetchBinaries(ctx, embeddedpostgres.DefaultConfig(), major, logger)
	}
	if errors.Is(err, ErrNoBinaries) && major != 0 {
		return Binaries{}, fmt.Errorf("the data in %s are of PostgreSQL %d, and this machine has no programs of that version: "+
			"install PostgreSQL %d or set %s to its folder", f.data(), major, major, BinariesVariable)
	}
	return found, err
}

// PID is the process id of the server's postmaster.
func (s *Server) PID() int { return s.process.command.Process.Pid }

// Version is the version of the programs that run.
func (s *Server) Version() Version { return s.binaries.Version }

// Directory is the server's folder, absolute.
func (s *Server) Directory() string { return s.folder.root }

// Done is closed once the server has ended, by Stop or on its own.
func (s *Server) Done() <-chan struct{} { return s.process.ended }

// Stop ends the server: in order, closing open sessions, and at once (the next
// start then recovers) when the context ends first. It returns when the server
// is gone and the folder is free; the context's end alone is no error.
// Stopping a second time does nothing.
func (s *Server) Stop(ctx context.Context) error {
	err := s.end(ctx, fastShutdown, immediateShutdown)
	s.release()
	if err != nil {
		return fmt.Errorf("stop the private PostgreSQL: %w", err)
	}
	s.logger.InfoContext(ctx, "the private PostgreSQL has stopped", "directory", s.folder.root)
	return nil
}

// end sends one signal after the other until the server is gone, giving the
// first until the context ends and the others stopPatience each; at last it
// kills it.
func (s *Server) end(ctx context.Context, signals ...os.Signal) error {
	for _, signal := range append(signals, os.Kill) {
		if err := s.process.command.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		if signal == immediateShutdown || signal == os.Kill {
			patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
			defer cancel()
			ctx = patience
		}
		select {
		case <-s.process.ended:
			return nil
		case <-ctx.Done():
		}
	}
	return fmt.Errorf("process %d does not end", s.PID())
}

// release frees the folder for others.
func (s *Server) release() {
	if s.temporary != "" {
		_ = os.RemoveAll(s.temporary)
		s.temporary = ""
	}
	// A second time both fail, harmlessly: the file is closed.
	_ = unlock(s.lock)
	_ = s.lock.Close()
}
