#pragma once
// The C library, and the Linux calls that Swift's Glibc module does not show.

// Both of these include the C library's headers, and so would this file: whoever is loaded first
// owns the structures. Passed on from here, they are visible whoever that is.
#pragma clang module import SwiftGlibc
#pragma clang module import SwiftOverlayShims

#include <sys/types.h>
#include <sys/select.h>

#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>

// A system-library module cannot define _GNU_SOURCE, so the declarations that
// hide behind it are repeated here.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
extern int close_range(unsigned int, unsigned int, int);
extern int sched_getaffinity(pid_t, size_t, cpu_set_t *);
extern int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
extern void closefrom(int);
extern int pipe2(int *, int);
extern int pthread_setname_np(pthread_t, const char *);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
extern const char *sigabbrev_np(int);
extern const char *strerrorname_np(int);

// prctl(2) is variadic, which Swift cannot call.
static inline int prctl_set(int option, unsigned long value) {
  return prctl(option, value, 0UL, 0UL, 0UL);
}
