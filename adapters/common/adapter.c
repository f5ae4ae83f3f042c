#include "adapter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_LINE = 1 << 18, LARGEST_PACKET = 65535 };

static const struct stack *used;

/* Where observations go. */
static FILE *output;

static int observations;

int told(void) { return observations; }

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static void tell(json_t *object)
{
    json_dumpf(object, output, JSON_COMPACT);
    putc('\n', output);
    json_decref(object);
    observations++;
}

void tell_return(const struct call *call, struct ending *ending)
{
    if (ending->lacking) {
        tell_unsupported("'%s' of the call '%s'", ending->lacking, call->name);
        return;
    }
    json_t *object = json_pack(
        "{s:I, s:s, s:i, s:I}", "time", (json_int_t)used->now(), "return", call->name, "thread", call->thread,
        "result", (json_int_t)ending->result);
    if (ending->result < 0) {
        const char *name = strerrorname_np(ending->error);
        json_object_set_new(object, "errno", json_string(name ? name : "EIO"));
    } else if (ending->fields) {
        json_object_update(object, ending->fields);
    }
    json_decref(ending->fields);
    tell(object);
}

void tell_packet(const uint8_t *octets, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    fprintf(output, "{\"time\":%lld,\"packet\":\"", (long long)used->now());
    for (size_t i = 0; i < length; i++) {
        putc_unlocked(digits[octets[i] >> 4], output);
        putc_unlocked(digits[octets[i] & 15], output);
    }
    fputs("\"}\n", output);
    observations++;
}

void tell_unsupported(const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    tell(json_pack("{s:s}", "unsupported", text));
}

static void tell_quiet(void)
{
    fprintf(output, "{\"quiet\":%lld}\n", (long long)used->now());
    fflush(output);
}

static void tell_hello(void)
{
    json_t *calls = json_array();
    for (const struct operation *each = used->operations; each->name; each++) {
        json_array_append_new(calls, json_string(each->name));
    }
    json_t *environment = used->environment ? used->environment() : json_object();
    tell(json_pack(
        "{s:s, s:i, s:s, s:s, s:s, s:b, s:b, s:i, s:o, s:o}", "adapter", used->adapter, "version", 1, "stack", used->stack,
        "profile", used->profile ? used->profile : "rfc9293", "clock", used->is_virtual ? "virtual" : "real",
        "packets", used->has_packets, "loopback", !used->lacks_loopback, "threads", used->threads, "calls", calls,
        "environment", environment));
    fflush(output);
}

struct ending perform(const struct call *call, const struct operation *operation)
{
    struct ending ending = {.error = 0};
    ending.result = operation->perform(call, &ending);
    ending.error = errno;
    return ending;
}

static void begin_call(json_t *line)
{
    struct call call = {.thread = 0, .fd = -1, .fields = line};
    if (json_unpack(line, "{s:s, s?i, s?i}", "call", &call.name, "thread", &call.thread, "fd", &call.fd)
        || call.thread < 0 || call.thread >= MOST_THREADS) {
        tell_unsupported("a call that is not of the contract");
        return;
    }
    for (const struct operation *each = used->operations; each->name; each++) {
        if (!strcmp(each->name, call.name)) {
            used->call(&call, each);
            return;
        }
    }
    tell_unsupported("the call '%s'", call.name);
}

static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

static void hand_over(const char *text)
{
    static uint8_t octets[LARGEST_PACKET];
    size_t length = strlen(text) / 2;
    for (size_t i = 0; i < length && length <= sizeof octets; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            length = sizeof octets + 1;
            break;
        }
        octets[i] = high << 4 | low;
    }
    if (length > sizeof octets || length * 2 != strlen(text)) {
        tell_unsupported("a packet that is not a datagram in hexadecimal");
    } else if (!used->has_packets) {
        tell_unsupported("packets");
    } else {
        used->packet(octets, length);
    }
}

static void begin_case(json_t *command)
{
    const char *local = "192.0.2.1", *remote = "192.0.2.2";
    struct setup setup = {.mtu = 1500};
    json_unpack(command, "{s?s, s?s, s?i, s?o}", "local", &local, "remote", &remote, "mtu", &setup.mtu, "settings",
                &setup.settings);
    if (inet_pton(AF_INET, local, &setup.local) == 1 && inet_pton(AF_INET, remote, &setup.remote) == 1) {
        used->reset(&setup);
    } else {
        tell_unsupported("addresses other than of IPv4");
    }
}

static bool is_command(json_t *command, const char *name)
{
    const char *said = json_string_value(json_object_get(command, "command"));
    return said && !strcmp(said, name);
}

static void answer(json_t *command)
{
    const char *packet = json_string_value(json_object_get(command, "packet"));
    if (packet) {
        hand_over(packet);
    } else if (json_object_get(command, "call")) {
        begin_call(command);
    } else if (is_command(command, "wait")) {
        used->wait(json_integer_value(json_object_get(command, "until")));
    } else if (is_command(command, "reset")) {
        begin_case(command);
    } else if (is_command(command, "settings")) {
        if (used->set) {
            used->set(json_object_get(command, "settings"));
        }
    } else {
        tell_unsupported("a command that is not of the contract");
    }
}

/* The standard output for observations alone: what is printed goes to the standard error. */
static FILE *apart_from_prints(void)
{
    FILE *own = fdopen(dup(STDOUT_FILENO), "w");
    if (!own || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        fail("there is no standard output");
    }
    return own;
}

int adapter_run(const struct stack *stack)
{
    static char line[LONGEST_LINE];
    used = stack;
    output = stack->prints ? apart_from_prints() : stdout;
    setvbuf(output, NULL, _IOFBF, LONGEST_LINE);
    while (fgets(line, sizeof line, stdin)) {
        json_t *command = json_loads(line, 0, NULL);
        if (is_command(command, "end")) {
            break;
        }
        if (is_command(command, "hello")) {
            tell_hello();
        } else {
            answer(command);
            tell_quiet();
        }
        json_decref(command);
    }
    return 0;
}
