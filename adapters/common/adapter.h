/* The contract of docs/adapters.md for stacks in C: lines of JSON become calls of these functions. */
#ifndef ADAPTER_H
#define ADAPTER_H

#include <jansson.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NANOSECONDS_OF_MILLISECOND = 1000000, MOST_THREADS = 8, LONGEST_TRANSFER = 1 << 22 };

/* A system call that begins; what it takes stands in the fields of its line. */
struct call {
    const char *name;
    int thread;
    int fd;
    json_t *fields;
};

/* A system call that returned. */
struct ending {
    long result;
    int error;

    /* Fields of the line that tells it, if it has any. */
    json_t *fields;

    /* The name of something in the call that the stack does not have; it did not begin then. */
    const char *lacking;
};

/* A system call that a stack has: the result, or -1 with errno. */
struct operation {
    const char *name;
    long (*perform)(const struct call *call, struct ending *ending);
};

/* What a case begins with. */
struct setup {
    struct in_addr local;
    struct in_addr remote;
    int mtu;
    json_t *settings;
};

struct stack {
    const char *adapter;
    const char *stack;
    const char *profile; /* whose departures from RFC 9293 it has; NULL if only the text counts */
    bool is_virtual;
    bool has_packets;
    bool lacks_loopback; /* it cannot connect to itself */
    bool prints; /* it writes messages of its own to stdout */
    int threads;
    const struct operation *operations;

    void (*reset)(const struct setup *setup);

    /* Settings change; NULL if none are heeded. */
    void (*set)(json_t *settings);
    void (*call)(const struct call *call, const struct operation *operation);
    void (*packet)(const uint8_t *octets, size_t length);
    void (*wait)(int64_t until);
    int64_t (*now)(void);

    /* Names and texts that reports show: versions, settings; NULL if there are none. */
    json_t *(*environment)(void);
};

/* Answers commands until the end; the exit code. */
int adapter_run(const struct stack *stack);

/* How many observations were told since the last command. */
int told(void);

/* Takes what the ending holds. */
void tell_return(const struct call *call, struct ending *ending);
void tell_packet(const uint8_t *octets, size_t length);
void tell_unsupported(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes a call, which may sleep. */
struct ending perform(const struct call *call, const struct operation *operation);

/* Ends the program with a line about why. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* A number of a call's line. */
long number_of(const struct call *call, const char *field, long otherwise);

/* A text of a call's line; empty if it has none. */
const char *text_of(const struct call *call, const char *field);

/* The value of a constant's name, or of a number as text; what is not known is lacking. */
long constant(const char *name, struct ending *ending);

/* The constant whose name stands in a field. */
long constant_of(const struct call *call, const char *field, struct ending *ending);

/* The constant whose name stands in a list. */
long constant_in(json_t *list, size_t place, struct ending *ending);

/* The bits whose names are in a list, from a place on. */
long bits_in(json_t *list, size_t place, struct ending *ending);

/* The bits whose names are in a field. */
long bits_of(const struct call *call, const char *field, struct ending *ending);

/* Puts the names of bits behind what a list has; all of them begin alike, as in EPOLLIN. */
void add_names(json_t *list, const char *beginning, long bits);

/* The address of a call's line, or of none (AF_UNSPEC). */
struct sockaddr_in address_of(const struct call *call, struct ending *ending);

/* Adds a field to an ending. */
void add_field(struct ending *ending, const char *name, json_t *value);

/* Adds the address that a call told. */
void add_address(struct ending *ending, const struct sockaddr_in *address);

#endif
