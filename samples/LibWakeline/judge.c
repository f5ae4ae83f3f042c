/*
 * A stack that is judged while it runs. The stack is played: its user listens, a peer connects to it and sends ten
 * octets. With the argument "broken" it acknowledges one octet that it was not sent.
 *
 *   cc judge.c -I DIR -L DIR -lwakeline -Wl,-rpath,DIR -o judge      (DIR holds wakeline.h and libwakeline.so)
 */
#include <stdio.h>
#include <string.h>
#include "wakeline.h"

enum { SYN = 2, PSH = 8, ACK = 16 };

static wakeline_oracle *oracle;
static int64_t now;

static void tell_findings(int verdict)
{
    const char *finding;

    if (verdict == WAKELINE_UNUSABLE)
        fprintf(stderr, "judge: %s\n", wakeline_error());
    while ((finding = wakeline_oracle_finding(oracle)) != NULL)
        puts(finding);
}

/* Where a stack enters or leaves a system call. */
static void on_call(const char *fields)
{
    char line[256];
    int length = snprintf(line, sizeof line, "{\"time\":%lld,\"thread\":0,%s}", (long long)now, fields);

    tell_findings(wakeline_oracle_event(oracle, line, (size_t)length));
}

/* Where a stack is handed a packet, or hands one on. */
static void on_packet(int passage, const void *packet, size_t length)
{
    now += 1000;
    tell_findings(wakeline_oracle_packet(oracle, now, passage, packet, length));
}

static void put(unsigned char *to, unsigned value, int octets)
{
    while (octets-- > 0) {
        to[octets] = value & 0xff;
        value >>= 8;
    }
}

/* A segment between the peer, 192.0.2.2:40000, and the stack, 192.0.2.1:8080. */
static void segment(int passage, int flags, unsigned seq, unsigned ack, int text)
{
    unsigned char packet[40 + 100] = { 0x45 };
    int is_sent = passage == WAKELINE_OUT;

    put(packet + 2, 40 + text, 2);
    put(packet + 8, 64, 1);
    put(packet + 9, 6, 1);
    put(packet + 12, is_sent ? 0xc0000201 : 0xc0000202, 4);
    put(packet + 16, is_sent ? 0xc0000202 : 0xc0000201, 4);
    put(packet + 20, is_sent ? 8080 : 40000, 2);
    put(packet + 22, is_sent ? 40000 : 8080, 2);
    put(packet + 24, seq, 4);
    put(packet + 28, ack, 4);
    put(packet + 32, 0x50, 1);
    put(packet + 33, flags, 1);
    put(packet + 34, 65535, 2);
    on_packet(passage, packet, 40 + text);
}

int main(int argc, char **argv)
{
    int is_broken = argc > 1 && strcmp(argv[1], "broken") == 0;
    int verdict;

    oracle = wakeline_oracle_open(NULL, "rfc9293");
    if (oracle == NULL) {
        fprintf(stderr, "judge: %s\n", wakeline_error());
        return WAKELINE_UNUSABLE;
    }

    on_call("\"call\":\"socket\",\"arguments\":[\"AF_INET\",\"SOCK_STREAM\",\"IPPROTO_TCP\"]");
    on_call("\"return\":\"socket\",\"result\":3");
    on_call("\"call\":\"bind\",\"fd\":3,\"address\":\"192.0.2.1:8080\"");
    on_call("\"return\":\"bind\",\"result\":0");
    on_call("\"call\":\"listen\",\"fd\":3,\"length\":8");
    on_call("\"return\":\"listen\",\"result\":0");

    segment(WAKELINE_IN, SYN, 1000, 0, 0);
    segment(WAKELINE_OUT, SYN | ACK, 5000, 1001, 0);
    segment(WAKELINE_IN, ACK, 1001, 5001, 0);
    segment(WAKELINE_IN, PSH | ACK, 1001, 5001, 10);
    segment(WAKELINE_OUT, ACK, 5001, is_broken ? 1012 : 1011, 0);

    verdict = wakeline_oracle_finish(oracle);
    tell_findings(verdict);
    printf("%s\n", wakeline_oracle_report(oracle));
    wakeline_oracle_close(oracle);
    return verdict;
}
