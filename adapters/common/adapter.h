/* The contract of docs/adapters.md for stacks in C: lines of JSON become calls of these functions. */
#ifndef ADAPTER_H
#define ADAPTER_H

#include <jansson.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NANOSECONDS_OF_MILLISECOND = 1000000, MOST_THREADS = 8, LONGEST_TRANSFER = 1 << 20 };

/* A system call that begins; what is not said is -1. */
struct call {
    const char *name;
    int thread;
    int fd;
    long length;
    int flags;
    int how;
    int level;
    int option;
    long value;
    struct sockaddr_in address;
    json_t *arguments;

    /* The line it was read from, which what is above points into. */
    json_t *command;
};

/* A system call that returned. */
struct ending {
    long result;
    int error;
    bool has_address, has_value;
    struct sockaddr_in address;
    int value;
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
    bool is_virtual;
    bool has_packets;
    int threads;
    const struct operation *operations;

    void (*reset)(const struct setup *setup);
    void (*call)(const struct call *call, const struct operation *operation);
    void (*packet)(const uint8_t *octets, size_t length);
    void (*wait)(int64_t until);
    int64_t (*now)(void);
};

/* Answers commands until the end; the exit code. */
int adapter_run(const struct stack *stack);

/* How many observations were told since the last command. */
int told(void);

void tell_return(const struct call *call, const struct ending *ending);
void tell_packet(const uint8_t *octets, size_t length);
void tell_unsupported(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes a call, which may sleep. */
struct ending perform(const struct call *call, const struct operation *operation);

/* Ends the program with a line about why. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* The value of a text such as "O_RDWR|O_NONBLOCK" or "2050"; false if a name is unknown. */
bool constant(const char *text, long *value);

/* Reads a command that is a call; tells what is unsupported about it and answers false. */
bool read_call(json_t *command, struct call *call);

/* An argument by its place, as a number; -1 if there is none. */
long argument(const struct call *call, size_t place);

/* The text of an argument by its place; empty if there is none. */
const char *argument_text(const struct call *call, size_t place);

/* The number that follows "name=" in a text of structures, from *text on, which moves behind it. */
bool next_field(const char **text, const char *name, long *value);

#endif
