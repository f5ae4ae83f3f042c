package main

import (
	"fmt"
	"math"
	"time"

	"gvisor.dev/gvisor/pkg/waiter"
)

// pollNames are the events of poll, by their names, in the order in which they are told.
var pollNames = []struct {
	name  string
	event uint32
}{
	{"POLLIN", 1}, {"POLLPRI", 2}, {"POLLOUT", 4}, {"POLLERR", 8}, {"POLLHUP", 16}, {"POLLNVAL", pollInvalid},
	{"POLLRDNORM", 64}, {"POLLRDBAND", 128}, {"POLLWRNORM", 256}, {"POLLWRBAND", 512}, {"POLLRDHUP", 0x2000},
}

const pollInvalid = 32

// polled is a descriptor with the events that are asked for.
type polled struct {
	descriptor int
	events     uint32
}

// polledOf reads lists of a descriptor and names each.
func polledOf(lists [][]any) ([]polled, error) {
	var set []polled
	for _, list := range lists {
		var entry polled
		for place, item := range list {
			number, isNumber := item.(float64)
			event, isEvent := eventOf(item)
			switch {
			case place == 0 && isNumber:
				entry.descriptor = int(number)
			case place > 0 && isEvent:
				entry.events |= event
			default:
				return nil, fmt.Errorf("'%v' of the call 'poll'", item)
			}
		}
		set = append(set, entry)
	}
	return set, nil
}

func eventOf(name any) (uint32, bool) {
	for _, each := range pollNames {
		if each.name == name {
			return each.event, true
		}
	}
	return 0, false
}

func (p polled) with(events uint32) []any {
	entry := []any{p.descriptor}
	for _, each := range pollNames {
		if each.event&events != 0 {
			entry = append(entry, each.name)
		}
	}
	return entry
}

// ready is what poll finds of a descriptor.
func (s *sockets) ready(entry polled) uint32 {
	of := s.open[entry.descriptor]
	switch {
	case entry.descriptor < 0:
		return 0
	case of == nil:
		return pollInvalid
	}
	mask := waiter.EventMaskFromLinux(entry.events) | waiter.EventErr | waiter.EventHUp
	return (of.Readiness(mask) & mask).ToLinux()
}

// poll waits for milliseconds, without end if they are negative.
func (s *sockets) poll(set []polled, milliseconds int) attempt {
	deadline := s.network.clock.now + time.Duration(milliseconds)*time.Millisecond
	if milliseconds < 0 {
		deadline = math.MaxInt64
	}
	s.network.alarm(deadline)
	return func() *outcome {
		var found [][]any
		for _, entry := range set {
			if events := s.ready(entry); events != 0 {
				found = append(found, entry.with(events))
			}
		}
		if len(found) == 0 && s.network.clock.now < deadline {
			return nil
		}
		return &outcome{result: len(found), ready: found}
	}
}
