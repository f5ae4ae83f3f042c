#include "network.h"
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/route.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int device = -1;

static void control(int socket, unsigned long request, void *argument, const char *what)
{
    if (ioctl(socket, request, argument) < 0) {
        fail("%s: %s", what, strerror(errno));
    }
}

static struct sockaddr address(struct in_addr of)
{
    struct sockaddr general = {.sa_family = AF_INET};
    struct sockaddr_in special = {.sin_family = AF_INET, .sin_addr = of};
    memcpy(&general, &special, sizeof general);
    return general;
}

static void set_up_device(int socket, const struct setup *setup)
{
    struct ifreq request = {.ifr_name = "tun0", .ifr_flags = IFF_TUN | IFF_NO_PI};
    struct in_addr none = {INADDR_ANY}, all = {INADDR_NONE};
    struct rtentry route = {
        .rt_dst = address(none), .rt_genmask = address(none), .rt_flags = RTF_UP, .rt_dev = "tun0"};
    device = move_up(open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (device < 0) {
        fail("/dev/net/tun: %s", strerror(errno));
    }
    control(device, TUNSETIFF, &request, "no TUN device");
    request.ifr_addr = address(setup->local);
    control(socket, SIOCSIFADDR, &request, "no address");
    request.ifr_netmask = address(all);
    control(socket, SIOCSIFNETMASK, &request, "no netmask");
    request.ifr_mtu = setup->mtu;
    control(socket, SIOCSIFMTU, &request, "no MTU");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    control(socket, SIOCSIFFLAGS, &request, "it cannot be put up");
    control(socket, SIOCADDRT, &route, "no route");
}

void network_enter(const struct setup *setup, bool has_packets)
{
    if (device >= 0) {
        close(device);
        device = -1;
    }
    bool is_own = unshare(CLONE_NEWNET) == 0;
    if (!is_own && has_packets) {
        fail("no network namespace: %s", strerror(errno));
    }
    int control_socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (is_own) {
        struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
        ioctl(control_socket, SIOCSIFFLAGS, &loopback); /* gVisor refuses: there it is up already. */
    }
    if (has_packets) {
        set_up_device(control_socket, setup);
    }
    close(control_socket);
}

void network_set(json_t *settings)
{
    const char *name;
    json_t *value;
    json_object_foreach(settings, name, value) {
        char path[256];
        snprintf(path, sizeof path, "/proc/sys/%s", name);
        for (char *each = path + strlen("/proc/sys/"); *each; each++) {
            *each = *each == '.' ? '/' : *each;
        }
        int file = open(path, O_WRONLY | O_CLOEXEC);
        if (file >= 0) {
            (void)!write(file, json_string_value(value), json_string_length(value));
            close(file);
        }
    }
}

int network_device(void) { return device; }

void network_put(const uint8_t *octets, size_t length) { (void)!write(device, octets, length); }

void network_tell(void)
{
    static uint8_t octets[65536];
    ssize_t length;
    while (device >= 0 && (length = read(device, octets, sizeof octets)) > 0) {
        if (octets[0] >> 4 == 4) {
            tell_packet(octets, length);
        }
    }
}
