// Package bot holds the doors: the HTTP server that the adapters, the staff
// API and the simulator mount their routes on, health, and metrics.
package bot
