/* lwIP behind the contract: its sockets API, an interface without a link, and time that passes in "wait" alone. */
#include "../common/operations.h"
#include "memory.h"
#include "port.h"

#include <lwip/init.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/timeouts.h>
#include <stdio.h>
#include <stdlib.h>

static struct netif interface;
static int mtu;

/* The calls under way, by their threads. */
static struct {
    struct call call;
    const struct operation *operation;
} pending[MOST_THREADS];

/* What begins in the next coroutine. */
static int beginning;

static err_t put_out(struct netif *netif, struct pbuf *packet, const ip4_addr_t *address)
{
    (void)netif, (void)address;
    tell_packet(packet->payload, packet->tot_len);
    return ERR_OK;
}

static err_t set_up(struct netif *netif)
{
    netif->mtu = mtu;
    netif->output = put_out;
    return ERR_OK;
}

static void reset(const struct setup *setup)
{
    for (int thread = 0; thread < MOST_THREADS; thread++) {
        if (port_sleeps(thread)) {
            json_decref(pending[thread].call.fields);
        }
    }
    memory_restore();
    port_reset();
    srand(1);
    interface = (struct netif){.name = {'w', 'l'}};
    ip4_addr_t address = {setup->local.s_addr}, gateway = {setup->remote.s_addr}, mask = {0};
    mtu = setup->mtu;
    netif_add(&interface, &address, &mask, &gateway, NULL, set_up, ip_input);
    netif_set_default(&interface);
    netif_set_up(&interface);
    netif_set_link_up(&interface);
}

static void run_call(void)
{
    int thread = beginning;
    struct ending ending = perform(&pending[thread].call, pending[thread].operation);
    tell_return(&pending[thread].call, &ending);
    json_decref(pending[thread].call.fields);
}

static void begin(const struct call *call, const struct operation *operation)
{
    if (port_sleeps(call->thread)) {
        tell_unsupported("a call of thread %d while it sleeps in another", call->thread);
        return;
    }
    beginning = call->thread;
    pending[beginning].call = *call;
    pending[beginning].operation = operation;
    json_incref(call->fields);
    port_begin(beginning, run_call);
    port_wake();
}

static void arrive(const uint8_t *octets, size_t length)
{
    /* In one piece: of the pool's, a datagram of 1,500 octets writes over what is beside it. */
    struct pbuf *packet = pbuf_alloc(PBUF_RAW, length, PBUF_RAM);
    pbuf_take(packet, octets, length);
    if (interface.input(packet, &interface) != ERR_OK) {
        pbuf_free(packet);
    }
    port_wake();
}

static void let_pass(int64_t until)
{
    int start = told();
    while (port_time < until && told() == start) {
        int64_t this = port_time / NANOSECONDS_OF_MILLISECOND * NANOSECONDS_OF_MILLISECOND;
        int64_t next = this + (int64_t)sys_timeouts_sleeptime() * NANOSECONDS_OF_MILLISECOND;
        int64_t deadline = port_deadline();
        next = deadline < next ? deadline : next;
        port_time = next < until ? next : until;
        sys_check_timeouts();
        port_wake();
    }
}

static int64_t now(void) { return port_time; }

/* How Debian has built the library. */
static json_t *environment(void)
{
    char mss[16], window[16], buffer[16];
    snprintf(mss, sizeof mss, "%d", (int)TCP_MSS);
    snprintf(window, sizeof window, "%d", (int)TCP_WND);
    snprintf(buffer, sizeof buffer, "%d", (int)TCP_SND_BUF);
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "version", LWIP_VERSION_STRING, "time", "virtual", "TCP_MSS", mss,
        "TCP_WND", window, "TCP_SND_BUF", buffer, "LWIP_WND_SCALE", LWIP_WND_SCALE ? "1" : "0",
        "LWIP_TCP_TIMESTAMPS", LWIP_TCP_TIMESTAMPS ? "1" : "0");
}

int main(void)
{
    static const struct operation operations[] = {SOCKET_OPERATIONS, {NULL, NULL}};
    static const struct stack stack = {
        .adapter = "lwip",
        .stack = "lwIP " LWIP_VERSION_STRING,
        .is_virtual = true,
        .has_packets = true,
        .prints = true,
        .threads = MOST_THREADS,
        .operations = operations,
        .reset = reset,
        .call = begin,
        .packet = arrive,
        .wait = let_pass,
        .now = now,
        .environment = environment,
    };
    lwip_init();
    memory_remember();
    return adapter_run(&stack);
}
