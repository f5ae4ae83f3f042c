package main

import (
	"io"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/syserr"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/waiter"
)

const (
	firstDescriptor  = 3
	maxListenBacklog = 1024
)

// socket is an endpoint as pkg/sentry/socket/netstack/netstack.go makes a socket of it.
type socket struct {
	tcpip.Endpoint
	nonblocking bool
	calls       int  // Those under way keep it open, as the sentry's references do.
	closed      bool // It closes with the last of them.
}

// sockets are those of a case, by their descriptors.
type sockets struct {
	network *network
	open    map[int]*socket
}

// outcome is what a call returned.
type outcome struct {
	result  int
	errno   unix.Errno
	address *tcpip.FullAddress
	value   *int
	ready   [][]any
}

// attempt makes as much of a call as goes; nil if it sleeps.
type attempt func() *outcome

func returned(result int) *outcome { return &outcome{result: result} }

func failed(errno unix.Errno) *outcome { return &outcome{result: -1, errno: errno} }

// ended is what an operation of an endpoint comes to, as the sentry translates it.
func ended(err tcpip.Error) *outcome {
	if err == nil {
		return returned(0)
	}
	return failed(unix.Errno(syserr.TranslateNetstackError(err).ToLinux()))
}

func would(err tcpip.Error) bool {
	_, is := err.(*tcpip.ErrWouldBlock)
	return is
}

func (s *sockets) add(endpoint tcpip.Endpoint, nonblocking bool) int {
	endpoint.SocketOptions().SetDelayOption(true)
	descriptor := firstDescriptor
	for s.open[descriptor] != nil {
		descriptor++
	}
	s.open[descriptor] = &socket{Endpoint: endpoint, nonblocking: nonblocking}
	return descriptor
}

func (s *sockets) socket(nonblocking bool) *outcome {
	endpoint, err := s.network.stack.NewEndpoint(tcp.ProtocolNumber, ipv4.ProtocolNumber, &waiter.Queue{})
	if err != nil {
		return ended(err)
	}
	return returned(s.add(endpoint, nonblocking))
}

// listen takes the backlog as the sentry's system call does.
func listen(of *socket, backlog int) *outcome {
	if backlog < 0 || backlog > maxListenBacklog {
		backlog = maxListenBacklog
	}
	return ended(of.Listen(backlog + 1))
}

func (s *sockets) accept(from *socket, wait bool) attempt {
	return func() *outcome {
		peer := &tcpip.FullAddress{}
		endpoint, _, err := from.Accept(peer)
		switch {
		case would(err) && wait:
			return nil
		case err != nil:
			return ended(err)
		}
		return &outcome{result: s.add(endpoint, false), address: peer}
	}
}

func connect(from *socket, to tcpip.FullAddress, wait bool) attempt {
	isStarted := false
	return func() *outcome {
		if isStarted && from.Readiness(waiter.WritableEvents|waiter.EventErr|waiter.EventHUp) == 0 {
			return nil
		}
		err := from.Connect(to)
		switch err.(type) {
		case *tcpip.ErrConnectStarted, *tcpip.ErrAlreadyConnecting:
			if wait && !isStarted {
				isStarted = true
				return nil
			}
		case *tcpip.ErrNoPortAvailable:
			return failed(unix.EADDRNOTAVAIL)
		}
		return ended(err)
	}
}

func receive(from *socket, length int, flags int, wait bool) attempt {
	return func() *outcome {
		writer := &tcpip.LimitedWriter{W: io.Discard, N: int64(length)}
		result, err := from.Read(writer, tcpip.ReadOptions{Peek: flags&unix.MSG_PEEK != 0})
		if _, is := err.(*tcpip.ErrBadBuffer); is && length == 0 {
			err = nil
		}
		switch err.(type) {
		case nil:
			from.ModerateRecvBuf(result.Count)
			return returned(result.Count)
		case *tcpip.ErrClosedForReceive:
			return returned(0)
		case *tcpip.ErrWouldBlock:
			if wait {
				return nil
			}
		}
		return ended(err)
	}
}

// zeros is so much text to send.
type zeros struct{ left int }

func (z *zeros) Len() int { return z.left }

func (z *zeros) Read(octets []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	count := len(octets)
	if count > z.left {
		count = z.left
	}
	for i := range octets[:count] {
		octets[i] = 0
	}
	z.left -= count
	return count, nil
}

func send(to *socket, length int, flags int, wait bool) attempt {
	sent := 0
	return func() *outcome {
		for {
			count, err := to.Write(&zeros{length - sent}, tcpip.WriteOptions{More: flags&unix.MSG_MORE != 0})
			sent += int(count)
			switch {
			case wait && would(err):
				return nil
			case err != nil && sent == 0:
				return ended(err)
			case err != nil || !wait || sent == length:
				return returned(sent)
			}
		}
	}
}

// shut sends what shutdown's argument says; the sentry's ConvertShutdown.
func shut(of *socket, how string) *outcome {
	flags, is := map[string]tcpip.ShutdownFlags{
		"SHUT_RD": tcpip.ShutdownRead, "SHUT_WR": tcpip.ShutdownWrite,
		"SHUT_RDWR": tcpip.ShutdownRead | tcpip.ShutdownWrite,
	}[how]
	if !is {
		return failed(unix.EINVAL)
	}
	return ended(of.Shutdown(flags))
}

// close waits with SO_LINGER as the sentry's Release does.
// hold keeps sockets open until a call on them has returned.
func (s *sockets) hold(descriptors []int) (release func()) {
	var held []*socket
	for _, descriptor := range descriptors {
		if of := s.open[descriptor]; of != nil {
			of.calls++
			held = append(held, of)
		}
	}
	return func() {
		for _, of := range held {
			if of.calls--; of.closed && of.calls == 0 {
				of.Close()
			}
		}
	}
}

func (s *sockets) close(descriptor int) attempt {
	closed := s.open[descriptor]
	delete(s.open, descriptor)
	if closed.calls > 0 {
		closed.closed = true
		return at(returned(0))
	}
	closed.Close()
	linger := closed.SocketOptions().GetLinger()
	deadline := s.network.clock.now + linger.Timeout
	s.network.alarm(deadline)
	return func() *outcome {
		if linger.Enabled && linger.Timeout > 0 && s.network.clock.now < deadline &&
			closed.Readiness(waiter.EventHUp|waiter.EventErr) == 0 {
			return nil
		}
		return returned(0)
	}
}
