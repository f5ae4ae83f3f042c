using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Targets;

/// <summary>
/// System calls alone: a listener, a connection to it over loopback, text both ways with poll and epoll, and its end.
/// </summary>
/// <param name="stack">A stack on which nothing has happened yet.</param>
internal sealed class LoopbackCase(IStack stack)
{
    private const int AddressOctets = 16;
    private const string Loopback = "127.0.0.1";
    private const int Port = 8080;
    private const int Octets = 10;

    private static readonly AnyValue s_any = new();

    private readonly CaseCalls _calls = new(stack);

    /// <summary>Runs it.</summary>
    /// <exception cref="TargetException">A call fails, or tells something else.</exception>
    public void Run()
    {
        var listener = Open();
        _calls.Succeed("bind", listener, Address(), CaseCalls.Number(AddressOctets));
        _calls.Succeed("listen", listener, CaseCalls.Number(5));
        var client = Open();
        _calls.Succeed("connect", client, Address(), CaseCalls.Number(AddressOctets));
        var server = _calls.Succeed("accept", listener, s_any, s_any);
        var epoll = _calls.Succeed("epoll_create1", CaseCalls.Number(0));
        var item = new StructureValue(
            [new FieldValue("events", null, CaseCalls.Constant("EPOLLIN")), new FieldValue("fd", null, server)]);
        _calls.Succeed("epoll_ctl", epoll, CaseCalls.Constant("EPOLL_CTL_ADD"), server, item);
        Move(client, server);
        Require(1, "epoll_wait", epoll, s_any, CaseCalls.Number(5), CaseCalls.Number(0));
        Move(server, client);
        Require(1, "poll", CaseCalls.Polled(client, "POLLIN"), CaseCalls.Number(1), CaseCalls.Number(0));
        Require(Octets, "recv", client, s_any, CaseCalls.Number(100), CaseCalls.Number(0));
        _calls.Succeed("close", client);
        Require(Octets, "recv", server, s_any, CaseCalls.Number(100), CaseCalls.Number(0));
        Require(0, "recv", server, s_any, CaseCalls.Number(100), CaseCalls.Number(0));
    }

    private NumberValue Open() => _calls.Succeed(
        "socket", CaseCalls.Constant("AF_INET"), CaseCalls.Constant("SOCK_STREAM"), CaseCalls.Number(0));

    private void Move(NumberValue from, NumberValue to)
    {
        Require(Octets, "send", from, s_any, CaseCalls.Number(Octets), CaseCalls.Number(0));
        Require(1, "poll", CaseCalls.Polled(to, "POLLIN"), CaseCalls.Number(1), CaseCalls.Number(1000));
    }

    private void Require(long value, string name, params Value[] arguments)
    {
        var answer = _calls.Make(name, arguments);
        if (answer.Value != value)
        {
            throw new TargetException($"{name} returned {answer}, and not {value}");
        }
    }

    private static StructureValue Address() => new(
    [
        new FieldValue("sa_family", null, CaseCalls.Constant("AF_INET")),
        new FieldValue("sin_port", null, CaseCalls.Number(Port)),
        new FieldValue("sin_addr", null, new TextValue(Loopback)),
    ]);
}
