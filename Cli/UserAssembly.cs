using System.Reflection;
using System.Runtime.Loader;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli;

/// <summary>
/// The systems of an assembly that a user has built. Its dependencies are found beside it; Wakeline's own assemblies
/// are those of the command, so that both speak of the same types.
/// </summary>
internal static class UserAssembly
{
    private static readonly MethodInfo s_entryOf = typeof(SystemEntry).GetMethod(nameof(SystemEntry.Of))!;

    /// <summary>Finds every system of an assembly, in the order of their names.</summary>
    /// <exception cref="UnusableInputException">The file is no assembly, cannot be used, or has no system.</exception>
    public static Catalogue Load(string path)
    {
        var file = Path.GetFullPath(path);
        if (!File.Exists(file))
        {
            throw new UnusableInputException($"There is no file '{path}'.");
        }

        try
        {
            var systems = new Context(file).LoadFromAssemblyPath(file).GetTypes()
                .Where(type => type.IsDefined(typeof(CheckedSystemAttribute)))
                .Select(EntryOf).OfType<SystemEntry>()
                .OrderBy(entry => entry.Info.Name, StringComparer.Ordinal).ToArray();
            return systems.Length > 0
                ? new Catalogue(systems)
                : throw new UnusableInputException($"'{path}' has no system: no struct with [CheckedSystem].");
        }
        catch (BadImageFormatException)
        {
            throw new UnusableInputException($"'{path}' is no .NET assembly.");
        }
        catch (Exception failure) when (CauseOf(failure) is { } cause)
        {
            throw new UnusableInputException($"'{path}' cannot be used: {cause}");
        }
    }

    private static SystemEntry? EntryOf(Type system)
    {
        var face = system.GetInterfaces().FirstOrDefault(
            each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(ISystem<>));
        return face is null || !system.IsValueType || system.IsGenericTypeDefinition
            ? null
            : (SystemEntry)s_entryOf.MakeGenericMethod(system, face.GenericTypeArguments[0]).Invoke(null, null)!;
    }

    /// <summary>Why an assembly cannot be used, if it is the assembly's fault.</summary>
    private static string? CauseOf(Exception failure) => failure switch
    {
        TargetInvocationException { InnerException: { } inner } => CauseOf(inner) ?? inner.Message,
        TypeInitializationException { InnerException: { } inner } => CauseOf(inner) ?? inner.Message,
        ReflectionTypeLoadException types => types.LoaderExceptions.FirstOrDefault()?.Message ?? types.Message,
        FileNotFoundException or FileLoadException or TypeLoadException or MissingMemberException => failure.Message,
        _ => null,
    };

    private sealed class Context(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
    {
        private readonly AssemblyDependencyResolver _dependencies = new(file);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            IsOfTheCommand(assemblyName) || _dependencies.ResolveAssemblyToPath(assemblyName) is not { } path
                ? null
                : LoadFromAssemblyPath(path);

        private static bool IsOfTheCommand(AssemblyName name) =>
            name.Name == typeof(MachineInfo).Assembly.GetName().Name
            || name.Name == typeof(SystemEntry).Assembly.GetName().Name;
    }
}
