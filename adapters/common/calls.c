/* Calls as the lines say them, and the names of constants in them. */
#include "adapter.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define NAMED(name) {#name, name}

static const struct {
    const char *name;
    long value;
} constants[] = {
    NAMED(AF_INET), NAMED(SOCK_STREAM), NAMED(SOCK_NONBLOCK), NAMED(SOCK_CLOEXEC), NAMED(IPPROTO_TCP),
    NAMED(MSG_DONTWAIT), NAMED(MSG_PEEK), NAMED(MSG_OOB), NAMED(MSG_WAITALL), NAMED(MSG_NOSIGNAL), NAMED(MSG_MORE),
    NAMED(MSG_TRUNC), NAMED(MSG_ZEROCOPY), NAMED(MSG_ERRQUEUE), NAMED(MSG_FASTOPEN),
    NAMED(SHUT_RD), NAMED(SHUT_WR), NAMED(SHUT_RDWR),
    NAMED(F_GETFL), NAMED(F_SETFL), NAMED(O_RDWR), NAMED(O_NONBLOCK),
    NAMED(SOL_SOCKET), NAMED(SO_LINGER), NAMED(SO_ERROR), NAMED(SO_RCVLOWAT), NAMED(SO_REUSEADDR), NAMED(SO_KEEPALIVE),
    NAMED(SO_RCVBUF), NAMED(SO_SNDBUF), NAMED(SO_RCVTIMEO), NAMED(SO_SNDTIMEO), NAMED(SO_TYPE), NAMED(SO_ACCEPTCONN),
    NAMED(TCP_NODELAY), NAMED(TCP_KEEPIDLE), NAMED(TCP_KEEPINTVL), NAMED(TCP_KEEPCNT), NAMED(TCP_CORK),
    NAMED(POLLIN), NAMED(POLLPRI), NAMED(POLLOUT), NAMED(POLLERR), NAMED(POLLHUP), NAMED(POLLNVAL), NAMED(POLLRDHUP),
    NAMED(EPOLLIN), NAMED(EPOLLPRI), NAMED(EPOLLOUT), NAMED(EPOLLERR), NAMED(EPOLLHUP), NAMED(EPOLLRDHUP),
    NAMED(EPOLLET), NAMED(EPOLLONESHOT), NAMED(EPOLLEXCLUSIVE), NAMED(EPOLLWAKEUP),
    NAMED(EPOLL_CTL_ADD), NAMED(EPOLL_CTL_MOD), NAMED(EPOLL_CTL_DEL),
};

static bool named(const char *name, size_t length, long *value)
{
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (strlen(constants[i].name) == length && !memcmp(constants[i].name, name, length)) {
            *value = constants[i].value;
            return true;
        }
    }
    return false;
}

bool constant(const char *text, long *value)
{
    *value = 0;
    while (*text) {
        long part;
        char *end;
        size_t length = strcspn(text, "|, }]");
        part = strtol(text, &end, 0);
        if (end == text && !named(text, length, &part)) {
            return false;
        }
        *value |= part;
        text += length;
        if (*text != '|') {
            break;
        }
        text++;
    }
    return true;
}

const char *argument_text(const struct call *call, size_t place)
{
    const char *text = json_string_value(json_array_get(call->arguments, place));
    return text ? text : "";
}

long argument(const struct call *call, size_t place)
{
    long value;
    const char *text = argument_text(call, place);
    return *text && constant(*text == '[' ? text + 1 : text, &value) ? value : -1;
}

bool next_field(const char **text, const char *name, long *value)
{
    char key[32];
    snprintf(key, sizeof key, "%s=", name);
    const char *found = strstr(*text, key);
    if (!found || !constant(found + strlen(key), value)) {
        return false;
    }
    *text = found + strlen(key);
    return true;
}

static bool read_address(const char *text, struct sockaddr_in *address)
{
    char host[INET_ADDRSTRLEN] = "";
    int port = 0;
    address->sin_family = AF_INET;
    bool is_read = sscanf(text, "%15[0-9.]:%d", host, &port) == 2 && inet_pton(AF_INET, host, &address->sin_addr) == 1;
    address->sin_port = htons(port);
    return is_read;
}

/* "SO_LINGER", "6:1" or "TCP_NODELAY". */
static bool read_option(const char *text, struct call *call)
{
    long value;
    if (sscanf(text, "%d:%d", &call->level, &call->option) == 2) {
        return true;
    }
    call->level = !strncmp(text, "TCP_", 4) ? IPPROTO_TCP : SOL_SOCKET;
    bool is_known = constant(text, &value);
    call->option = is_known ? value : -1;
    return is_known;
}

bool read_call(json_t *command, struct call *call)
{
    *call = (struct call){
        .fd = -1, .length = -1, .how = -1, .level = -1, .option = -1, .value = -1, .command = command};
    const char *address = NULL, *how = NULL, *option = NULL;
    json_t *flags = NULL, *flag;
    json_int_t length = -1, value = -1;
    size_t i;
    long number;
    if (json_unpack(
            command, "{s:s, s?i, s?i, s?I, s?I, s?s, s?s, s?s, s?o, s?o}", "call", &call->name, "thread", &call->thread,
            "fd", &call->fd, "length", &length, "value", &value, "address", &address, "how", &how, "option", &option,
            "flags", &flags, "arguments", &call->arguments)) {
        tell_unsupported("a call whose fields are not of the format of traces");
        return false;
    }
    call->length = length;
    call->value = value;
    if (call->thread < 0 || call->thread >= MOST_THREADS) {
        tell_unsupported("thread %d", call->thread);
        return false;
    }
    if (address && !read_address(address, &call->address)) {
        tell_unsupported("the address '%s'", address);
        return false;
    }
    if (how) {
        call->how = constant(how, &number) ? number : -1;
    }
    if (option && !read_option(option, call)) {
        tell_unsupported("the option '%s'", option);
        return false;
    }
    json_array_foreach(flags, i, flag) {
        const char *name = json_string_value(flag);
        if (!name || !constant(name, &number)) {
            tell_unsupported("the flag '%s'", name ? name : "");
            return false;
        }
        call->flags |= number;
    }
    return true;
}
