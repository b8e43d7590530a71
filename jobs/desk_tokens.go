package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// tokenPrefix lets a scanner of code and logs recognise a leaked token.
	tokenPrefix = "fd_"
	// tokenSecret is how many random bytes a token holds: so many that a plain
	// hash of it is enough (OWASP ASVS 5, 6.5.2).
	tokenSecret = 32
	clinicHex   = 2 * len(uuid.UUID{})
)

// tokenLength is the length of every well-formed token.
var tokenLength = len(tokenPrefix) + clinicHex + 1 + base64.RawURLEncoding.EncodedLen(tokenSecret)

// NewStaffToken makes a bearer token for staff of a clinic, and the hash by
// which the store knows it: "fd_", the clinic's id as 32 lower-case
// hexadecimal digits, "_", and 256 random bits in base64url. random must be
// the system's random source.
func NewStaffToken(random io.Reader, clinicID uuid.UUID) (plain string, hash [32]byte, err error) {
	var secret [tokenSecret]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return "", hash, fmt.Errorf("make a token: %w", err)
	}
	plain = tokenPrefix + hex.EncodeToString(clinicID[:]) + "_" + base64.RawURLEncoding.EncodeToString(secret[:])
	return plain, sha256.Sum256([]byte(plain)), nil
}

// readStaffToken gives the clinic that a token names and the token's hash. A
// malformed token gives the nil clinic, which has no staff, so that the look-up
// after it does the same work and finds nothing.
func readStaffToken(plain string) (clinicID uuid.UUID, hash [32]byte) {
	if len(plain) > tokenLength {
		plain = plain[:tokenLength+1] // whatever it is, it costs no more than a token
	}
	hash = sha256.Sum256([]byte(plain))
	rest, prefixed := strings.CutPrefix(plain, tokenPrefix)
	if !prefixed || len(plain) != tokenLength || rest[clinicHex] != '_' {
		return uuid.Nil, hash
	}
	named, secret := rest[:clinicHex], rest[clinicHex+1:]
	if named != strings.ToLower(named) {
		return uuid.Nil, hash
	}
	if _, err := hex.Decode(clinicID[:], []byte(named)); err != nil {
		return uuid.Nil, hash
	}
	if _, err := base64.RawURLEncoding.Strict().DecodeString(secret); err != nil || strings.ContainsAny(secret, "\r\n") {
		return uuid.Nil, hash
	}
	return clinicID, hash
}

// Authenticate finds who a bearer token belongs to. A token that is malformed,
// unknown, expired or revoked, and one whose owner was disabled, are one and
// the same error, records.CodeUnauthenticated, after the same work. It looks
// each time, so who is disabled loses access with the next request.
//
// It writes no audit event: the method that follows does.
func (d *Desk) Authenticate(ctx context.Context, token string) (Principal, error) {
	clinicID, hash := readStaffToken(token)
	var staff records.Staff
	err := d.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		var err error
		staff, err = tx.StaffByTokenHash(ctx, hash, d.now())
		return err
	})
	if records.CodeOf(err) == records.CodeNotFound {
		return Principal{}, &records.Error{Code: records.CodeUnauthenticated, Message: "the token is not valid"}
	}
	if err != nil {
		return Principal{}, fmt.Errorf("authenticate: %w", err)
	}
	return Principal{ClinicID: staff.ClinicID, StaffID: staff.ID, Name: staff.Name, Role: staff.Role}, nil
}

// AddStaff makes an account at a clinic with a token that is valid for ttl, at
// most a year. The token is returned this once and can't be read again.
func (d *Desk) AddStaff(ctx context.Context, clinicID uuid.UUID, name string, role records.Role, ttl time.Duration,
) (token string, staff records.Staff, err error) {
	const longest = 366 * 24 * time.Hour
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", staff, records.Invalid("name", "the person's name is missing")
	case !slices.Contains(records.Roles(), role):
		return "", staff, records.Invalid("role", fmt.Sprintf("there is no such role; use one of %v", records.Roles()))
	case ttl <= 0 || ttl > longest:
		return "", staff, records.Invalid("ttl", "a token is valid for more than nothing and at most 366 days")
	}
	token, hash, err := NewStaffToken(d.random, clinicID)
	if err != nil {
		return "", staff, err
	}
	now := d.now()
	staff = records.Staff{ID: d.newID(), ClinicID: clinicID, Name: name, Role: role, Active: true}
	err = d.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		if _, err := tx.Clinic(ctx); err != nil {
			if records.CodeOf(err) == records.CodeNotFound {
				return records.NotFound("clinic")
			}
			return err
		}
		if err := tx.CreateStaff(ctx, staff); err != nil {
			return err
		}
		err := tx.CreateStaffToken(ctx, postgres.StaffToken{
			ID: d.newID(), StaffID: staff.ID, Hash: hash, CreatedAt: now, ExpiresAt: now.Add(ttl),
		})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, records.AuditEvent{
			ID: d.newID(), ClinicID: clinicID, AgentKind: "system", Action: records.AuditCreate, EntityKind: "Staff", EntityID: staff.ID,
			RecordedAt: now,
		})
	})
	if err != nil {
		return "", records.Staff{}, fmt.Errorf("add staff: %w", err)
	}
	return token, staff, nil
}
