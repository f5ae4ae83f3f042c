package main

import (
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/tcpip"
)

// calls are the system calls that it has.
var calls = []string{
	"socket", "bind", "listen", "accept", "connect", "read", "recv", "recvfrom", "readv", "recvmsg", "write", "send",
	"sendto", "writev", "sendmsg", "shutdown", "close", "poll", "fcntl", "ioctl", "getsockname", "getpeername",
	"getsockopt", "setsockopt",
}

func has(name string) bool {
	for _, each := range calls {
		if each == name {
			return true
		}
	}
	return false
}

// call is a system call as the lines of traces say it.
type call struct {
	Name    string `json:"call"`
	Thread  int
	FD      int
	Address string
	Length  int
	How     string
	Option  string
	Value   *int
	Flags   []string
	Polled  [][]any
	Timeout int
}

var messageFlags = map[string]int{
	"MSG_DONTWAIT": unix.MSG_DONTWAIT, "MSG_PEEK": unix.MSG_PEEK, "MSG_MORE": unix.MSG_MORE, "MSG_NOSIGNAL": 0,
}

// descriptors are those that the call uses while it is under way.
func (c call) descriptors() (used []int) {
	switch c.Name {
	case "socket", "close":
		return nil
	case "poll":
		set, _ := polledOf(c.Polled)
		for _, each := range set {
			used = append(used, each.descriptor)
		}
		return used
	}
	return []int{c.FD}
}

func (c call) isNonblocking(flag string) bool {
	for _, each := range c.Flags {
		if each == flag {
			return true
		}
	}
	return false
}

func (c call) option() (option, bool) {
	if known, is := options[c.Option]; is {
		return known, true
	}
	var numbers option
	_, err := fmt.Sscanf(c.Option, "%d:%d", &numbers.level, &numbers.name)
	return numbers, err == nil
}

func (c call) flags() (int, error) {
	flags := 0
	for _, name := range c.Flags {
		flag, is := messageFlags[name]
		if !is {
			return 0, fmt.Errorf("the flag '%s'", name)
		}
		flags |= flag
	}
	return flags, nil
}

func (c call) endpoint() (tcpip.FullAddress, error) {
	if c.Address == "" {
		return tcpip.FullAddress{}, nil
	}
	address, err := net.ResolveTCPAddr("tcp4", c.Address)
	if err != nil {
		return tcpip.FullAddress{}, fmt.Errorf("the address '%s'", c.Address)
	}
	host := tcpip.Address(address.IP.To4())
	if address.IP.IsUnspecified() {
		host = ""
	}
	return tcpip.FullAddress{Addr: host, Port: uint16(address.Port)}, nil
}

func at(o *outcome) attempt { return func() *outcome { return o } }

// attempt begins a call; the reason why it cannot, if it cannot.
func (s *sockets) attempt(c call) (attempt, string) {
	switch c.Name {
	case "socket":
		return at(s.socket(c.isNonblocking("SOCK_NONBLOCK"))), ""
	case "poll":
		set, err := polledOf(c.Polled)
		if err != nil {
			return nil, err.Error()
		}
		return s.poll(set, c.Timeout), ""
	}
	of := s.open[c.FD]
	if of == nil {
		return at(failed(unix.EBADF)), ""
	}
	switch c.Name {
	case "bind", "connect":
		address, err := c.endpoint()
		switch {
		case err != nil:
			return nil, err.Error()
		case c.Name == "bind":
			return at(ended(of.Bind(address))), ""
		case c.Address == "":
			return at(ended(of.Disconnect())), ""
		}
		return connect(of, address, !of.nonblocking), ""
	case "listen":
		return at(listen(of, c.Length)), ""
	case "accept":
		return s.accept(of, !of.nonblocking), ""
	case "shutdown":
		return at(shut(of, c.How)), ""
	case "close":
		return s.close(c.FD), ""
	case "fcntl":
		return c.onFile(of)
	case "ioctl":
		return c.onDevice(of)
	case "getsockname":
		return at(named(of.GetLocalAddress())), ""
	case "getpeername":
		return at(named(of.GetRemoteAddress())), ""
	case "getsockopt", "setsockopt":
		return c.onOption(of)
	}
	return c.transfer(of)
}

func (c call) transfer(of *socket) (attempt, string) {
	flags, err := c.flags()
	wait := !of.nonblocking && flags&unix.MSG_DONTWAIT == 0
	if err != nil {
		return nil, err.Error()
	}
	if strings.HasPrefix(c.Name, "re") {
		return receive(of, c.Length, flags, wait), ""
	}
	return send(of, c.Length, flags, wait), ""
}

func (c call) onFile(of *socket) (attempt, string) {
	switch c.Option {
	case "F_SETFL":
		of.nonblocking = c.isNonblocking("O_NONBLOCK")
		return at(returned(0)), ""
	case "F_GETFL":
		if of.nonblocking {
			return at(returned(unix.O_RDWR | unix.O_NONBLOCK)), ""
		}
		return at(returned(unix.O_RDWR)), ""
	}
	return nil, fmt.Sprintf("fcntl %s", c.Option)
}

func (c call) onDevice(of *socket) (attempt, string) {
	queues := map[string]tcpip.SockOptInt{
		"SIOCINQ": tcpip.ReceiveQueueSizeOption, "SIOCOUTQ": tcpip.SendQueueSizeOption,
	}
	queue, is := queues[c.Option]
	if !is {
		return nil, fmt.Sprintf("ioctl %s", c.Option)
	}
	value, err := of.GetSockOptInt(queue)
	result := ended(err)
	result.value = &value
	return at(result), ""
}

func named(address tcpip.FullAddress, err tcpip.Error) *outcome {
	result := ended(err)
	result.address = &address
	return result
}

func (c call) onOption(of *socket) (attempt, string) {
	name, isKnown := c.option()
	value := 0
	if c.Value != nil {
		value = *c.Value
	}
	var result *outcome
	if isKnown && c.Name == "getsockopt" {
		result, isKnown = getOption(of, name)
	} else if isKnown {
		result, isKnown = setOption(of, name, value)
	}
	if !isKnown {
		return nil, fmt.Sprintf("the option '%s'", c.Option)
	}
	return at(result), ""
}

// ending is the line that tells what a call returned.
func ending(now time.Duration, thread int, name string, o *outcome) fields {
	line := fields{"time": int64(now), "return": name, "thread": thread, "result": o.result}
	if o.result < 0 {
		line["errno"] = unix.ErrnoName(o.errno)
	}
	if o.address != nil && o.result >= 0 {
		host := net.IPv4zero
		if len(o.address.Addr) > 0 {
			host = net.IP(o.address.Addr)
		}
		line["address"] = fmt.Sprintf("%s:%d", host, o.address.Port)
	}
	if len(o.ready) > 0 {
		line["ready"] = o.ready
	}
	if o.value != nil && o.result >= 0 {
		line["value"] = *o.value
	}
	return line
}
