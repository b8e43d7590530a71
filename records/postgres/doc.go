// Package postgres keeps the records in PostgreSQL. Every transaction works
// for exactly one clinic at a time, which row-level security enforces under a
// role that owns nothing (invariant 14); Open refuses any other role. SQL
// stands in dbsqlc/queries only, and constraint errors become records.Error
// codes by SQLSTATE and constraint name.
package postgres
