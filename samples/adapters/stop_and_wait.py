#!/usr/bin/env python3
"""An implementation of the stop-and-wait protocol for `wakeline conform --system stop-and-wait`.

Sender, receiver and wires act when they are asked to; what they are asked for and cannot do they refuse.
With --forget the receiver forgets the alternating bit, and the suite says so."""
import json
import sys


class Link:
    """Both ends, and the two wires between them, each of which holds two frames."""

    def __init__(self, messages, forgets):
        self.messages, self.forgets = messages, forgets
        self.sender, self.acknowledged, self.send_bit = "Ready", 0, False
        self.expected_bit, self.delivered, self.in_order = False, 0, True
        self.forward, self.back = [], []

    def transmit(self):
        if len(self.forward) == 2:
            return False
        self.forward.append((self.acknowledged, self.send_bit))
        self.sender = "Waiting"
        return True

    def take_acknowledgment(self, matches):
        if self.sender != "Waiting" or not self.back or (self.back[0][1] == self.send_bit) != matches:
            return False
        self.back.pop(0)
        if matches:
            self.acknowledged, self.send_bit, self.sender = self.acknowledged + 1, not self.send_bit, "Ready"
        return True

    def take_frame(self, wants_new):
        if not self.forward or len(self.back) == 2:
            return False
        number, bit = self.forward[0]
        if (self.forgets or bit == self.expected_bit) != wants_new:
            return False
        if wants_new:
            self.in_order = self.in_order and number == self.delivered
            self.delivered, self.expected_bit = self.delivered + 1, not bit
        self.back.append(self.forward.pop(0))
        return True

    def finish(self):
        if self.sender != "Ready" or self.acknowledged != self.messages:
            return False
        self.sender = "Done"
        return True

    def lose(self, wire):
        if not wire:
            return False
        wire.pop(0)
        return True

    def step(self, rule):
        """Takes a rule, by its name in the table; whether it could."""
        actions = {
            "Sender.Ready.EverythingIsAcknowledged": self.finish,
            "Sender.Ready.WireHasRoom": lambda:
                self.sender == "Ready" and self.acknowledged != self.messages and self.transmit(),
            "Sender.Waiting.AcknowledgementArrived&BitMatches": lambda: self.take_acknowledgment(True),
            "Sender.Waiting.AcknowledgementArrived&!BitMatches": lambda: self.take_acknowledgment(False),
            "Sender.Retransmit": lambda: self.sender == "Waiting" and self.transmit(),
            "Receiver.Listening.CanAnswer&IsNew": lambda: self.take_frame(True),
            "Receiver.Listening.CanAnswer": lambda: self.take_frame(False),
            "Wires.Up.FrameIsUnderWay": lambda: self.lose(self.forward),
            "Wires.Up.AcknowledgementIsUnderWay": lambda: self.lose(self.back),
        }
        return actions[rule]()

    def anything(self, party):
        """Whatever a party can do."""
        sender = ("Sender.Ready.EverythingIsAcknowledged", "Sender.Ready.WireHasRoom", "Sender.Retransmit",
                  "Sender.Waiting.AcknowledgementArrived&BitMatches",
                  "Sender.Waiting.AcknowledgementArrived&!BitMatches")
        rules = {"sender": sender, "receiver": ("Receiver.Listening.CanAnswer&IsNew", "Receiver.Listening.CanAnswer"),
                 "wires": ("Wires.Up.FrameIsUnderWay", "Wires.Up.AcknowledgementIsUnderWay")}
        return any(self.step(rule) for rule in rules[party])

    def seen(self):
        return {"at": {"sender": self.sender},
                "holds": {"EachMessageOnceAndInOrder": self.in_order,
                          "EverythingIsDelivered": self.delivered == self.messages}, "quiet": 0}


def main():
    link = None
    for line in sys.stdin:
        command = json.loads(line)
        name = command["command"]
        if name == "hello":
            answer = {"adapter": "stop-and-wait", "version": 1, "stack": "stop-and-wait in Python", "clock": "virtual"}
        elif name == "reset" and command.get("system") == "stop-and-wait":
            link = Link(command["bounds"]["messages"], "--forget" in sys.argv)
            answer = link.seen()
        elif name == "step":
            rule = command.get("rule")
            could = link.step(rule) if rule else link.anything(command["party"])
            answer = link.seen() if could else {"refused": True, "quiet": 0}
        elif name == "end":
            return
        else:
            answer = {"unsupported": f"{name} of {command.get('system', 'a stack')}", "quiet": 0}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
