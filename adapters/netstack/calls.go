package main

import (
	"fmt"
	"net"
	"regexp"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/tcpip"
)

// calls are the system calls that it has.
var calls = []string{
	"socket", "bind", "listen", "accept", "connect", "read", "recv", "write", "send", "shutdown", "close", "poll",
	"fcntl", "getsockopt", "setsockopt",
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
	Name      string `json:"call"`
	Thread    int
	FD        int
	Address   string
	Length    int
	How       string
	Option    string
	Value     *int
	Flags     []string
	Arguments []string
}

var messageFlags = map[string]int{
	"MSG_DONTWAIT": unix.MSG_DONTWAIT, "MSG_PEEK": unix.MSG_PEEK, "MSG_MORE": unix.MSG_MORE, "MSG_NOSIGNAL": 0,
}

var named = map[string]int{
	"SOCK_NONBLOCK": unix.SOCK_NONBLOCK, "SOCK_STREAM": unix.SOCK_STREAM, "F_GETFL": unix.F_GETFL,
	"F_SETFL": unix.F_SETFL, "O_RDWR": unix.O_RDWR, "O_NONBLOCK": unix.O_NONBLOCK,
	"POLLIN": unix.POLLIN, "POLLPRI": unix.POLLPRI, "POLLOUT": unix.POLLOUT, "POLLRDHUP": unix.POLLRDHUP,
}

var (
	names       = regexp.MustCompile(`[A-Z_]+|-?[0-9]+`)
	polledSlots = regexp.MustCompile(`fd=(-?\d+), *events=([A-Z_|0-9]+)`)
)

// number is the value of a text such as "O_RDWR|O_NONBLOCK".
func number(text string) int {
	value := 0
	for _, name := range names.FindAllString(text, -1) {
		part, err := strconv.Atoi(name)
		if err != nil {
			part = named[name]
		}
		value |= part
	}
	return value
}

func (c call) argument(place int) int {
	if place >= len(c.Arguments) {
		return 0
	}
	return number(c.Arguments[place])
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
		return at(s.socket(c.argument(1)&unix.SOCK_NONBLOCK != 0)), ""
	case "poll":
		var set []polled
		for _, slot := range polledSlots.FindAllStringSubmatch(fmt.Sprint(c.Arguments), -1) {
			set = append(set, polled{number(slot[1]), number(slot[2])})
		}
		return s.poll(set, c.argument(2)), ""
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
		}
		return connect(of, address, !of.nonblocking), ""
	case "read", "recv", "write", "send":
		flags, err := c.flags()
		wait := !of.nonblocking && flags&unix.MSG_DONTWAIT == 0
		switch {
		case err != nil:
			return nil, err.Error()
		case c.Name == "read" || c.Name == "recv":
			return receive(of, c.Length, flags, wait), ""
		}
		return send(of, c.Length, flags, wait), ""
	case "getsockopt", "setsockopt":
		return c.onOption(of)
	}
	return s.onSocket(c, of)
}

func (s *sockets) onSocket(c call, of *socket) (attempt, string) {
	switch c.Name {
	case "listen":
		return at(ended(of.Listen(c.Length))), ""
	case "accept":
		return s.accept(of, !of.nonblocking), ""
	case "shutdown":
		return at(shut(of, c.How)), ""
	case "close":
		return s.close(c.FD), ""
	}
	return of.control(c.argument(1), c.argument(2))
}

func (of *socket) control(operation, flags int) (attempt, string) {
	switch operation {
	case unix.F_SETFL:
		of.nonblocking = flags&unix.O_NONBLOCK != 0
		return at(returned(0)), ""
	case unix.F_GETFL:
		if of.nonblocking {
			return at(returned(unix.O_RDWR | unix.O_NONBLOCK)), ""
		}
		return at(returned(unix.O_RDWR)), ""
	}
	return nil, fmt.Sprintf("fcntl %d", operation)
}

func (c call) onOption(of *socket) (attempt, string) {
	name, isKnown := c.option()
	value := c.argument(3)
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
	if o.address != nil {
		line["address"] = fmt.Sprintf("%s:%d", net.IP(o.address.Addr), o.address.Port)
	}
	if o.value != nil {
		line["value"] = *o.value
	}
	return line
}
