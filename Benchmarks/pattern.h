/*
 * The bytes that a client sends and must get back.
 *
 * Byte n of connection c is pattern[(n + 31 c) % PERIOD] of a fixed noise. The period is a prime,
 * so no message repeats its neighbour: a lost, doubled, reordered or stray byte shows.
 */
#ifndef PATTERN_H
#define PATTERN_H
#include "peer.h"

enum { PERIOD = 65521 };

/* One buffer longer than its period, so that any BUFFER bytes of the stream lie in one piece. */
static char pattern[PERIOD + BUFFER];

static inline void fill_pattern(void)
{
    uint32_t noise = 2463534242u; /* xorshift */
    for (int i = 0; i < PERIOD + BUFFER; i++) {
        noise ^= noise << 13, noise ^= noise >> 17, noise ^= noise << 5;
        pattern[i] = i < PERIOD ? (char)noise : pattern[i - PERIOD];
    }
}

static inline const char *stream(uint64_t connection, uint64_t offset)
{
    return pattern + (offset + 31 * connection) % PERIOD;
}

#endif
