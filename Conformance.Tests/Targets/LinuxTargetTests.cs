using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Tests.Targets;

/// <summary>Cases on the host's kernel, one after the other in one network namespace.</summary>
public sealed class LinuxTargetTests
{
    private const string Reason = "It takes root and /dev/net/tun.";

    private static readonly RunSettings s_settings = new();

    [Fact]
    public void TheKernelDoesWhatTheModelDoes()
    {
        using (var model = new ModelTarget("linux-6.18"))
        {
            Assert.Equal(ReferenceCase.Expected, new ReferenceCase(model.Reset(s_settings)).Run());
        }

        Assert.SkipUnless(TunDevice.IsPermitted, Reason);
        Run(target => Assert.Equal(ReferenceCase.Expected, new ReferenceCase(target.Reset(s_settings)).Run()));
    }

    [Fact]
    public void NothingOfACaseIsLeftForTheNext()
    {
        Assert.SkipUnless(TunDevice.IsPermitted, Reason);
        Run(target =>
        {
            for (var each = 0; each < 50; each++)
            {
                Assert.Equal(ReferenceCase.Expected, new ReferenceCase(target.Reset(s_settings)).Run());
                new LoopbackCase(target.Reset(s_settings)).Run();
            }

            target.Reset(s_settings);
            var counts = File.ReadLines("/proc/thread-self/net/sockstat").First(
                line => line.StartsWith("TCP:", StringComparison.Ordinal));
            Assert.StartsWith("TCP: inuse 0 orphan 0 tw 0 ", counts, StringComparison.Ordinal);
        });
    }

    /// <summary>The connection has no descriptor any more, and nobody has acknowledged its FIN.</summary>
    [Fact]
    public void AConnectionThatIsLeftIsReset()
    {
        Assert.SkipUnless(TunDevice.IsPermitted, Reason);
        Run(target =>
        {
            var stack = target.Reset(s_settings);
            var calls = new CaseCalls(stack);
            var socket = calls.Succeed(
                "socket", CaseCalls.Constant("AF_INET"), CaseCalls.Number(ConstantNames.Number(
                    ["SOCK_STREAM", "SOCK_NONBLOCK"])), CaseCalls.Number(0));
            Assert.Equal("EINPROGRESS", calls.Make("connect", socket, new AnyValue(), CaseCalls.Number(16)).Error);
            var opening = Assert.IsType<WirePacket>(stack.TakeSent());
            var number = ((TcpSegment)opening.Content).Range.First;
            stack.Deliver(new WirePacket(0, opening.Destination, opening.Source, new TcpSegment(
                ControlBits.Syn | ControlBits.Ack, new SequenceRange(7, 0), number + 1, 1000, null, null)));
            calls.Succeed("close", socket);

            var next = target.Reset(s_settings);
            var counts = File.ReadAllText("/proc/thread-self/net/sockstat");
            Assert.Contains("TCP: inuse 0 orphan 0 tw 0 ", counts, StringComparison.Ordinal);
            Assert.Null(next.TakeSent());
        });
    }

    [Fact]
    public void SettingsAreThoseOfTheCase()
    {
        Assert.SkipUnless(TunDevice.IsPermitted, Reason);
        Run(target =>
        {
            target.Reset(s_settings with { Sysctls = s_settings.Sysctls.SetItem("net.ipv4.tcp_sack", "0") });
            Assert.Equal("0", LinuxNetwork.Read("net.ipv4.tcp_sack"));
            target.Reset(s_settings);
            Assert.Equal("1", LinuxNetwork.Read("net.ipv4.tcp_sack"));
            target.Reset(s_settings with { Mtu = 1400 });
            Assert.Equal(ReferenceCase.Expected, new ReferenceCase(target.Reset(s_settings)).Run());
        });
    }

    [Fact]
    public void ACallThatSleepsWakesByAPacket()
    {
        Assert.SkipUnless(TunDevice.IsPermitted, Reason);
        Run(target =>
        {
            var stack = target.Reset(s_settings);
            var calls = new CaseCalls(stack);
            var socket = calls.Succeed(
                "socket", CaseCalls.Constant("AF_INET"), CaseCalls.Constant("SOCK_STREAM"), CaseCalls.Number(0));
            stack.Begin(1, new CallRequest("connect", [socket, new AnyValue(), new NumberValue(16)]));
            Assert.Null(stack.Ending(1));
            var opening = Assert.IsType<WirePacket>(stack.TakeSent());
            stack.Deliver(new WirePacket(0, opening.Destination, opening.Source, new TcpSegment(
                ControlBits.Rst | ControlBits.Ack, new SequenceRange(0, 0),
                ((TcpSegment)opening.Content).Range.First + 1, 0, null, null)));
            Assert.Equal("ECONNREFUSED", stack.Ending(1)?.Error);

            // One that nothing wakes does not keep the target from being disposed of.
            stack.Begin(1, new CallRequest("poll", [new ListValue([]), new NumberValue(0), new NumberValue(-1)]));
            Assert.Null(stack.Ending(1));
        });
    }

    [Fact]
    public void TheEnvironmentIsTold()
    {
        Assert.SkipUnless(TunDevice.IsPermitted, Reason);
        Run(target =>
        {
            var told = target.Description.Environment;
            Assert.Equal(("1500", "1"), (told["mtu"], told["net.ipv4.tcp_sack"]));
            Assert.All(
                ["kernel", "time", "interface", "net.ipv4.tcp_congestion_control"],
                name => Assert.NotEmpty(told[name]));
        });
    }

    /// <summary>The namespace is that of the thread; the next test is not to find it.</summary>
    private static void Run(Action<LinuxTarget> test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                var before = File.ResolveLinkTarget("/proc/thread-self/ns/net", false)?.FullName;
                using (var target = new LinuxTarget())
                {
                    test(target);
                }

                Assert.Equal(before, File.ResolveLinkTarget("/proc/thread-self/ns/net", false)?.FullName);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.True(failure is null, $"{failure}");
    }
}
