package whatsapptest

import (
	"context"
	"sync"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// newKeys makes a telephone's keys, with its sessions in memory.
func newKeys(registration uint32) *store.Device {
	identity := keys.NewKeyPair()
	memory := &memory{sessions: map[string][]byte{}}
	return &store.Device{
		Log: waLog.Noop, IdentityKey: identity, SignedPreKey: identity.CreateSignedPreKey(1), RegistrationID: registration,
		Identities: memory, Sessions: memory, PreKeys: memory,
	}
}

// memory is a telephone's store of Signal sessions. It trusts every identity
// and has no one-time pre-keys, which telephones may run out of.
type memory struct {
	store.NoopStore
	mutex    sync.Mutex
	sessions map[string][]byte
}

func (m *memory) PutIdentity(context.Context, string, [32]byte) error { return nil }

func (m *memory) IsTrustedIdentity(context.Context, string, [32]byte) (bool, error) { return true, nil }

func (m *memory) GetSession(_ context.Context, address string) ([]byte, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.sessions[address], nil
}

func (m *memory) HasSession(_ context.Context, address string) (bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.sessions[address] != nil, nil
}

func (m *memory) PutSession(_ context.Context, address string, session []byte) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.sessions[address] = session
	return nil
}

func (m *memory) DeleteSession(_ context.Context, address string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	delete(m.sessions, address)
	return nil
}

func (m *memory) MigratePNToLID(context.Context, types.JID, types.JID) error { return nil }

func (m *memory) GetPreKey(context.Context, uint32) (*keys.PreKey, error) { return nil, nil }

func (m *memory) RemovePreKey(context.Context, uint32) error { return nil }
