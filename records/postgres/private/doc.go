// Package private starts, and stops, a PostgreSQL server of one's own from the
// programs installed on the machine, so that a demonstration and every test
// need nothing set up beforehand.
//
// The server belongs to the process that started it: it listens on a Unix
// socket that nobody else may open (or, where sockets cannot be used, on
// loopback), it stops when the process stops it and, on Linux, also when the
// process is killed, and a second start on the same folder keeps the data. The
// folder is never initialised over: data of another major version are refused
// when no matching programs are at hand.
//
// Started by root, PostgreSQL's programs run as the user "postgres" or else
// "nobody", because they refuse to run as root.
package private
