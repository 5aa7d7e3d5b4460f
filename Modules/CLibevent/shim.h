#pragma once
// What the C library declares stays its own: see CLinux.
#pragma clang module import SwiftGlibc
// libevent's headers define _GNU_SOURCE late; without these two first, a clean
// build that also imports Glibc fails on a second definition of fd_set.
#include <sys/types.h>
#include <sys/select.h>

#include <event2/event.h>
#include <event2/event_struct.h>
