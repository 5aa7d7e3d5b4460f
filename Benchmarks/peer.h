/*
 * What every C peer here does alike, so that they differ in one thing only: how they wait.
 *
 * Small and honest: written as one would write it in production for this one job, without tricks
 * that the Swift side could not use too. Loopback only.
 */
#ifndef PEER_H
#define PEER_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 64 * 1024, BACKLOG = 4096 };

/* Ends the process, naming what failed. */
static inline _Noreturn void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(EX_UNAVAILABLE);
}

/* A whole decimal number of the command line within bounds, or a usage error that names it. */
static inline long number(const char *word, long low, long high, const char *what)
{
    char *end;
    errno = 0;
    long value = strtol(word, &end, 10);
    if (errno || end == word || *end || value < low || value > high) {
        fprintf(stderr, "%s: '%s' is not a number from %ld to %ld\n", what, word, low, high);
        exit(EX_USAGE);
    }
    return value;
}

/* Allows as many descriptors as may be had without privilege; returns how many that is. */
static inline size_t raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        die("getrlimit");
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
        die("setrlimit");
    return limit.rlim_cur;
}

static inline struct sockaddr_in loopback(uint32_t host, uint16_t port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(host)};
}

static inline void no_delay(int fd)
{
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
}

static inline uint64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* A benchmark peer owes nobody a drain; _exit is safe in a handler. */
static void on_sigterm(int signal)
{
    (void)signal;
    _exit(0);
}

/* A bound socket for the port in argv[1]; `flags` as SOCK_NONBLOCK. Begins to listen. */
static inline int listen_on_loopback(int argc, char **argv, int flags)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s PORT   (0 picks a free one)\n", argv[0]);
        exit(EX_USAGE);
    }
    struct sockaddr_in address =
        loopback(INADDR_LOOPBACK, (uint16_t)number(argv[1], 0, 65535, "port"));
    signal(SIGTERM, on_sigterm);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (fd < 0)
        die("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
        die("bind");
    if (listen(fd, BACKLOG) < 0)
        die("listen");
    return fd;
}

/* The one line that a script waits for before it connects. */
static inline void announce(int listener)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &size) < 0)
        die("getsockname");
    printf("listening on tcp://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
}

/* Sends back what comes until the client ends, with blocking calls; `buffer` has BUFFER bytes. */
static inline void echo(int fd, char *buffer)
{
    for (;;) {
        ssize_t got = recv(fd, buffer, BUFFER, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        for (ssize_t sent = 0; sent < got;) {
            ssize_t taken = send(fd, buffer + sent, (size_t)(got - sent), MSG_NOSIGNAL);
            if (taken < 0 && errno == EINTR)
                continue;
            if (taken < 0)
                return;
            sent += taken;
        }
    }
}

#endif
