package whatsapptest

import (
	"sync"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// authority stands in for WhatsApp's root of trust: it owns the static key that
// servers prove in the handshake, and the chain that vouches for it.
type authority struct {
	static *keys.KeyPair
	chain  []byte
}

// trusted makes the process's one authority and has whatsmeow trust its root.
// whatsmeow keeps the root in a variable of the package, so there can be only
// one, and it must be set before any client connects.
var trusted = sync.OnceValues(func() (*authority, error) {
	root, intermediate, static := keys.NewKeyPair(), keys.NewKeyPair(), keys.NewKeyPair()
	const rootSerial, intermediateSerial, leafSerial = 0, 1, 2
	above, err := certificate(intermediateSerial, rootSerial, intermediate, root)
	if err != nil {
		return nil, err
	}
	leaf, err := certificate(leafSerial, intermediateSerial, static, intermediate)
	if err != nil {
		return nil, err
	}
	chain, err := proto.Marshal(&waCert.CertChain{Intermediate: above, Leaf: leaf})
	if err != nil {
		return nil, err
	}
	whatsmeow.WACertPubKey = *root.Pub
	return &authority{static: static, chain: chain}, nil
})

// certificate has issuer vouch for a key, for ever.
func certificate(serial, issuerSerial uint32, key, issuer *keys.KeyPair) (*waCert.CertChain_NoiseCertificate, error) {
	details, err := proto.Marshal(&waCert.CertChain_NoiseCertificate_Details{
		Serial: proto.Uint32(serial), IssuerSerial: proto.Uint32(issuerSerial), Key: key.Pub[:],
		NotBefore: proto.Uint64(0), NotAfter: proto.Uint64(1 << 40),
	})
	if err != nil {
		return nil, err
	}
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*issuer.Priv), details)
	return &waCert.CertChain_NoiseCertificate{Details: details, Signature: signature[:]}, nil
}
