// An adapter (docs/adapters.md) for the sockets of this host. It has no packets: connections are made over loopback.
// Each call is made on a thread, so that it may sleep. Build it with: cc -O2 -pthread -o adapter adapter.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THREADS = 2, DESCRIPTORS = 256, SLEEPS_AFTER = 50000000, SECOND = 1000000000 };
enum state { IDLE, UNDER_WAY, RETURNED };
static struct call { char line[4096], name[32]; long result; int error; enum state state; } calls[THREADS];
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

static long number(const char *line, const char *name) { return atol(field(line, name)); }
static long call_of(const char *name, const char *line, char *octets, int length) {
    int fd = number(line, "fd"), flags = strstr(line, "MSG_DONTWAIT") ? MSG_DONTWAIT : 0;
    struct sockaddr_in address = { .sin_family = AF_INET };
    char host[40] = "";
    sscanf(field(line, "address"), "\"%39[0-9.]:%hu", host, &address.sin_port);
    address.sin_port = htons(address.sin_port), address.sin_addr.s_addr = inet_addr(host);
    return !strcmp(name, "socket") ? socket(AF_INET, SOCK_STREAM | (strstr(line, "NONBLOCK") ? SOCK_NONBLOCK : 0), 0)
        : !strcmp(name, "bind") ? bind(fd, (struct sockaddr *)&address, sizeof address)
        : !strcmp(name, "connect") ? connect(fd, (struct sockaddr *)&address, sizeof address)
        : !strcmp(name, "listen") ? listen(fd, length)
        : !strcmp(name, "accept") ? accept(fd, NULL, NULL)
        : !strcmp(name, "send") ? send(fd, octets, length, flags | MSG_NOSIGNAL)
        : !strcmp(name, "recv") ? recv(fd, octets, length, flags)
        : close(fd);
}

static void *make(void *argument) {
    struct call *call = argument;
    int length = number(call->line, "length");
    char *octets = calloc(1, length + 1);
    long result = call_of(call->name, call->line, octets, length);
    int error = errno;
    pthread_mutex_lock(&lock);
    free(octets), call->result = result, call->error = error, call->state = RETURNED;
    pthread_cond_broadcast(&returned);
    return pthread_mutex_unlock(&lock), NULL;
}

static void await(long until, struct call *one) { // Until a call returns, one or any; the lock is held.
    struct timespec end = { (start + until) / SECOND, (start + until) % SECOND };
    while ((one ? one->state == UNDER_WAY : calls[0].state != RETURNED && calls[1].state != RETURNED)
        && !pthread_cond_clockwait(&returned, &lock, CLOCK_MONOTONIC, &end)) { }
}

static void reset(void) {
    struct linger abort = { 1, 0 };
    for (int fd = 3; fd < DESCRIPTORS; close(fd++))
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort), shutdown(fd, SHUT_RDWR);
    for (int thread = 0; thread < THREADS; calls[thread++].state = IDLE)
        while (calls[thread].state == UNDER_WAY) pthread_cond_wait(&returned, &lock);
    start += now();
}

int main(void) {
    pthread_mutex_lock(&lock);
    for (char line[4096]; fgets(line, sizeof line, stdin) && !strstr(line, ":\"end\"");) {
        struct call *call = &calls[number(line, "thread") % THREADS];
        if (strstr(line, ":\"hello\"")) {
            puts("{\"adapter\":\"in C\",\"version\":1,\"stack\":\"sockets\",\"clock\":\"real\",\"packets\":false,"
                "\"threads\":2,\"calls\":"
                "[\"socket\",\"bind\",\"listen\",\"accept\",\"connect\",\"send\",\"recv\",\"close\"]}");
        } else if (strstr(line, ":\"reset\"")) reset();
        else if (strstr(line, ":\"wait\"")) await(number(line, "until"), NULL);
        else if (sscanf(field(line, "call"), "\"%31[a-z]", call->name) == 1) {
            pthread_t made;
            strcpy(call->line, line), call->state = UNDER_WAY;
            pthread_create(&made, NULL, make, call), pthread_detach(made), await(now() + SLEEPS_AFTER, call);
        } else puts("{\"unsupported\":\"only calls\"}");
        for (call = calls; call < calls + THREADS; call++) {
            if (call->state != RETURNED) continue;
            printf("{\"time\":%ld,\"return\":\"%s\",\"thread\":%td,", now(), call->name, call - calls);
            printf("\"result\":%ld", call->result), call->state = IDLE;
            printf(call->result < 0 ? ",\"errno\":\"%s\"}\n" : "}\n", strerrorname_np(call->error));
        }
        if (!strstr(line, ":\"hello\"")) printf("{\"quiet\":%ld}\n", now());
        fflush(stdout);
    }
}
