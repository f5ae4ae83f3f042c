// An adapter (docs/adapters.md) for the sockets of this host. It has no packets: connections are made over loopback.
// Each call is made on a thread, so that it may sleep. Build it with: cc -O2 -pthread -o adapter adapter.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 2, DESCRIPTORS = 256, SLEEPS_AFTER = 50000000, SECOND = 1000000000 };
enum state { IDLE, UNDER_WAY, RETURNED };
struct call { char line[4096], name[32]; long result; int error; enum state state; };

static struct call calls[THREADS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t returned = PTHREAD_COND_INITIALIZER;
static long start;

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec - start;
}

static const char *field(const char *line, const char *name) {
    char key[40];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *found = strstr(line, key);
    return found ? found + strlen(key) : "";
}

static int number(const char *line, const char *name) { return atoi(field(line, name)); }

static void *make(void *argument) {
    struct call *call = argument;
    const char *line = call->line, *name = call->name;
    int fd = number(line, "fd"), length = number(line, "length"), flags = strstr(line, "DONTWAIT") ? MSG_DONTWAIT : 0;
    struct sockaddr_in address = { .sin_family = AF_INET };
    char host[40] = "", *octets = calloc(1, length > 0 ? length : 1);
    if (sscanf(field(line, "address"), "\"%39[0-9.]:%hu", host, &address.sin_port) == 2)
        inet_pton(AF_INET, host, &address.sin_addr), address.sin_port = htons(address.sin_port);
    long result = !strcmp(name, "socket") ? socket(AF_INET, SOCK_STREAM | (strstr(line, "NONBLOCK") ? SOCK_NONBLOCK : 0), 0)
        : !strcmp(name, "bind") ? bind(fd, (struct sockaddr *)&address, sizeof address)
        : !strcmp(name, "connect") ? connect(fd, (struct sockaddr *)&address, sizeof address)
        : !strcmp(name, "listen") ? listen(fd, length)
        : !strcmp(name, "accept") ? accept(fd, NULL, NULL)
        : !strcmp(name, "send") ? send(fd, octets, length, flags | MSG_NOSIGNAL)
        : !strcmp(name, "recv") ? recv(fd, octets, length, flags)
        : close(fd);
    int error = errno;
    free(octets);
    pthread_mutex_lock(&lock);
    call->result = result, call->error = error, call->state = RETURNED;
    pthread_cond_broadcast(&returned);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void await(long until) {          // The lock is held.
    struct timespec end = { (start + until) / SECOND, (start + until) % SECOND };
    while (calls[0].state != RETURNED && calls[1].state != RETURNED
        && !pthread_cond_clockwait(&returned, &lock, CLOCK_MONOTONIC, &end)) { }
}

static void reset(void) {
    for (int fd = 3; fd < DESCRIPTORS; fd++)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger)), shutdown(fd, 2), close(fd);
    for (int thread = 0; thread < THREADS; thread++)
        for (; calls[thread].state == UNDER_WAY; await(now() + SECOND)) { }
    memset(calls, 0, sizeof calls);
    start += now();
}

int main(void) {
    char line[4096];
    pthread_mutex_lock(&lock);
    while (fgets(line, sizeof line, stdin) && !strstr(line, "\"command\":\"end\"")) {
        int thread = number(line, "thread") % THREADS;
        if (strstr(line, "\"command\":\"hello\"")) {
            puts("{\"adapter\":\"sample in C\",\"version\":1,\"stack\":\"sockets of this host\",\"clock\":\"real\",\"packets\":"
                "false,\"threads\":2,\"calls\":[\"socket\",\"bind\",\"listen\",\"accept\",\"connect\",\"send\",\"recv\",\"close\"]}");
            fflush(stdout);
            continue;
        }
        if (strstr(line, "\"command\":\"reset\"")) reset();
        else if (strstr(line, "\"command\":\"wait\"")) await(atol(field(line, "until")));
        else if (sscanf(field(line, "call"), "\"%31[a-z]", calls[thread].name) == 1) {
            pthread_t made;
            strcpy(calls[thread].line, line), calls[thread].state = UNDER_WAY;
            pthread_create(&made, NULL, make, &calls[thread]), pthread_detach(made);
            await(now() + SLEEPS_AFTER);
        } else puts("{\"unsupported\":\"only calls\"}");
        for (thread = 0; thread < THREADS; thread++) {
            struct call *call = &calls[thread];
            if (call->state != RETURNED) continue;
            printf("{\"time\":%ld,\"return\":\"%s\",\"thread\":%d,\"result\":%ld", now(), call->name, thread, call->result);
            if (call->result < 0) printf(",\"errno\":\"%s\"", strerrorname_np(call->error));
            puts("}"), call->state = IDLE;
        }
        printf("{\"quiet\":%ld}\n", now()), fflush(stdout);
    }
}
