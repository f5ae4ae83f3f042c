/*
 * What makes adapters/sockets a machine's only process. It speaks through a mailbox in its memory: whoever debugs the
 * machine stops it at the doorbell, takes what was said and puts in what is asked. Time stands still meanwhile.
 */
#include "../common/adapter.h"
#include "../sockets/descriptors.h"
#include "../sockets/network.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MAILBOX_OCTETS = 1 << 18, PAGE = 4096, SOON = 20000, LATER = 60000, GRID = 100000, SECOND = 1000000000 };

static int timer;

/* The program's table of symbols says where it is. */
struct {
    /* Whether more of the answer follows before a question can be taken; how much of it there is. */
    volatile uint32_t goes_on, said;
    char answer[MAILBOX_OCTETS];
    volatile uint32_t asked;
    char question[MAILBOX_OCTETS];
} mailbox;

/* The machine is stopped when this is written: on a page of its own, which qemu is slow to write. */
_Alignas(PAGE) volatile uint32_t doorbell[PAGE / sizeof(uint32_t)];

/*
 * While the machine stands, qemu may take the processor to be idle, and then moves time on to the next timer. That one
 * is never far; and whether time was moved or not, it is the same when the machine has slept beyond it, to the next
 * time of a grid, which evens out what else differs by less.
 */
static void ring(void)
{
    struct itimerspec soon = {.it_value.tv_nsec = SOON};
    struct timespec later;
    clock_gettime(CLOCK_MONOTONIC, &later);
    later.tv_nsec = (later.tv_nsec + LATER) / GRID * GRID + GRID;
    if (later.tv_nsec >= SECOND) {
        later.tv_nsec -= SECOND;
        later.tv_sec++;
    }
    timerfd_settime(timer, 0, &soon, NULL);
    doorbell[0] = 1;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &later, NULL);
}

static ssize_t take_question(void *ignored, char *buffer, size_t size)
{
    (void)ignored;
    fflush(stdout);
    mailbox.goes_on = 0;
    do {
        ring();
    } while (!mailbox.asked);
    mailbox.said = 0;
    size_t length = mailbox.asked < size ? mailbox.asked : size;
    memcpy(buffer, mailbox.question, length);
    mailbox.asked = 0;
    return length;
}

static ssize_t put_answer(void *ignored, const char *text, size_t length)
{
    (void)ignored;
    for (size_t i = 0; i < length; i++) {
        if (mailbox.said == MAILBOX_OCTETS) {
            mailbox.goes_on = 1;
            ring();
            mailbox.said = 0;
        }
        mailbox.answer[mailbox.said++] = text[i];
    }
    return length;
}

static void load_module(const char *path)
{
    int file = open(path, O_RDONLY);
    if (file < 0 || syscall(SYS_finit_module, file, "", 0)) {
        fail("%s: %s", path, strerror(errno));
    }
    close(file);
}

/* Bounds of buffers as the kernel has them where there is more memory (tcp_init() of net/ipv4/tcp.c). */
static void set_buffers(void)
{
    json_t *bounds = json_pack(
        "{s:s, s:s}", "net.ipv4.tcp_rmem", "4096 131072 6291456", "net.ipv4.tcp_wmem", "4096 16384 4194304");
    network_set(bounds);
    json_decref(bounds);
}

/* The first connect since boot makes the kernel fill a table with random numbers, which takes 6 ms of its time. */
static void warm_up(void)
{
    struct sockaddr_in nobody = {
        .sin_family = AF_INET, .sin_port = htons(1), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (ioctl(client, SIOCSIFFLAGS, &loopback) || !connect(client, (struct sockaddr *)&nobody, sizeof nobody)) {
        fail("no loopback");
    }
    close(client);
}

__attribute__((constructor)) static void boot(void)
{
    if (mount("proc", "/proc", "proc", 0, NULL) || mount("dev", "/dev", "devtmpfs", 0, NULL)) {
        fail("no file systems: %s", strerror(errno));
    }
    load_module("/tun.ko");
    set_buffers();
    warm_up();
    memset(&mailbox, 0, sizeof mailbox);
    prctl(PR_SET_TIMERSLACK, 1);
    timer = move_up(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    mlock(&mailbox, sizeof mailbox);
    stdin = fopencookie(NULL, "r", (cookie_io_functions_t){.read = take_question});
    stdout = fopencookie(NULL, "w", (cookie_io_functions_t){.write = put_answer});
    setvbuf(stdin, NULL, _IOFBF, MAILBOX_OCTETS);
}
