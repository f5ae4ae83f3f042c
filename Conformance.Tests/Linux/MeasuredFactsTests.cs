namespace Wakeline.Conformance.Tests.Linux;

/// <summary>Rows of the reference tables, measured on this machine's kernel.</summary>
public sealed class MeasuredFactsTests
{
    [Fact]
    public void AFreshSocketIsWritableAndHungUp() => MeasuredProgram.Run("""
        0: s0 = socket()                => 0; descriptor 0: Closed, 0 to read
        0: poll([s0 IN|OUT], 0)         => 1 [0:OUT|HUP]
        0: recv(s0, 1, DONTWAIT)        => -1 ENOTCONN
        0: send(s0, 1, DONTWAIT)        => -1 EPIPE
        0: c1 = accept(s0)              => -1 EINVAL
        0: shutdown(s0, RDWR)           => -1 ENOTCONN
        0: poll([s0 IN|OUT|RDHUP], 0)   => 1 [0:IN|OUT|HUP|RDHUP]
        """);

    [Fact]
    public void AConnectionCarriesOctetsAndEnds() => MeasuredProgram.Run("""
        0: s0 = socket()
        0: bind(s0, 127.0.0.1:p1)       => 0
        0: listen(s0, 5)                => 0
        0: s1 = socket()                => 1
        0: connect(s1, 127.0.0.1:p1)    => 0; descriptor 0: Listen, 1 to accept
        0: c2 = accept(s0)              => 2
        0: send(s1, 10)                 => 10; descriptor 2: Established, 10 to read
        0: recv(c2, 4)                  => 4
        0: recv(c2, 100)                => 6
        0: shutdown(s1, WR)             => 0; descriptor 1: FinWait2; descriptor 2: CloseWait
        0: recv(c2, 1)                  => 0
        0: close(c2)                    => 0; descriptor 1: Closed
        0: poll([s1 IN|OUT|RDHUP], 0)   => 1 [0:IN|OUT|HUP|RDHUP]
        """);

    [Fact]
    public void ABlockedCallIsSeenToSleepAndReturnsWhenItMay() => MeasuredProgram.Run("""
        0: v0 = eventfd(0)
        0: e1 = epoll_create()
        0: epoll_ctl(e1, ADD, v0, IN|ET, 7) => 0
        1: epoll_wait(e1, 8, -1)            => sleeps
        0: write(v0, 5)                     => 8; thread 1 returns 1 [7:IN]
        1: read(v0, 8)                      => 5
        1: read(v0, 8)                      => sleeps
        1: signal()                         => -1 EINTR
        """);

    [Fact]
    public void ATimeoutEndsASleep() => MeasuredProgram.Run("""
        0: e0 = epoll_create()
        1: epoll_wait(e0, 8, short)         => sleeps
        1: await()                          => 0
        """);
}
