// Package postgrestest gives each test a database of its own: migrated, empty,
// and dropped when the test ends. No server needs to be running.
//
// All packages of a "go test ./..." run, which are separate processes at the
// same time, share one private server. The first that needs it starts a
// supervisor, which is the same test binary run again; it starts the server and
// stops it once no test process has been there for half a minute. A killed test
// process harms nobody: what says that it is there is a file lock, which goes
// with it. The next run, soon after or another day, finds the server or at
// least its data, so it starts in a fraction of a second.
//
// A test's database is a copy of a template that is migrated once for each
// state of the migrations. Data are not written durably; a template is worth
// nothing after a crash of the machine.
package postgrestest
