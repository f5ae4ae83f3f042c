// Command adapter puts gVisor's netstack behind the contract of docs/adapters.md: packets through a channel endpoint,
// operations of endpoints as calls, and time that passes in "wait" alone.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"runtime"
	"time"
)

const (
	mostThreads = 8
	longestLine = 1 << 18
)

// version is that of the package, which the build says.
var version string

type fields = map[string]any

// adapter is the case under way and the calls that sleep in it.
type adapter struct {
	network  *network
	sockets  *sockets
	sleeping map[int]sleeper
	output   *bufio.Writer
	told     int
}

type sleeper struct {
	name    string
	try     attempt
	release func()
}

type command struct {
	Command string
	Packet  string
	Until   time.Duration
	Local   string
	MTU     uint32
	call
}

func main() {
	runtime.GOMAXPROCS(1)
	a := &adapter{output: bufio.NewWriter(os.Stdout)}
	a.reset(command{Local: "192.0.2.1", MTU: 1500})
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(make([]byte, longestLine), longestLine)
	for input.Scan() {
		var c command
		err := json.Unmarshal(input.Bytes(), &c)
		a.told = 0
		switch {
		case c.Command == "end":
			return
		case c.Command == "hello":
			a.tell(fields{
				"adapter": "netstack", "version": 1, "stack": "gVisor netstack " + version, "clock": "virtual",
				"packets": true, "loopback": true, "threads": mostThreads, "calls": calls,
				"environment": fields{"version": version, "go": runtime.Version(), "time": "virtual"}})
			a.output.Flush()
			continue
		case err != nil:
			a.unsupported("a command that is not of the contract")
		default:
			a.answer(c)
		}
		a.tell(fields{"quiet": int64(a.network.clock.now)})
		a.output.Flush()
	}
}

func (a *adapter) answer(c command) {
	switch {
	case c.Packet != "":
		octets, err := hex.DecodeString(c.Packet)
		if err != nil {
			a.unsupported("a packet that is not a datagram in hexadecimal")
			return
		}
		a.network.arrive(octets)
	case c.Name != "":
		a.begin(c.call)
	case c.Command == "wait":
		a.wait(c.Until)
	case c.Command == "reset":
		a.reset(c)
	case c.Command == "settings": // Those of Linux are none of its own.
	default:
		a.unsupported("a command that is not of the contract")
	}
	a.observe()
}

func (a *adapter) reset(c command) {
	local := net.ParseIP(c.Local).To4()
	if local == nil {
		a.unsupported("addresses other than of IPv4")
		return
	}
	if a.network != nil {
		a.network.close()
	}
	a.network = newNetwork(local, c.MTU)
	a.sockets = &sockets{network: a.network, open: map[int]*socket{}}
	a.sleeping = map[int]sleeper{}
}

func (a *adapter) wait(until time.Duration) {
	start := a.told
	for a.network.clock.now < until && a.told == start {
		a.network.pass(until)
		a.observe()
	}
}

func (a *adapter) begin(c call) {
	if _, is := a.sleeping[c.Thread]; is || c.Thread < 0 || c.Thread >= mostThreads {
		a.unsupported("a call of a thread that sleeps, or that is not there")
		return
	}
	if !has(c.Name) {
		a.unsupported(fmt.Sprintf("the call '%s'", c.Name))
		return
	}
	try, reason := a.sockets.attempt(c)
	if try == nil {
		a.unsupported(reason)
		return
	}
	a.sleeping[c.Thread] = sleeper{c.Name, try, a.sockets.hold(c.descriptors())}
}

// observe tells what was sent and which calls returned, until nothing more happens.
func (a *adapter) observe() {
	for goesOn := true; goesOn; {
		goesOn = false
		a.network.settle()
		for octets := a.network.sent(); octets != nil; octets = a.network.sent() {
			a.tell(fields{"time": int64(a.network.clock.now), "packet": hex.EncodeToString(octets)})
		}
		for thread := 0; thread < mostThreads; thread++ {
			sleeper, is := a.sleeping[thread]
			if !is {
				continue
			}
			if outcome := sleeper.try(); outcome != nil {
				delete(a.sleeping, thread)
				sleeper.release()
				a.tell(ending(a.network.clock.now, thread, sleeper.name, outcome))
				goesOn = true
			}
		}
		goesOn = goesOn || a.network.link.NumQueued() > 0
	}
}

func (a *adapter) unsupported(what string) { a.tell(fields{"unsupported": what}) }

func (a *adapter) tell(line fields) {
	text, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	a.output.Write(text)
	a.output.WriteByte('\n')
	a.told++
}
