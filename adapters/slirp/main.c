/*
 * libslirp behind the contract: it takes the peer for its guest, and what the guest connects to for a server on the
 * host. Calls are those of that server, on sockets of the host's kernel in a namespace of its own.
 */
#include "../common/operations.h"
#include "../sockets/descriptors.h"
#include "../sockets/network.h"
#include "../sockets/workers.h"

#include <libslirp.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

enum { MOST_POLLED = 256, ROUNDS = 2, CLOCK_START = 1000 * NANOSECONDS_OF_MILLISECOND };

static const uint8_t guest[ETH_ALEN] = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
static uint8_t host[ETH_ALEN] = {0x52, 0x55};
static Slirp *slirp;
static int64_t time_now;

static struct pollfd polled[MOST_POLLED];
static int polled_count;

struct timer {
    SlirpTimerCb fire;
    void *argument;
};

static int64_t now(void) { return time_now; }

/* libslirp takes a time of 0 to mean that no acknowledgment waits, so its clock begins later (slirp_pollfds_fill). */
static int64_t clock_now(void *ignored)
{
    (void)ignored;
    return time_now + CLOCK_START;
}

static ssize_t put_out(const void *frame, size_t length, void *ignored)
{
    (void)ignored;
    const struct ether_header *header = frame;
    if (ntohs(header->ether_type) == ETHERTYPE_IP) {
        tell_packet((const uint8_t *)frame + sizeof *header, length - sizeof *header);
    }
    return length;
}

static void be_told(const char *text, void *ignored)
{
    (void)ignored;
    fprintf(stderr, "libslirp: %s\n", text);
}

/* Timers are for router advertisements of IPv6 alone, which is off. */
static void *new_timer(SlirpTimerCb fire, void *argument, void *ignored)
{
    (void)ignored;
    struct timer *timer = malloc(sizeof *timer);
    *timer = (struct timer){fire, argument};
    return timer;
}

static void free_timer(void *timer, void *ignored)
{
    (void)ignored;
    free(timer);
}

static void set_timer(void *timer, int64_t time, void *ignored) { (void)timer, (void)time, (void)ignored; }

static void watch(int descriptor, void *ignored) { (void)descriptor, (void)ignored; }

static void notice(void *ignored) { (void)ignored; }

static const SlirpCb callbacks = {
    .send_packet = put_out,
    .guest_error = be_told,
    .clock_get_ns = clock_now,
    .timer_new = new_timer,
    .timer_free = free_timer,
    .timer_mod = set_timer,
    .register_poll_fd = watch,
    .unregister_poll_fd = watch,
    .notify = notice,
};

static int add_polled(int descriptor, int events, void *ignored)
{
    (void)ignored;
    short asked = 0;
    asked |= events & SLIRP_POLL_IN ? POLLIN : 0;
    asked |= events & SLIRP_POLL_OUT ? POLLOUT : 0;
    asked |= events & SLIRP_POLL_PRI ? POLLPRI : 0;
    if (polled_count == MOST_POLLED) {
        fail("libslirp has more than %d sockets", MOST_POLLED);
    }
    polled[polled_count] = (struct pollfd){.fd = descriptor, .events = asked};
    return polled_count++;
}

static int events_of(int index, void *ignored)
{
    (void)ignored;
    short found = polled[index].revents;
    return (found & POLLIN ? SLIRP_POLL_IN : 0) | (found & POLLOUT ? SLIRP_POLL_OUT : 0)
        | (found & POLLPRI ? SLIRP_POLL_PRI : 0) | (found & POLLERR ? SLIRP_POLL_ERR : 0)
        | (found & POLLHUP ? SLIRP_POLL_HUP : 0);
}

/* Lets libslirp do what its sockets and its timers ask for, after a time of milliseconds or less. */
static void pump(uint32_t milliseconds)
{
    uint32_t least = milliseconds;
    polled_count = 0;
    slirp_pollfds_fill(slirp, &least, add_polled, NULL);
    time_now += (int64_t)(least < milliseconds ? least : milliseconds) * NANOSECONDS_OF_MILLISECOND;
    int result = poll(polled, polled_count, 0);
    slirp_pollfds_poll(slirp, result < 0, events_of, NULL);
}

static void observe(void)
{
    int seen;
    do {
        seen = told();
        for (int i = 0; i < ROUNDS; i++) {
            pump(0);
            workers_settle();
        }
    } while (told() != seen);
}

/* Hands libslirp a frame of the guest's. */
static void put_frame(uint16_t type, const void *content, size_t length)
{
    static uint8_t frame[sizeof(struct ether_header) + 65536];
    struct ether_header *header = (struct ether_header *)frame;
    memcpy(header->ether_dhost, host, ETH_ALEN);
    memcpy(header->ether_shost, guest, ETH_ALEN);
    header->ether_type = htons(type);
    memcpy(frame + sizeof *header, content, length);
    slirp_input(slirp, frame, sizeof *header + length);
}

/* The guest says where it is, so that libslirp need not ask (RFC 826). */
static void announce(const struct setup *setup)
{
    struct ether_arp arp = {
        .arp_hrd = htons(ARPHRD_ETHER), .arp_pro = htons(ETHERTYPE_IP), .arp_hln = ETH_ALEN,
        .arp_pln = sizeof(struct in_addr), .arp_op = htons(ARPOP_REQUEST)};
    memcpy(arp.arp_sha, guest, ETH_ALEN);
    memcpy(arp.arp_spa, &setup->remote, sizeof setup->remote);
    memcpy(arp.arp_tpa, &setup->remote, sizeof setup->remote);
    put_frame(ETHERTYPE_ARP, &arp, sizeof arp);
}

static void reset(const struct setup *setup)
{
    workers_end();
    if (slirp) {
        slirp_cleanup(slirp);
    }
    close_case();
    network_enter(setup, false);
    time_now = 0;
    uint32_t mask = htonl(0xffffff00);
    SlirpConfig config = {
        .version = 3,
        .in_enabled = true,
        .vnetmask.s_addr = mask,
        .vnetwork.s_addr = setup->local.s_addr & mask,
        .vhost = setup->local,
        .vdhcp_start.s_addr = (setup->local.s_addr & mask) | htonl(250),
        .vnameserver.s_addr = (setup->local.s_addr & mask) | htonl(251),
        .if_mtu = setup->mtu,
        .if_mru = setup->mtu,
        .disable_dns = true,
    };
    memcpy(host + 2, &setup->local, sizeof setup->local);
    slirp = slirp_new(&config, &callbacks, NULL);
    announce(setup);
    observe();
}

static void begin(const struct call *call, const struct operation *operation)
{
    if (worker_begin(call, operation)) {
        observe();
    }
}

static void arrive(const uint8_t *octets, size_t length)
{
    put_frame(ETHERTYPE_IP, octets, length);
    observe();
}

static void let_pass(int64_t until)
{
    int start = told();
    while (time_now < until && told() == start) {
        int64_t left = (until - time_now + NANOSECONDS_OF_MILLISECOND - 1) / NANOSECONDS_OF_MILLISECOND;
        pump(left < UINT32_MAX ? left : UINT32_MAX - 1);
        time_now = time_now < until ? time_now : until;
        observe();
    }
}

/* Whom the server accepts is libslirp itself; it does not know of the peer. */
static long accept_guest(const struct call *call, struct ending *ending)
{
    long result = accept_operation(call, ending);
    json_decref(ending->fields);
    ending->fields = NULL;
    return result;
}

static json_t *environment(void)
{
    struct utsname system;
    uname(&system);
    return json_pack("{s:s, s:s, s:s}", "version", slirp_version_string(), "time", "virtual", "host", system.release);
}

int main(void)
{
    static const struct operation operations[] = {
        {"socket", socket_operation}, {"bind", bind_operation}, {"listen", listen_operation},
        {"accept", accept_guest}, {"read", recv_operation}, {"recv", recv_operation}, {"write", send_operation},
        {"send", send_operation}, {"shutdown", shutdown_operation}, {"close", close_operation},
        {"fcntl", fcntl_operation}, {"poll", poll_operation}, {"setsockopt", setsockopt_operation}, {NULL, NULL}};
    static char name[64];
    static struct stack stack = {
        .adapter = "slirp",
        .stack = name,
        .is_virtual = true,
        .has_packets = true,
        .lacks_loopback = true,
        .threads = 1,
        .operations = operations,
        .reset = reset,
        .call = begin,
        .packet = arrive,
        .wait = let_pass,
        .now = now,
        .environment = environment,
    };
    snprintf(name, sizeof name, "libslirp %s", slirp_version_string());
    workers_bell();
    int result = adapter_run(&stack);
    workers_end();
    return result;
}
