/* A network namespace of a case's own, and a TUN device in it that packets go through. */
#ifndef NETWORK_H
#define NETWORK_H

#include "../common/adapter.h"

/* Enters a new namespace, where it may; sets the device up if packets are to be seen. */
void network_enter(const struct setup *setup, bool has_packets);

/* Sets values of sysctl, those that there are. */
void network_set(json_t *settings);

/* The device; -1 if there is none. */
int network_device(void);

/* Hands a datagram over. */
void network_put(const uint8_t *octets, size_t length);

/* Tells the datagrams of IPv4 that were sent. */
void network_tell(void);

#endif
