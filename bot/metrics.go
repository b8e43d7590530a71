package bot

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what happens, for Prometheus. Labels are codes of our own:
// no clinic's, patient's or provider's text ever becomes one.
type Metrics struct {
	registry *prometheus.Registry
	events   *prometheus.CounterVec
}

// NewMetrics makes an empty set, with the process's own figures beside it.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_events_total", Help: "What happened, by kind and outcome.",
		}, []string{"kind", "outcome"}),
	}
	m.registry.MustRegister(m.events, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Count adds to the counter of a kind and outcome.
func (m *Metrics) Count(kind, outcome string, count int) {
	m.events.WithLabelValues(kind, outcome).Add(float64(count))
}

// Handler serves the figures in Prometheus's text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
