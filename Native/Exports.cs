using System.Runtime.InteropServices;
using Wakeline.Model.Oracle;

namespace Wakeline.Native;

/// <summary>
/// The functions of <c>wakeline.h</c>, which says what they do. Nothing that is thrown may leave one of them, since
/// there is nobody in C who could catch it.
/// </summary>
internal static unsafe class Exports
{
    private const int Unusable = 2;

    private static readonly byte* s_version = new NativeText().Set(
        typeof(Exports).Assembly.GetName().Version?.ToString(3) ?? "");

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_open")]
    public static nint Open(byte* header, byte* profile)
    {
        try
        {
            return OracleHandle.Open(header, profile).ToPointer();
        }
        catch (Exception reason)
        {
            LastError.Set(reason.Message);
            return 0;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_event")]
    public static int Event(nint oracle, byte* line, nuint length)
    {
        try
        {
            return CodeOf(OracleHandle.Of(oracle).Event(SpanOf(line, length, "the line")));
        }
        catch (Exception reason)
        {
            return Fail(reason);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_packet")]
    public static int Packet(nint oracle, long time, int passage, byte* packet, nuint length)
    {
        try
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(passage is 0 or 1, true, nameof(passage));
            return CodeOf(OracleHandle.Of(oracle).Packet(time, passage == 1, SpanOf(packet, length, "the packet")));
        }
        catch (Exception reason)
        {
            return Fail(reason);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_owes")]
    public static int Owes(nint oracle, long time)
    {
        try
        {
            return OracleHandle.Of(oracle).Owes(time) ? 1 : 0;
        }
        catch (Exception reason)
        {
            return Fail(reason);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_finding")]
    public static byte* Finding(nint oracle)
    {
        try
        {
            return OracleHandle.Of(oracle).NextFinding();
        }
        catch (Exception reason)
        {
            Fail(reason);
            return null;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_finish")]
    public static int Finish(nint oracle)
    {
        try
        {
            return CodeOf(OracleHandle.Of(oracle).Finish());
        }
        catch (Exception reason)
        {
            return Fail(reason);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_report")]
    public static byte* Report(nint oracle)
    {
        try
        {
            return OracleHandle.Of(oracle).Report();
        }
        catch (Exception reason)
        {
            Fail(reason);
            return null;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "wakeline_oracle_close")]
    public static void Close(nint oracle) => OracleHandle.Close(oracle);

    [UnmanagedCallersOnly(EntryPoint = "wakeline_error")]
    public static byte* Error() => LastError.Text;

    [UnmanagedCallersOnly(EntryPoint = "wakeline_version")]
    public static byte* Version() => s_version;

    private static int Fail(Exception reason)
    {
        LastError.Set(reason.Message);
        return Unusable;
    }

    private static int CodeOf(OracleVerdict verdict) => verdict switch
    {
        OracleVerdict.Conforms => 0,
        OracleVerdict.Violates => 1,
        _ => 3,
    };

    private static ReadOnlySpan<byte> SpanOf(byte* octets, nuint length, string what)
    {
        if (octets == null && length > 0)
        {
            throw new ArgumentException($"{what} is NULL");
        }

        return new ReadOnlySpan<byte>(octets, checked((int)length));
    }
}
