package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/records"
)

// Options says how a Server listens.
type Options struct {
	// Address is host:port; port 0 takes a free one.
	Address string
	// MetricsAddress is a listener of its own, so that metrics are never on the
	// public one; empty for none.
	MetricsAddress string
	Metrics        *Metrics
	Logger         *slog.Logger
	// Ready says whether the service can take work; /readyz reports it.
	Ready func(ctx context.Context) error
}

// Server serves what is mounted on its mux. Its timeouts bound how long a slow
// or silent client can hold a connection.
type Server struct {
	options  Options
	mux      *http.ServeMux
	server   *http.Server
	metrics  *http.Server
	listener net.Listener
	aside    net.Listener
	draining atomic.Bool
	stopping chan struct{}
	stop     sync.Once
}

// NewServer makes a server with the health endpoints mounted.
func NewServer(options Options) *Server {
	s := &Server{options: options, mux: http.NewServeMux(), stopping: make(chan struct{})}
	s.mux.HandleFunc("GET /healthz", s.alive)
	s.mux.HandleFunc("GET /readyz", s.ready)
	s.server = newHTTPServer(s.mux, options.Logger)
	return s
}

func newHTTPServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
	}
}

// Mux is where adapters mount their routes, before Serve.
func (s *Server) Mux() *http.ServeMux { return s.mux }

// Stopping is closed when Shutdown begins: whatever answers for long ends then.
func (s *Server) Stopping() <-chan struct{} { return s.stopping }

// Listen opens the listeners; from here on connections wait for Serve.
func (s *Server) Listen() error {
	var configuration net.ListenConfig
	listener, err := configuration.Listen(context.Background(), "tcp", s.options.Address)
	if err != nil {
		return fmt.Errorf("listen: %w", &records.Error{
			Code: records.CodeUnavailable, Field: "FRONTDESK_ADDR",
			Message: "can't listen on " + s.options.Address + "; choose another address", Err: err,
		})
	}
	s.listener = listener
	if s.options.MetricsAddress == "" {
		return nil
	}
	aside, err := configuration.Listen(context.Background(), "tcp", s.options.MetricsAddress)
	if err != nil {
		return errors.Join(fmt.Errorf("listen for metrics: %w", err), listener.Close())
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.options.Metrics.Handler())
	s.aside, s.metrics = aside, newHTTPServer(mux, s.options.Logger)
	return nil
}

// URL is the base URL that the server listens on.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Serve answers requests until Shutdown; it returns nil then.
func (s *Server) Serve() error {
	failed := make(chan error, 2)
	serving := 1
	go func() { failed <- s.server.Serve(s.listener) }()
	if s.metrics != nil {
		serving++
		go func() { failed <- s.metrics.Serve(s.aside) }()
	}
	for range serving {
		if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
	}
	return nil
}

// Shutdown reports not ready, takes no new connections and waits for the
// requests under way until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.draining.Store(true)
	s.stop.Do(func() { close(s.stopping) })
	err := s.server.Shutdown(ctx)
	if s.metrics != nil {
		err = errors.Join(err, s.metrics.Shutdown(ctx))
	}
	return err
}

// alive says that the process answers; it does not depend on the database, so
// that an outage there restarts nothing.
func (s *Server) alive(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") }

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		answer(w, http.StatusServiceUnavailable, "draining")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.options.Ready(ctx); err != nil {
		s.options.Logger.Warn("not ready", "error", err)
		answer(w, http.StatusServiceUnavailable, "the database does not answer")
		return
	}
	answer(w, http.StatusOK, "ready")
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // the client may be gone
}
