package whatsapptest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/socket"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// sealer encrypts or decrypts one direction of a connection; each message has
// the next number as its nonce.
type sealer struct {
	aead  cipher.AEAD
	count uint32
}

// newSealer makes one over a key of 32 bytes.
func newSealer(key []byte) (*sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &sealer{aead: aead}, err
}

func (s *sealer) nonce() []byte {
	nonce := make([]byte, 12)
	binary.BigEndian.PutUint32(nonce[8:], s.count)
	s.count++
	return nonce
}

func (s *sealer) seal(plaintext, associated []byte) []byte {
	return s.aead.Seal(nil, s.nonce(), plaintext, associated)
}

func (s *sealer) open(ciphertext, associated []byte) ([]byte, error) {
	return s.aead.Open(nil, s.nonce(), ciphertext, associated)
}

// handshake is the answering side of Noise_XX_25519_AESGCM_SHA256
// (https://noiseprotocol.org/noise.html): a transcript's hash, a chaining key
// and the sealer of the moment.
type handshake struct {
	transcript, chaining []byte
	sealer               *sealer
}

// newHandshake begins one behind the header that the client sent.
func newHandshake(header []byte) (*handshake, error) {
	name := []byte(socket.NoiseStartPattern) // as long as a hash, so it is the first one itself
	sealer, err := newSealer(name)
	if err != nil {
		return nil, err
	}
	h := &handshake{transcript: name, chaining: name, sealer: sealer}
	h.mixHash(header)
	return h, nil
}

func (h *handshake) mixHash(data []byte) {
	digest := sha256.New()
	digest.Write(h.transcript)
	digest.Write(data)
	h.transcript = digest.Sum(nil)
}

func (h *handshake) seal(plaintext []byte) []byte {
	ciphertext := h.sealer.seal(plaintext, h.transcript)
	h.mixHash(ciphertext)
	return ciphertext
}

func (h *handshake) open(ciphertext []byte) ([]byte, error) {
	plaintext, err := h.sealer.open(ciphertext, h.transcript)
	if err == nil {
		h.mixHash(ciphertext)
	}
	return plaintext, err
}

// split derives two keys from the chaining key and what is mixed in.
func (h *handshake) split(material []byte) (first, second []byte, err error) {
	both, err := hkdf.Key(sha256.New, material, h.chaining, "", 64)
	if err != nil {
		return nil, nil, err
	}
	return both[:32], both[32:], nil
}

// mixKey mixes the secret that a key of ours and one of theirs share.
func (h *handshake) mixKey(ours *keys.KeyPair, theirs []byte) error {
	private, err := ecdh.X25519().NewPrivateKey(ours.Priv[:])
	if err != nil {
		return err
	}
	public, err := ecdh.X25519().NewPublicKey(theirs)
	if err != nil {
		return err
	}
	shared, err := private.ECDH(public)
	if err != nil {
		return err
	}
	chaining, key, err := h.split(shared)
	if err != nil {
		return err
	}
	h.chaining = chaining
	h.sealer, err = newSealer(key)
	return err
}

// answer takes the client's first message and gives ours: e, ee, s, es.
func (h *handshake) answer(hello []byte, authority *authority) (ephemeral *keys.KeyPair, message []byte, err error) {
	var first waWa6.HandshakeMessage
	if err := proto.Unmarshal(hello, &first); err != nil {
		return nil, nil, fmt.Errorf("client hello: %w", err)
	}
	theirs := first.GetClientHello().GetEphemeral()
	h.mixHash(theirs)
	ephemeral = keys.NewKeyPair()
	h.mixHash(ephemeral.Pub[:])
	if err := h.mixKey(ephemeral, theirs); err != nil {
		return nil, nil, err
	}
	static := h.seal(authority.static.Pub[:])
	if err := h.mixKey(authority.static, theirs); err != nil {
		return nil, nil, err
	}
	message, err = proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: ephemeral.Pub[:], Static: static, Payload: h.seal(authority.chain),
	}})
	return ephemeral, message, err
}

// finish takes the client's second message: its static key, and who it is.
func (h *handshake) finish(raw []byte, ephemeral *keys.KeyPair) (static [32]byte, payload *waWa6.ClientPayload, err error) {
	var second waWa6.HandshakeMessage
	if err := proto.Unmarshal(raw, &second); err != nil {
		return static, nil, fmt.Errorf("client finish: %w", err)
	}
	theirs, err := h.open(second.GetClientFinish().GetStatic())
	if err != nil || len(theirs) != len(static) {
		return static, nil, fmt.Errorf("client's static key: %w", err)
	}
	copy(static[:], theirs)
	if err := h.mixKey(ephemeral, theirs); err != nil {
		return static, nil, err
	}
	content, err := h.open(second.GetClientFinish().GetPayload())
	if err != nil {
		return static, nil, fmt.Errorf("client's payload: %w", err)
	}
	payload = &waWa6.ClientPayload{}
	return static, payload, proto.Unmarshal(content, payload)
}
