package main

import (
	"math"
	"math/rand"
	"net"
	"runtime"
	"time"

	"gvisor.dev/gvisor/pkg/bufferv2"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/link/channel"
	"gvisor.dev/gvisor/pkg/tcpip/link/loopback"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
)

const (
	nic        = 1
	ownNIC     = 2
	queued     = 4096
	yields     = 32
	defaultTTL = 64 // As runsc sets it.
)

// network is a stack with an interface whose other end is the contract's, and loopback.
type network struct {
	clock *clock
	stack *stack.Stack
	link  *channel.Endpoint
}

// numbers are the same in each case, so that runs repeat. Only the goroutine that runs asks for them.
type numbers struct{ rand.Source }

func (n numbers) Read(octets []byte) (int, error) {
	for i := range octets {
		octets[i] = byte(n.Int63())
	}
	return len(octets), nil
}

func newNetwork(local net.IP, mtu uint32) *network {
	source := numbers{rand.NewSource(1)}
	n := &network{clock: &clock{}, link: channel.New(queued, mtu, "")}
	n.stack = stack.New(stack.Options{
		NetworkProtocols:   []stack.NetworkProtocolFactory{ipv4.NewProtocol},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol},
		Clock:              n.clock,
		RandSource:         source,
		SecureRNG:          source,
		HandleLocal:        true,
	})
	n.configure()
	must(n.stack.CreateNIC(nic, n.link))
	address := tcpip.AddressWithPrefix{Address: tcpip.Address(local.To4()), PrefixLen: 32}
	must(n.stack.AddProtocolAddress(
		nic, tcpip.ProtocolAddress{Protocol: ipv4.ProtocolNumber, AddressWithPrefix: address},
		stack.AddressProperties{}))
	must(n.stack.CreateNIC(ownNIC, loopback.New()))
	own := tcpip.AddressWithPrefix{Address: "\x7f\x00\x00\x01", PrefixLen: 8}
	must(n.stack.AddProtocolAddress(
		ownNIC, tcpip.ProtocolAddress{Protocol: ipv4.ProtocolNumber, AddressWithPrefix: own},
		stack.AddressProperties{}))
	everywhere, _ := tcpip.NewSubnet("\x00\x00\x00\x00", "\x00\x00\x00\x00")
	n.stack.SetRouteTable([]tcpip.Route{
		{Destination: own.Subnet(), NIC: ownNIC}, {Destination: everywhere, NIC: nic}})
	n.settle()
	return n
}

// configure sets what runsc/boot/loader.go sets.
func (n *network) configure() {
	sack, moderate, ttl := tcpip.TCPSACKEnabled(true), tcpip.TCPModerateReceiveBufferOption(true),
		tcpip.DefaultTTLOption(defaultTTL)
	must(n.stack.SetTransportProtocolOption(tcp.ProtocolNumber, &sack))
	must(n.stack.SetTransportProtocolOption(tcp.ProtocolNumber, &moderate))
	must(n.stack.SetNetworkProtocolOption(ipv4.ProtocolNumber, &ttl))
}

// settle lets the stack's goroutines run until all of them wait: there is one processor, and whoever yields goes behind
// all that are ready.
func (n *network) settle() {
	for i := 0; i < yields; i++ {
		runtime.Gosched()
	}
}

func (n *network) arrive(octets []byte) {
	packet := stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: bufferv2.MakeWithData(octets)})
	n.link.InjectInbound(ipv4.ProtocolNumber, packet)
	packet.DecRef()
	n.settle()
}

// sent takes the oldest packet that was sent; nil if there is none.
func (n *network) sent() []byte {
	packet := n.link.Read()
	if packet.IsNil() {
		return nil
	}
	defer packet.DecRef()
	view := packet.ToView()
	defer view.Release()
	return append([]byte(nil), view.AsSlice()...)
}

// pass lets time pass until the next timer has fired, or until a time.
func (n *network) pass(until time.Duration) {
	if next := n.clock.next(); next <= until {
		n.clock.fireFirst()
	} else {
		n.clock.now = until
	}
	n.settle()
}

// alarm makes time stop at a deadline on its way.
func (n *network) alarm(at time.Duration) {
	if at < math.MaxInt64 {
		n.clock.AfterFunc(at-n.clock.now, func() {})
	}
}

func (n *network) close() {
	n.stack.Close()
	n.settle()
}

func must(err tcpip.Error) {
	if err != nil {
		panic(err.String())
	}
}
