/* The sockets of the kernel that it runs on behind the contract: calls, and packets through a TUN device. */
#include "descriptors.h"
#include "environment.h"
#include "epoll.h"
#include "network.h"
#include "workers.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

enum { NANOSECONDS_OF_MICROSECOND = 1000, USUAL_SETTLE_MICROSECONDS = 1000 };

static const struct operation operations[] = {SOCKET_OPERATIONS, LINUX_OPERATIONS, {NULL, NULL}};

static struct stack kernel = {
    .adapter = "sockets", .profile = "linux-6.18", .threads = MOST_THREADS, .operations = operations,
};
static int64_t start;

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec - start;
}

static void observe(void)
{
    workers_settle();
    network_tell();
}

static void reset(const struct setup *setup)
{
    workers_end();
    close_case();
    network_enter(setup, kernel.has_packets);
    network_set(setup->settings);
    start += now();
}

static void begin(const struct call *call, const struct operation *operation)
{
    if (worker_begin(call, operation)) {
        observe();
    }
}

static void arrive(const uint8_t *octets, size_t length)
{
    network_put(octets, length);
    observe();
}

static void let_pass(int64_t until)
{
    int before = told();
    observe();
    while (told() == before && now() < until) {
        int64_t left = until - now();
        struct timespec time = {left / 1000000000, left % 1000000000};
        struct pollfd polled[] = {
            {.fd = workers_bell(), .events = POLLIN}, {.fd = network_device(), .events = POLLIN}};
        if (left > 0) {
            ppoll(polled, 2, &time, NULL);
        }
        observe();
    }
}

static json_t *environment(void) { return environment_read(kernel.has_packets, kernel.is_virtual); }

static void read_options(int count, char **options)
{
    int64_t settle = -1;
    for (int i = 1; i < count; i++) {
        if (!strcmp(options[i], "--packets")) {
            kernel.has_packets = true;
        } else if (!strcmp(options[i], "--virtual")) {
            kernel.is_virtual = true;
        } else if (!strcmp(options[i], "--settle") && i + 1 < count) {
            settle = atoll(options[++i]);
        } else if (!strcmp(options[i], "--stack") && i + 1 < count) {
            kernel.stack = options[++i];
        } else {
            fail("not '%s'; usage: adapter [--packets] [--virtual] [--settle MICROSECONDS] [--stack NAME]", options[i]);
        }
    }
    if (settle < 0) {
        settle = kernel.is_virtual ? 0 : USUAL_SETTLE_MICROSECONDS;
    }
    workers_settle_for(settle * NANOSECONDS_OF_MICROSECOND);
}

int main(int count, char **options)
{
    static char name[sizeof(struct utsname)];
    struct utsname system;
    uname(&system);
    snprintf(name, sizeof name, "%s %s", system.sysname, system.release);
    kernel.stack = name;
    read_options(count, options);
    kernel.reset = reset;
    kernel.set = network_set;
    kernel.call = begin;
    kernel.packet = arrive;
    kernel.wait = let_pass;
    kernel.now = now;
    kernel.environment = environment;
    workers_bell();
    int result = adapter_run(&kernel);
    workers_end();
    return result;
}
