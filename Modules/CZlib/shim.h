#pragma once
// What the C library declares stays its own: see CLinux.
#pragma clang module import SwiftGlibc
#include <zlib.h>
