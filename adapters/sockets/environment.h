/* What results on this kernel may hang on. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <jansson.h>
#include <stdbool.h>

/* The kernel and the settings that change what is sent, and when, before any of them is changed. */
json_t *environment_read(bool has_packets, bool is_virtual);

#endif
