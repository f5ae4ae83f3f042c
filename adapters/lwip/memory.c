/* Replaces the heap (mem.c) within the library by one that can be put back, and finds the library's variables. */
#include "memory.h"
#include "../common/adapter.h"

#include <link.h>
#include <lwip/mem.h>
#include <string.h>

enum { HEAP_OCTETS = 1 << 28, CLASSES = 25, HEAD_OCTETS = 16 };

/* Blocks of 2^class octets; the head says the class, or leads to the next that is free. */
struct block {
    union {
        struct block *next;
        size_t class;
    };
};

static struct {
    size_t used;
    struct block *free[CLASSES];
} heap, remembered_heap;

static _Alignas(HEAD_OCTETS) char octets[HEAP_OCTETS];

static struct {
    char *start;
    size_t length;
    char *remembered;
    char *remembered_blocks;
} variables;

void mem_init(void) {}

void *mem_malloc(mem_size_t size)
{
    size_t class = 5;
    while (((size_t)1 << class) - HEAD_OCTETS < size) {
        class++;
    }
    struct block *block = class < CLASSES ? heap.free[class] : NULL;
    if (block) {
        heap.free[class] = block->next;
    } else if (class < CLASSES && HEAP_OCTETS - heap.used >= (size_t)1 << class) {
        block = (struct block *)(octets + heap.used);
        heap.used += (size_t)1 << class;
    } else {
        return NULL;
    }
    block->class = class;
    return (char *)block + HEAD_OCTETS;
}

void *mem_calloc(mem_size_t count, mem_size_t size)
{
    void *memory = mem_malloc(count * size);
    return memory ? memset(memory, 0, count * size) : NULL;
}

void *mem_trim(void *memory, mem_size_t size)
{
    (void)size;
    return memory;
}

void mem_free(void *memory)
{
    struct block *block = (struct block *)((char *)memory - HEAD_OCTETS);
    if (memory) {
        size_t class = block->class;
        block->next = heap.free[class];
        heap.free[class] = block;
    }
}

/* The library's segment that can be written, without the part that the loader has made unwritable. */
static int find_variables(struct dl_phdr_info *object, size_t size, void *ignored)
{
    (void)size, (void)ignored;
    if (!strstr(object->dlpi_name, "liblwip")) {
        return 0;
    }
    uintptr_t start = 0, end = 0, protected_end = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t address = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && part->p_flags & PF_W) {
            start = address, end = address + part->p_memsz;
        } else if (part->p_type == PT_GNU_RELRO) {
            protected_end = address + part->p_memsz;
        }
    }
    variables.start = (char *)(protected_end > start ? protected_end : start);
    variables.length = (char *)end - variables.start;
    return 1;
}

static char *copy_of(const char *start, size_t length)
{
    char *copy = malloc(length);
    return copy ? memcpy(copy, start, length) : NULL;
}

void memory_remember(void)
{
    if (!dl_iterate_phdr(find_variables, NULL)) {
        fail("the variables of liblwip are not found");
    }
    remembered_heap = heap;
    variables.remembered = copy_of(variables.start, variables.length);
    variables.remembered_blocks = copy_of(octets, heap.used);
}

void memory_restore(void)
{
    heap = remembered_heap;
    memcpy(variables.start, variables.remembered, variables.length);
    memcpy(octets, variables.remembered_blocks, heap.used);
}
