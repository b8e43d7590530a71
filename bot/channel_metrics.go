package bot

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/jobs"
)

// channelMetrics reads how all channels stand when Prometheus asks.
type channelMetrics struct {
	read                            func(ctx context.Context) (jobs.ChannelReport, error)
	logger                          *slog.Logger
	channels, messages, oldestInDue *prometheus.Desc
}

// WatchChannels adds how all channels stand, and what waits in them, to the
// figures. It is read anew each time; what can't be read is left out.
func (m *Metrics) WatchChannels(read func(ctx context.Context) (jobs.ChannelReport, error), logger *slog.Logger) {
	m.registry.MustRegister(&channelMetrics{
		read: read, logger: logger,
		channels:    prometheus.NewDesc("frontdesk_channels", "Channels of all clinics, by how they stand.", []string{"state"}, nil),
		messages:    prometheus.NewDesc("frontdesk_messages_waiting", "Outbound messages that have not gone, by what they wait for.", []string{"status"}, nil),
		oldestInDue: prometheus.NewDesc("frontdesk_messages_oldest_due_seconds", "How long the oldest message waits that should be on its way.", nil, nil),
	})
}

// Describe implements prometheus.Collector.
func (m *channelMetrics) Describe(descriptions chan<- *prometheus.Desc) {
	descriptions <- m.channels
	descriptions <- m.messages
	descriptions <- m.oldestInDue
}

// Collect implements prometheus.Collector.
func (m *channelMetrics) Collect(metrics chan<- prometheus.Metric) {
	const patience = 5 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	report, err := m.read(ctx)
	if err != nil {
		m.logger.Warn("read the state of the channels", "error", err)
		return
	}
	for state, count := range report.States {
		metrics <- prometheus.MustNewConstMetric(m.channels, prometheus.GaugeValue, float64(count), string(state))
	}
	for status, count := range map[string]int{"due": report.Due, "put-off": report.PutOff, "unknown": report.Unknown} {
		metrics <- prometheus.MustNewConstMetric(m.messages, prometheus.GaugeValue, float64(count), status)
	}
	metrics <- prometheus.MustNewConstMetric(m.oldestInDue, prometheus.GaugeValue, report.OldestDue.Seconds())
}
