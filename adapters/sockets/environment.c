#include "environment.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

static const char *const settings[] = {
    "net/core/somaxconn", "net/ipv4/tcp_available_congestion_control", "net/ipv4/tcp_challenge_ack_limit",
    "net/ipv4/tcp_congestion_control", "net/ipv4/tcp_dsack", "net/ipv4/tcp_early_retrans", "net/ipv4/tcp_ecn",
    "net/ipv4/tcp_fastopen", "net/ipv4/tcp_fin_timeout", "net/ipv4/tcp_frto", "net/ipv4/tcp_recovery",
    "net/ipv4/tcp_rfc1337", "net/ipv4/tcp_rmem", "net/ipv4/tcp_rto_min_us", "net/ipv4/tcp_sack",
    "net/ipv4/tcp_syncookies", "net/ipv4/tcp_timestamps", "net/ipv4/tcp_tw_reuse", "net/ipv4/tcp_window_scaling",
    "net/ipv4/tcp_wmem",
};

/* A setting goes by its name with dots; a kernel that does not have it says nothing of it. */
static void note_setting(json_t *found, const char *path)
{
    char name[64], file[96], value[256];
    snprintf(file, sizeof file, "/proc/sys/%s", path);
    FILE *opened = fopen(file, "r");
    if (!opened) {
        return;
    }
    if (fgets(value, sizeof value, opened)) {
        snprintf(name, sizeof name, "%s", path);
        for (char *slash = name; (slash = strchr(slash, '/'));) {
            *slash = '.';
        }
        for (char *tab = value; (tab = strchr(tab, '\t'));) {
            *tab = ' ';
        }
        value[strcspn(value, "\n")] = 0;
        json_object_set_new(found, name, json_string(value));
    }
    fclose(opened);
}

json_t *environment_read(bool has_packets, bool is_virtual)
{
    struct utsname system;
    uname(&system);
    json_t *found = json_pack(
        "{s:s, s:s, s:s, s:s, s:s}", "kernel", system.release, "build", system.version, "machine", system.machine,
        "interface", has_packets ? "TUN, no offloads" : "loopback", "time", is_virtual ? "virtual" : "real");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        note_setting(found, settings[i]);
    }
    return found;
}
