/* System calls over the sockets API, of the C library or, with the names of a stack (NAMES), of that stack. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include "adapter.h"

/* The head of a function that performs a call. */
#define OPERATION(name) \
    long name##_operation( \
        const struct call *call __attribute__((unused)), struct ending *ending __attribute__((unused)))

OPERATION(socket);
OPERATION(bind);
OPERATION(listen);
OPERATION(accept);
OPERATION(connect);
OPERATION(recv);
OPERATION(readv);
OPERATION(recvmsg);
OPERATION(send);
OPERATION(writev);
OPERATION(sendmsg);
OPERATION(shutdown);
OPERATION(close);
OPERATION(poll);
OPERATION(fcntl);
OPERATION(ioctl);
OPERATION(getsockname);
OPERATION(getpeername);
OPERATION(getsockopt);
OPERATION(setsockopt);

/* Rows of a table of operations: what every sockets API has. */
#define SOCKET_OPERATIONS \
    {"socket", socket_operation}, {"bind", bind_operation}, {"listen", listen_operation}, \
    {"accept", accept_operation}, {"connect", connect_operation}, {"read", recv_operation}, \
    {"recv", recv_operation}, {"recvfrom", recv_operation}, {"readv", readv_operation}, \
    {"recvmsg", recvmsg_operation}, {"write", send_operation}, {"send", send_operation}, \
    {"sendto", send_operation}, {"writev", writev_operation}, {"sendmsg", sendmsg_operation}, \
    {"shutdown", shutdown_operation}, {"close", close_operation}, {"poll", poll_operation}, \
    {"fcntl", fcntl_operation}, {"ioctl", ioctl_operation}, {"getsockname", getsockname_operation}, \
    {"getpeername", getpeername_operation}, {"getsockopt", getsockopt_operation}, \
    {"setsockopt", setsockopt_operation}

#endif
