/*
 * A closed-loop load client on epoll: keeps PIPELINE messages of SIZE bytes in flight on each of
 * N connections for SECONDS, checks every byte that returns, and prints one JSON object.
 *
 * The same client drives every server, so its own cost falls out of a comparison.
 */
#include "pattern.h"
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <sys/epoll.h>

struct connection {
    int fd;
    bool awaits_writability;
    uint64_t number, sent, received; /* the latter in bytes */
};

static uint64_t size = 64, in_flight, errors, mismatches, messages;
static bool verify = true, stopping;
static int epoll;

static void watch(struct connection *c, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(epoll, operation, c->fd, &event) < 0)
        die("epoll_ctl");
}

static void fail(struct connection *c)
{
    errors++;
    close(c->fd);
    c->fd = -1;
}

/* Sends all that the window allows: what one recv freed leaves in one send. */
static void top_up(struct connection *c)
{
    uint64_t target = c->received / size * size + in_flight;
    bool full = false;
    while (!stopping && !full && c->sent < target) {
        uint64_t want = target - c->sent;
        if (want > BUFFER)
            want = BUFFER;
        ssize_t taken = send(c->fd, stream(c->number, c->sent), want, MSG_NOSIGNAL);
        if (taken < 0 && errno != EAGAIN && errno != EINTR) {
            fail(c);
            return;
        }
        full = taken < (ssize_t)want;
        c->sent += taken > 0 ? (uint64_t)taken : 0;
    }
    if (full != c->awaits_writability) {
        c->awaits_writability = full;
        watch(c, EPOLL_CTL_MOD, full ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

static void receive(struct connection *c)
{
    static char buffer[BUFFER];
    ssize_t got = recv(c->fd, buffer, sizeof buffer, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        fail(c);
        return;
    }
    if (verify && (c->received + (uint64_t)got > c->sent ||
                   memcmp(buffer, stream(c->number, c->received), (size_t)got) != 0)) {
        mismatches++;
        fail(c); /* one wrong byte shifts all that follow: count it once */
        return;
    }
    uint64_t before = c->received / size;
    c->received += (uint64_t)got;
    messages += c->received / size - before;
}

/* Runs until the clock says so; then, once `stopping`, until nothing is in flight any more. */
static uint64_t run(struct connection *all, long count, uint64_t until)
{
    struct epoll_event events[512];
    for (;;) {
        uint64_t now = nanoseconds(CLOCK_MONOTONIC);
        bool idle = stopping;
        for (long i = 0; idle && i < count; i++)
            idle = all[i].fd < 0 || all[i].received == all[i].sent;
        if (idle || now >= until)
            return now;
        int ready = epoll_wait(epoll, events, 512, (int)((until - now) / 1000000 + 1));
        if (ready < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (events[i].events & ~(uint32_t)EPOLLOUT)
                receive(c);
            if (c->fd >= 0)
                top_up(c);
        }
    }
}

/* Blocking, and one at a time: no burst of connections can overflow the server's backlog. */
static struct connection *connect_all(long count, struct sockaddr_in server)
{
    struct connection *all = calloc((size_t)count, sizeof *all);
    if (!all)
        die("calloc");
    for (long i = 0; i < count; i++) {
        all[i].number = (uint64_t)i;
        all[i].fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (all[i].fd < 0 || connect(all[i].fd, (struct sockaddr *)&server, sizeof server) < 0)
            die("connect");
        no_delay(all[i].fd);
        if (fcntl(all[i].fd, F_SETFL, O_NONBLOCK) < 0)
            die("fcntl");
        watch(&all[i], EPOLL_CTL_ADD, EPOLLIN);
    }
    return all;
}

int main(int argc, char **argv)
{
    long count = 50, pipeline = 1, seconds = 2;
    int option, no = 0;
    const struct option names[] = {
        {"verify", no_argument, &no, 0}, {"no-verify", no_argument, &no, 1}, {NULL, 0, NULL, 0}};
    while ((option = getopt_long(argc, argv, "c:s:p:d:", names, NULL)) != -1) {
        switch (option) {
        case 'c': count = number(optarg, 1, 1000000, "-c"); break;
        case 's': size = (uint64_t)number(optarg, 1, 1 << 30, "-s"); break;
        case 'p': pipeline = number(optarg, 1, 1 << 20, "-p"); break;
        case 'd': seconds = number(optarg, 1, 86400, "-d"); break;
        case 0: break;
        default: optind = argc; /* getopt has said what is wrong */
        }
    }
    if (optind != argc - 1) {
        fprintf(stderr, "usage: %s [-c CONNECTIONS] [-s SIZE] [-p PIPELINE] [-d SECONDS] "
                        "[--no-verify] PORT\n", argv[0]);
        return EX_USAGE;
    }
    verify = !no;
    in_flight = size * (uint64_t)pipeline;
    raise_descriptor_limit();
    fill_pattern();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0)
        die("epoll_create1");
    uint16_t port = (uint16_t)number(argv[optind], 1, 65535, "PORT");
    struct connection *all = connect_all(count, loopback(INADDR_LOOPBACK, port));

    uint64_t start = nanoseconds(CLOCK_MONOTONIC);
    for (long i = 0; i < count; i++)
        top_up(&all[i]);
    uint64_t end = run(all, count, start + (uint64_t)seconds * 1000000000u);
    stopping = true;
    end = run(all, count, end + 2000000000u); /* what is still in flight belongs to the run */
    for (long i = 0; i < count; i++)
        errors += all[i].fd >= 0 && all[i].received != all[i].sent;

    double elapsed = (double)(end - start) / 1e9;
    printf("{\"schema\": 1, \"messages\": %llu, \"seconds\": %.6f, \"messages_per_second\": %.1f, "
           "\"bytes_per_second\": %.1f, \"connections\": %ld, \"client_cpu_seconds\": %.6f, "
           "\"errors\": %llu, \"mismatches\": %llu}\n",
           (unsigned long long)messages, elapsed, (double)messages / elapsed,
           (double)messages * (double)size / elapsed, count,
           (double)nanoseconds(CLOCK_PROCESS_CPUTIME_ID) / 1e9, (unsigned long long)errors,
           (unsigned long long)mismatches);
    return errors || mismatches ? 1 : 0;
}
