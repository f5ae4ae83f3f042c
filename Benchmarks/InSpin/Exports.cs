using System.Runtime.InteropServices;

namespace Wakeline.Benchmarks.InSpin;

/// <summary>
/// The functions of <c>system.h</c>. One system is open at a time, and the program that opens it has one thread.
/// </summary>
internal static unsafe class Exports
{
    private static ExploredSystem? s_system;

    [UnmanagedCallersOnly(EntryPoint = "system_open")]
    public static int Open(byte* name, byte* settings, byte* mask)
    {
        try
        {
            s_system = ExploredSystem.Open(
                Marshal.PtrToStringUTF8((nint)name)!, Marshal.PtrToStringUTF8((nint)settings)!,
                Marshal.PtrToStringUTF8((nint)mask)!);
            return s_system.VectorBytes;
        }
        catch (Exception reason)
        {
            return Fail(reason);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "system_start")]
    public static void Start(byte* vector) => s_system!.Start(vector);

    [UnmanagedCallersOnly(EntryPoint = "system_visit")]
    public static int Visit(int depth, byte* vector, byte** successors)
    {
        try
        {
            return s_system!.Visit(depth, vector, out *successors);
        }
        catch (Exception reason)
        {
            return Fail(reason);
        }
    }

    private static int Fail(Exception reason)
    {
        Console.Error.WriteLine(reason.Message);
        return ExploredSystem.Unsound;
    }
}
