/* lwIP's memory, all of which goes back to what it was when no case had begun. */
#ifndef MEMORY_H
#define MEMORY_H

/* Remembers the library's variables and what it has allocated. */
void memory_remember(void);

/* Makes them as they were remembered. */
void memory_restore(void);

#endif
