#!/usr/bin/env python3
"""An adapter (docs/adapters.md) for a toy stack that has no connections: it resets whatever arrives, as a host does at
a port that nobody listens at (RFC 9293 3.10.7.1). It needs nothing but Python. Try:

    wakeline run Conformance/Scripts/reset/closed-port.pkt --on cmd:samples/adapters/adapter.py
"""

import json
import struct
import sys

FIN, SYN, RST, ACK = 1, 2, 4, 16
TCP = 6


def checksum(octets):
    """The checksum of the internet (RFC 1071)."""
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def datagram(source, destination, segment):
    """A segment in a datagram of IPv4, with both checksums."""
    pseudo = source + destination + struct.pack("!HH", TCP, len(segment))
    segment = segment[:16] + struct.pack("!H", checksum(pseudo + segment)) + segment[18:]
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 64, TCP, 0) + source + destination
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + segment


def answer(packet):
    """What the stack sends when a datagram arrives; None for nothing."""
    header = (packet[0] & 15) * 4
    if packet[0] >> 4 != 4 or packet[9] != TCP or len(packet) < header + 20:
        return None
    segment = packet[header:]
    here, there, sequence, acknowledged, offset, flags = struct.unpack("!HHIIBB", segment[:14])
    if flags & RST:
        return None
    if flags & ACK:
        numbers, bits = (acknowledged, 0), RST
    else:
        length = len(segment) - (offset >> 4) * 4 + bool(flags & SYN) + bool(flags & FIN)
        numbers, bits = (0, (sequence + length) % 2**32), RST | ACK
    reset = struct.pack("!HHIIBBHHH", there, here, *numbers, 5 << 4, bits, 0, 0, 0)
    return datagram(packet[16:20], packet[12:16], reset)


def tell(**observation):
    """Writes an observation."""
    print(json.dumps(observation), flush=True)


def main():
    """Obeys commands until there are none any more."""
    now = 0
    for line in sys.stdin:
        command = json.loads(line)
        name = command.get("command")
        if name == "end":
            return
        if name == "hello":
            tell(
                adapter="sample in Python", version=1, stack="a toy that resets everything", clock="virtual",
                packets=True, threads=0, calls=[], environment={"python": sys.version.split()[0]})
            continue
        if name == "reset":
            now = 0
        elif name == "wait":
            now = command["until"]
        elif "packet" in command:
            sent = answer(bytes.fromhex(command["packet"]))
            if sent is not None:
                tell(time=now, packet=sent.hex())
        else:
            tell(unsupported="only packets")
        tell(quiet=now, idle=True)


if __name__ == "__main__":
    main()
