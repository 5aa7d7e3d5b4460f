/*
 * Opens RATE connections a second for SECONDS; each sends 64 bytes, checks the echo and closes.
 *
 * The client closes, as clients do, so the TIME_WAIT minute falls on its side: source addresses are
 * spread over 127.0.0.2 ... 127.0.0.60, 59 times the ports of one. Prints one JSON object.
 */
#include "peer.h"
#include <getopt.h>
#include <sys/epoll.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

/* SLOTS bounds what is open at once: a server that lags makes the rate fall, not the load pile up. */
enum { SLOTS = 512, MESSAGE = 64, FIRST_HOST = 2, HOSTS = 59 };

struct slot {
    int fd; /* -1: free */
    size_t sent, received;
};

static char message[MESSAGE];
static struct slot slots[SLOTS];
static int epoll, free_slots[SLOTS], free_count;
static uint64_t opened, completed, errors, mismatches;

static void finish(struct slot *slot, uint64_t *counter)
{
    ++*counter;
    close(slot->fd);
    slot->fd = -1;
    free_slots[free_count++] = (int)(slot - slots);
}

static void begin(struct sockaddr_in server)
{
    struct slot *slot = &slots[free_slots[--free_count]];
    struct sockaddr_in source =
        loopback((INADDR_LOOPBACK & ~0xFFu) | (uint32_t)(FIRST_HOST + opened++ % HOSTS), 0);
    *slot = (struct slot){.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (slot->fd < 0)
        die("socket");
    /* The port is chosen at connect, where only the whole four-tuple must be unused. */
    setsockopt(slot->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &(int){1}, sizeof(int));
    if (bind(slot->fd, (struct sockaddr *)&source, sizeof source) < 0)
        die("bind");
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = slot};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, slot->fd, &event) < 0)
        die("epoll_ctl");
    if (connect(slot->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS)
        finish(slot, &errors);
}

static void advance(struct slot *slot, uint32_t events)
{
    if (slot->sent == 0 && (events & EPOLLOUT)) {
        if (send(slot->fd, message, MESSAGE, MSG_NOSIGNAL) != MESSAGE) {
            finish(slot, &errors);
            return;
        }
        slot->sent = MESSAGE;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = slot};
        if (epoll_ctl(epoll, EPOLL_CTL_MOD, slot->fd, &event) < 0)
            die("epoll_ctl");
    }
    if (!(events & ~(uint32_t)EPOLLOUT))
        return;
    char reply[MESSAGE];
    ssize_t got = recv(slot->fd, reply, MESSAGE - slot->received, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        finish(slot, &errors);
    else if (memcmp(reply, message + slot->received, (size_t)got) != 0)
        finish(slot, &mismatches);
    else if ((slot->received += (size_t)got) == MESSAGE)
        finish(slot, &completed);
}

int main(int argc, char **argv)
{
    long rate = 5000, seconds = 30;
    int option;
    while ((option = getopt(argc, argv, "r:d:")) != -1) {
        switch (option) {
        case 'r': rate = number(optarg, 1, 1000000, "-r"); break;
        case 'd': seconds = number(optarg, 1, 86400, "-d"); break;
        default: optind = argc;
        }
    }
    if (optind != argc - 1) {
        fprintf(stderr, "usage: %s [-r RATE] [-d SECONDS] PORT\n", argv[0]);
        return EX_USAGE;
    }
    struct sockaddr_in server =
        loopback(INADDR_LOOPBACK, (uint16_t)number(argv[optind], 1, 65535, "PORT"));
    raise_descriptor_limit();
    for (int i = 0; i < MESSAGE; i++)
        message[i] = (char)(i * 7 + 1);
    for (int i = 0; i < SLOTS; i++)
        slots[free_count++].fd = -1, free_slots[i] = i;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0)
        die("epoll_create1");

    uint64_t total = (uint64_t)rate * (uint64_t)seconds, grace = 10000000000u;
    uint64_t start = nanoseconds(CLOCK_MONOTONIC), now = start;
    uint64_t limit = start + (uint64_t)seconds * 1000000000u + grace;
    /* Paced by the clock, not by the replies: connection n is due n / rate after the start. */
    while (completed + errors + mismatches < total && now < limit) {
        uint64_t due = (uint64_t)((double)(now - start) / 1e9 * (double)rate) + 1;
        while (opened < due && opened < total && free_count > 0)
            begin(server);
        struct epoll_event events[SLOTS];
        int ready = epoll_wait(epoll, events, SLOTS, 1);
        if (ready < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < ready; i++)
            advance(events[i].data.ptr, events[i].events);
        now = nanoseconds(CLOCK_MONOTONIC);
    }
    errors += opened - completed - errors - mismatches; /* those that never finished */
    double elapsed = (double)(now - start) / 1e9;
    printf("{\"schema\": 1, \"connections\": %llu, \"seconds\": %.6f, "
           "\"connections_per_second\": %.1f, \"errors\": %llu, \"mismatches\": %llu}\n",
           (unsigned long long)completed, elapsed, (double)completed / elapsed,
           (unsigned long long)errors, (unsigned long long)mismatches);
    return errors || mismatches || completed < total ? 1 : 0;
}
