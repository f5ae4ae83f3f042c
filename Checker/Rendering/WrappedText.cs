namespace Wakeline.Checking.Rendering;

/// <summary>Breaks text into lines, at blanks where there are any.</summary>
internal static class WrappedText
{
    public static IEnumerable<string> Of(string text, int width)
    {
        var rest = text;
        while (rest.Length > width)
        {
            var blank = rest.LastIndexOf(' ', width);
            var end = blank > 0 ? blank : width;
            yield return rest[..end];
            rest = rest[end..].TrimStart();
        }

        yield return rest;
    }
}
