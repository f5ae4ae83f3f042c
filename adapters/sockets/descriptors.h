/* Descriptors of a case, which are the low ones, and the adapter's own above them. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

enum { FIRST_OWN_DESCRIPTOR = 512 };

/* Moves a descriptor to where the adapter's own are. */
int move_up(int descriptor);

/* Closes those of a case; connections are reset, so that they leave nothing behind. */
void close_case(void);

#endif
