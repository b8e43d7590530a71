// Package dbsqlc is what sqlc makes of queries/*.sql; only its parent package
// uses it. Regenerate with go generate after changing a query or a migration.
package dbsqlc

//go:generate sqlc generate
