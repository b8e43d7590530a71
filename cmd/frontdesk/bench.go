package main

// benchCommands measure. Each prints what it measured beside a floor of the
// same run, since machines differ (docs/benchmarks.md).
type benchCommands struct {
	Turns    benchTurnsCommand    `cmd:"" help:"Signed webhooks in, replies out at a fake provider: completed turns, latency, CPU."`
	Booking  benchBookingCommand  `cmd:"" help:"Bookings: a crowd on one slot, and a spread of slots beside the bare insert."`
	Claims   benchClaimsCommand   `cmd:"" help:"Everybody on a wait-list answers to one freed time at once."`
	Throttle benchThrottleCommand `cmd:"" help:"A long queue at a sender's pace over several processes, one of which is killed."`
	Slots    benchSlotsCommand    `cmd:"" help:"Searches for free times, beside the bare queries for what they looked at."`
	Floor    benchFloorCommand    `cmd:"" hidden:"" help:"Serve a floor; bench turns starts it as a process of its own."`
}
