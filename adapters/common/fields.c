/* Fields of calls: numbers, names of constants, addresses. */
#include "adapter.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/sockios.h>

#define NAMED(name) {#name, name}

static const struct {
    const char *name;
    long value;
} constants[] = {
    NAMED(AF_INET), NAMED(SOCK_STREAM), NAMED(SOCK_NONBLOCK), NAMED(SOCK_CLOEXEC), NAMED(IPPROTO_IP),
    NAMED(IPPROTO_TCP), NAMED(MSG_OOB), NAMED(MSG_PEEK), NAMED(MSG_DONTROUTE), NAMED(MSG_TRUNC), NAMED(MSG_DONTWAIT),
    NAMED(MSG_EOR), NAMED(MSG_WAITALL), NAMED(MSG_NOSIGNAL), NAMED(MSG_MORE), NAMED(SHUT_RD), NAMED(SHUT_WR),
    NAMED(SHUT_RDWR), NAMED(F_GETFD), NAMED(F_GETFL), NAMED(F_SETFD), NAMED(F_SETFL), NAMED(O_RDWR), NAMED(O_APPEND),
    NAMED(O_NONBLOCK), NAMED(O_ASYNC), NAMED(SIOCINQ), NAMED(SIOCOUTQ), NAMED(SIOCOUTQNSD), NAMED(SIOCATMARK),
    NAMED(FIONBIO), NAMED(SOL_SOCKET), NAMED(SO_LINGER), NAMED(SO_ERROR), NAMED(SO_RCVLOWAT), NAMED(SO_REUSEADDR),
    NAMED(SO_REUSEPORT), NAMED(SO_KEEPALIVE), NAMED(SO_OOBINLINE), NAMED(SO_RCVBUF), NAMED(SO_SNDBUF),
    NAMED(SO_RCVTIMEO), NAMED(SO_SNDTIMEO), NAMED(SO_TYPE), NAMED(SO_ACCEPTCONN), NAMED(TCP_NODELAY),
    NAMED(TCP_MAXSEG), NAMED(TCP_CORK), NAMED(TCP_KEEPIDLE), NAMED(TCP_KEEPINTVL), NAMED(TCP_KEEPCNT),
    NAMED(TCP_SYNCNT), NAMED(TCP_LINGER2), NAMED(TCP_DEFER_ACCEPT), NAMED(TCP_WINDOW_CLAMP), NAMED(TCP_QUICKACK),
    NAMED(TCP_CONGESTION), NAMED(TCP_USER_TIMEOUT), NAMED(TCP_FASTOPEN), NAMED(TCP_NOTSENT_LOWAT), NAMED(IP_TOS),
    NAMED(IP_TTL), NAMED(POLLIN), NAMED(POLLPRI), NAMED(POLLOUT), NAMED(POLLERR), NAMED(POLLHUP), NAMED(POLLNVAL),
    NAMED(POLLRDNORM), NAMED(POLLRDBAND), NAMED(POLLWRNORM), NAMED(POLLWRBAND), NAMED(POLLRDHUP), NAMED(EPOLLIN),
    NAMED(EPOLLPRI), NAMED(EPOLLOUT), NAMED(EPOLLERR), NAMED(EPOLLHUP), NAMED(EPOLLRDNORM), NAMED(EPOLLRDBAND),
    NAMED(EPOLLWRNORM), NAMED(EPOLLWRBAND), NAMED(EPOLLRDHUP), NAMED(EPOLLEXCLUSIVE), NAMED(EPOLLWAKEUP),
    NAMED(EPOLLONESHOT), NAMED(EPOLLET), NAMED(EPOLL_CTL_ADD), NAMED(EPOLL_CTL_MOD), NAMED(EPOLL_CTL_DEL),
    NAMED(EPOLL_CLOEXEC),
};

enum { CONSTANTS = sizeof constants / sizeof constants[0] };

long number_of(const struct call *call, const char *field, long otherwise)
{
    json_t *number = json_object_get(call->fields, field);
    return json_is_integer(number) ? json_integer_value(number) : otherwise;
}

const char *text_of(const struct call *call, const char *field)
{
    const char *text = json_string_value(json_object_get(call->fields, field));
    return text ? text : "";
}

long constant(const char *name, struct ending *ending)
{
    for (int i = 0; i < CONSTANTS; i++) {
        if (!strcmp(constants[i].name, name)) {
            return constants[i].value;
        }
    }
    char *end;
    long value = strtol(name, &end, 10);
    if (end == name || *end) {
        ending->lacking = name;
    }
    return value;
}

long constant_of(const struct call *call, const char *field, struct ending *ending)
{
    return constant(text_of(call, field), ending);
}

long constant_in(json_t *list, size_t place, struct ending *ending)
{
    const char *name = json_string_value(json_array_get(list, place));
    return constant(name ? name : "", ending);
}

long bits_in(json_t *list, size_t place, struct ending *ending)
{
    long bits = 0;
    for (; place < json_array_size(list); place++) {
        bits |= constant_in(list, place, ending);
    }
    return bits;
}

long bits_of(const struct call *call, const char *field, struct ending *ending)
{
    return bits_in(json_object_get(call->fields, field), 0, ending);
}

void add_names(json_t *list, const char *beginning, long bits)
{
    size_t length = strlen(beginning);
    for (int i = 0; i < CONSTANTS; i++) {
        const char *name = constants[i].name;
        if (!strncmp(name, beginning, length) && name[length] != '_' && bits & constants[i].value) {
            json_array_append_new(list, json_string(name));
        }
    }
}

struct sockaddr_in address_of(const struct call *call, struct ending *ending)
{
    char host[INET_ADDRSTRLEN] = "";
    int port = 0;
    struct sockaddr_in address = {.sin_family = AF_UNSPEC};
    const char *text = text_of(call, "address");
    if (*text) {
        address.sin_family = AF_INET;
        if (sscanf(text, "%15[0-9.]:%d", host, &port) != 2 || inet_pton(AF_INET, host, &address.sin_addr) != 1) {
            ending->lacking = text;
        }
        address.sin_port = htons(port);
    }
    return address;
}

void add_field(struct ending *ending, const char *name, json_t *value)
{
    if (!ending->fields) {
        ending->fields = json_object();
    }
    json_object_set_new(ending->fields, name, value);
}

void add_address(struct ending *ending, const struct sockaddr_in *address)
{
    char text[INET_ADDRSTRLEN + sizeof ":65535"];
    inet_ntop(AF_INET, &address->sin_addr, text, INET_ADDRSTRLEN);
    sprintf(text + strlen(text), ":%u", ntohs(address->sin_port));
    add_field(ending, "address", json_string(text));
}
