using System.Text.RegularExpressions;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Suites.Systems;
using Wakeline.Conformance.Targets.Adapters;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Targets;

/// <summary>
/// A stack behind a program that speaks the contract of docs/adapters.md. A program that fails is started anew for the
/// next case.
/// </summary>
internal sealed partial class AdapterTarget : ITarget
{
    private readonly IReadOnlyList<string> _words;
    private readonly AdapterLimits _limits;
    private AdapterConnection _connection;

    /// <summary>Starts the program.</summary>
    /// <param name="name">What the command calls the target.</param>
    /// <param name="command">The program and its arguments, which may be quoted.</param>
    /// <param name="limits">What it may take and say; usual ones unless they are said.</param>
    /// <exception cref="TargetException">It cannot be started, or does not answer as it should.</exception>
    public AdapterTarget(string name, string command, AdapterLimits? limits = null)
    {
        _words = [.. Word().Matches(command).Select(match => Quotes().Replace(match.Value, ""))];
        if (_words.Count == 0)
        {
            throw new TargetException("cmd: takes a program, such as cmd:./my-adapter");
        }

        _limits = limits ?? new AdapterLimits();
        _connection = AdapterConnection.Start(_words, _limits);
        var hello = _connection.Hello;
        Description = new TargetDescription(name, hello.Stack!)
        {
            Profile = OracleProfile.Find(hello.Profile ?? ModelScripts.Profiles[1])?.Name
                ?? throw new TargetException($"it answered to hello with a profile '{hello.Profile}' that is none"),
            HasVirtualTime = hello.Clock == "virtual",
            HasPackets = hello.Packets,
            HasLoopback = hello.Loopback ?? true,
            Threads = hello.Threads,
            Calls = (hello.Calls ?? CallShape.Names).ToHashSet(),
            Environment = hello.Environment ?? new Dictionary<string, string>(),
        };
    }

    /// <inheritdoc/>
    public TargetDescription Description { get; }

    /// <summary>The number of the adapter's process.</summary>
    public int ProcessId => _connection.ProcessId;

    /// <inheritdoc/>
    public IStack Reset(RunSettings settings) =>
        Reset(connection => new AdapterStack(connection, Description, settings));

    /// <summary>Starts a system anew.</summary>
    /// <param name="system">Its name.</param>
    /// <param name="bounds">Its bounds, by name.</param>
    /// <exception cref="TargetException">It cannot be had again.</exception>
    /// <exception cref="UnsupportedException">It has no such system.</exception>
    public ISystemStack ResetSystem(string system, IReadOnlyDictionary<string, int> bounds) =>
        Reset(connection => new AdapterSystem(connection, system, bounds));

    private T Reset<T>(Func<AdapterConnection, T> reset)
    {
        if (!_connection.IsLost)
        {
            try
            {
                return reset(_connection);
            }
            catch (TargetException)
            {
                // It has ended since the last case, which that case did not notice; the next one is not to pay for it.
            }
        }

        _connection = AdapterConnection.Start(_words, _limits);
        return reset(_connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    [GeneratedRegex("""(?>"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();

    [GeneratedRegex("""["']""")]
    private static partial Regex Quotes();
}
