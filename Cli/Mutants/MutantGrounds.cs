using System.Collections.Frozen;
using Wakeline.Checking;

namespace Wakeline.Cli.Mutants;

/// <summary>
/// At which bounds mutants are put in force: those of the faults that a system declares to catch, and more where these
/// leave rows out. Small ones, for most mutants need no more, and one that survives is tried at all of them.
/// </summary>
internal static class MutantGrounds
{
    private const string Usual = "";

    /// <summary>
    /// Bounds beside those of the declared faults; a system that is not named here is checked at its usual ones.
    /// </summary>
    private static readonly FrozenDictionary<string, string[]> s_further = new Dictionary<string, string[]>
    {
        ["pipe"] = [Usual, "watched=0"],
        ["epoll-wake-function"] = [Usual, "deadline=0"],
        ["epoll-exclusive"] = [Usual, "device=1,mixed=1", "modifies=1"],
        ["epoll-nested"] = [Usual, "outer=1,deletes=1", "inneredge=1", "outer=1,inner=0,between=3"],
        ["epoll-edge"] = [Usual, "maxevents=2,modifies=0"],
        ["epoll-graph"] = [Usual, "instances=6,chain=5,tasks=1,calls=2"],
        ["epoll-oneshot"] = [Usual, "waiters=1"],
        ["epoll-deadlines"] = [Usual, "untimed=1"],
        ["epoll-level"] = [Usual, "waiters=2"],
        ["epoll-interest"] =
            [Usual, "changers=1,end=1", "changers=1,end=2", "changers=2,end=0,rounds=1"],
        ["poll-select-read"] =
            ["files=1,events=1,signals=1", "files=1,events=2", "files=2,events=2,reader=0"],
        ["epoll-pollfree"] = ["instances=1", "deletes=0"],
        ["epoll-path-check"] = ["link=1,watchers=2,outercloses=0"],
        ["epoll-lifetime"] =
        [
            "deletes=0,modifies=0", "deletes=1,modifies=0,scans=0", "deletes=1,modifies=1,scans=0,writes=0",
            "modifies=0,nested=1",
        ],
        ["tcp"] = [Usual, "octets=0", "octets=2,buffer=1,abort=0"],
        ["nic"] = ["masks=1,frames=3,queues=1", "frames=4,queues=1", "frames=4,queues=1,losses=1", "frames=3"],
        ["send-unsent"] = [Usual, "alone=1"],
        ["send-receive"] =
        [
            "end=0", "octets=1,reads=1,end=1", "octets=1,reads=1,end=2", "octets=1,reads=1,end=3",
            "octets=1,reads=1,end=3,polls=1", "octets=1,reads=1,end=1,polls=1", "octets=1,reads=1,end=0,signals=1",
            "octets=1,reads=1,end=1,losses=1,expiries=1", "octets=2,reads=1,end=0,timed=1",
            "octets=2,readers=0,end=0,signals=1", "octets=2,readers=0,end=0,timed=1", "octets=2,reads=1,end=3",
            "octets=3,reads=1,sndbuf=2,end=3", "octets=1,reads=1,end=4,signals=1",
        ],
        ["listen-accept"] =
        [
            "peers=1,waiting=0", "peers=1,waiting=0,ends=3", "peers=2,waiting=1,accepters=1",
            "peers=1,waiting=0,shuts=1", "accepters=1,peers=1,waiting=0,shuts=1,ends=2",
            "peers=1,waiting=1,shuts=1,poller=1,accepters=1",
        ],
        ["pipeline"] = ["peers=1", "peers=1,edge=1", "peers=1,ends=3,waiters=1", "waiters=1"],
    }.ToFrozenDictionary();

    /// <summary>The grounds of a system.</summary>
    public static IEnumerable<MutantGround> Of(SystemEntry system) =>
        system.Info.Caught.Select(caught => caught.Bounds)
            .Concat(s_further.GetValueOrDefault(system.Info.Name) ?? [Usual])
            .Distinct().Select(bounds => new MutantGround(system, bounds));
}
