/* The sockets API's names, as lwIP's. */
#undef TCP_MSS
#include <lwip/sockets.h>

/* SOCK_NONBLOCK is what lwIP has by fcntl alone. */
static inline int named_socket(int family, int type, int protocol)
{
    int socket = lwip_socket(family, type & ~SOCK_NONBLOCK, protocol);
    if (socket >= 0 && type & SOCK_NONBLOCK) {
        lwip_fcntl(socket, F_SETFL, O_NONBLOCK);
    }
    return socket;
}

#define socket named_socket
#define bind lwip_bind
#define listen lwip_listen
#define accept lwip_accept
#define connect lwip_connect
#define getsockname lwip_getsockname
#define getpeername lwip_getpeername
#define readv lwip_readv
#define writev lwip_writev
#define recvmsg lwip_recvmsg
#define sendmsg lwip_sendmsg
#define ioctl lwip_ioctl
#define recv lwip_recv
#define send lwip_send
#define shutdown lwip_shutdown
#define close lwip_close
#define poll lwip_poll
#define fcntl lwip_fcntl
#define getsockopt lwip_getsockopt
#define setsockopt lwip_setsockopt
