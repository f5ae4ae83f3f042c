using System.Net;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Recording;

namespace Wakeline.Conformance.Tests.Targets;

/// <summary>What a script asks for comes to the same after it has travelled as a line.</summary>
public sealed class CallRecordingTests
{
    private static readonly CallRecording s_recording =
        new(new RunSettings(), IPAddress.Parse("192.168.0.1"), IPAddress.Parse("192.0.2.1"));

    [Theory]
    [InlineData("socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3")]
    [InlineData("bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0")]
    [InlineData("bind(3, ..., ...) = 0")]
    [InlineData("connect(3, {sa_family=AF_UNSPEC}, 16) = 0")]
    [InlineData("listen(3, 7) = 0")]
    [InlineData("accept4(3, ..., ..., SOCK_NONBLOCK|SOCK_CLOEXEC) = 4")]
    [InlineData("recv(3, ..., 100, MSG_PEEK|MSG_DONTWAIT) = 4")]
    [InlineData("sendto(3, ..., 100, MSG_FASTOPEN, ..., ...) = 4")]
    [InlineData("sendmsg(3, {msg_name(...)=..., msg_iov(2)=[{..., 10}, {..., 20}], msg_flags=0}, MSG_MORE) = 30")]
    [InlineData("readv(3, [{..., 10}, {..., 20}], 2) = 30")]
    [InlineData("shutdown(3, SHUT_WR) = 0")]
    [InlineData("shutdown(3, 17) = 0")]
    [InlineData("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0")]
    [InlineData("fcntl(3, F_GETFL) = 2")]
    [InlineData("ioctl(3, SIOCINQ, [0]) = 0")]
    [InlineData("setsockopt(3, SOL_SOCKET, SO_RCVBUF, [4096], 4) = 0")]
    [InlineData("setsockopt(3, SOL_SOCKET, SO_RCVBUF, [4096], 2) = 0")]
    [InlineData("setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, 8) = 0")]
    [InlineData("setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=1, tv_usec=200000}, 16) = 0")]
    [InlineData("setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=0, tv_usec=2000000}, 16) = 0")]
    [InlineData("setsockopt(3, IPPROTO_TCP, TCP_CONGESTION, \"reno\", 4) = 0")]
    [InlineData("setsockopt(3, IPPROTO_TCP, 9999, [1], 4) = 0")]
    [InlineData("getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0")]
    [InlineData("poll([{fd=3, events=POLLIN|POLLOUT, revents=0}], 1, 100) = 0")]
    [InlineData("epoll_create1(EPOLL_CLOEXEC) = 4")]
    [InlineData("epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN|EPOLLET|EPOLLONESHOT, u64=77}) = 0")]
    [InlineData("epoll_wait(4, {events=EPOLLIN, u64=77}, 8, -1) = 1")]
    public void ACallArrivesAsItWasAskedFor(string text)
    {
        var request = RequestOf(text);
        var entry = s_recording.Entry(5, 1, request);
        var arrived = CallReplay.Request(entry);
        Assert.Equal(request.Name, arrived.Name);
        Assert.Equal(entry, s_recording.Entry(5, 1, arrived));
    }

    [Theory]
    [InlineData("open(\"/dev/null\", O_RDWR) = 3")]
    [InlineData("sendfile(3, 4, [0], 100) = 100")]
    [InlineData("setsockopt(3, SOL_SOCKET, SO_RCVBUF, {a=1, b=2}, 4) = 0")]
    [InlineData("recvmsg(3, {msg_iov(1)=[{..., 10}], msg_control=[{cmsg_level=1}]}, 0) = 10")]
    public void WhatWouldNotArriveWholeIsRefused(string text) => Assert.Throws<UnsupportedException>(
        () => CallReplay.Request(s_recording.Entry(0, 0, RequestOf(text))));

    [Fact]
    public void WhatPollToldComesBack()
    {
        var request = RequestOf("poll([{fd=3, events=POLLIN}, {fd=4, events=POLLOUT}], 2, 0) = 1");
        var told = Told(request, new ListValue(
        [
            Polled(("fd", 3), ("events", 1), ("revents", 0)), Polled(("fd", 4), ("events", 4), ("revents", 12)),
        ]));
        Assert.Equal([("POLLOUT", 4L)], told.Ready.Select(each => (each.Events[0], each.Number)));
        Assert.Equal("[{fd=3, events=1, revents=0}, {fd=4, events=4, revents=12}]",
            $"{CallReplay.Answer(request, told, 0).Outputs[0]}");

        CallExit Told(CallRequest call, Value output) => s_recording.Exit(
            0, 0, call, new CallAnswer(1, null, 0) { Outputs = new Dictionary<int, Value> { [0] = output } });
    }

    private static StructureValue Polled(params (string Name, long Value)[] fields) => new(
        [.. fields.Select(field => new FieldValue(field.Name, null, new NumberValue(field.Value)))]);

    private static CallRequest RequestOf(string text)
    {
        var (script, faults) = ScriptText.Parse($"0 {text}\n", new Dictionary<string, string>());
        Assert.Empty(faults);
        var bound = PlanBinder.Bind(script!, new RunSettings(), new Dictionary<string, string>());
        var step = Assert.IsType<SystemCallStep>(Assert.Single(bound.Plan!.Steps));
        return new CallRequest(step.Shape.Name, step.Arguments);
    }
}
