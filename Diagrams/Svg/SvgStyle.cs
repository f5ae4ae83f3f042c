namespace Wakeline.Diagrams.Svg;

/// <summary>The look of all pictures: colours for light and dark, and the classes the drawings use.</summary>
public static class SvgStyle
{
    /// <summary>Colours as custom properties; a page that shows pictures inline defines them once.</summary>
    public const string Colours = """
        :root { color-scheme: light dark;
          --wk-paper: #ffffff; --wk-panel: #f5f7fa; --wk-ink: #1c2430; --wk-soft: #5b6675; --wk-line: #8b97a7;
          --wk-faint: #dbe1e9; --wk-accent: #0b62c4; --wk-accent-fill: #e6f0fc;
          --wk-good: #1a7f47; --wk-good-fill: #e4f5ea;
          --wk-bad: #c2342b; --wk-bad-fill: #fdeae8; --wk-warm: #9a5b00; --wk-warm-fill: #fdf1dc;
          --wk-violet: #6f42c1; }
        @media (prefers-color-scheme: dark) { :root {
          --wk-paper: #11161d; --wk-panel: #1a212b; --wk-ink: #e4eaf2; --wk-soft: #9daaba; --wk-line: #6f7d8f;
          --wk-faint: #2b3542; --wk-accent: #6cb0ff; --wk-accent-fill: #16304d;
          --wk-good: #5fd08b; --wk-good-fill: #15351f;
          --wk-bad: #ff8178; --wk-bad-fill: #431c1a; --wk-warm: #f0b354; --wk-warm-fill: #3a2a10;
          --wk-violet: #b794f6; } }
        """;

    /// <summary>What the classes of the drawings look like.</summary>
    public const string Rules = """
        .wk text { fill: var(--wk-ink); font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas,
          "DejaVu Sans Mono", "Liberation Mono", monospace; }
        .wk .paper { fill: var(--wk-paper); }
        .wk .box { fill: var(--wk-panel); stroke: var(--wk-line); stroke-width: 1.2; }
        .wk .box.start { fill: var(--wk-accent-fill); stroke: var(--wk-accent); }
        .wk .box.any { stroke-dasharray: 4 3; fill: none; }
        .wk .inner { fill: none; stroke: var(--wk-line); stroke-width: 1; }
        .wk .edge { fill: none; stroke: var(--wk-line); stroke-width: 1.3; }
        .wk .edge.later { stroke-dasharray: 6 4; }
        .wk .place { fill: none; stroke: var(--wk-faint); stroke-width: 1.2; }
        .wk text.place-name { fill: var(--wk-soft); }
        .wk .edge:hover { stroke: var(--wk-accent); stroke-width: 2; }
        .wk .head { fill: var(--wk-line); }
        .wk .dot { fill: var(--wk-ink); }
        .wk text.label { fill: var(--wk-soft); font-size: 11px; }
        .wk text.name { font-size: 13px; font-weight: 600; }
        .wk text.step-name { font-size: 12px; }
        .wk text.small { fill: var(--wk-soft); font-size: 10.5px; }
        .wk text.middle { text-anchor: middle; }
        .wk text.end { text-anchor: end; }
        .wk text.bad { fill: var(--wk-bad); font-weight: 600; }
        .wk .lifeline { stroke: var(--wk-line); stroke-width: 1; stroke-dasharray: 2 4; }
        .wk .step { fill: var(--wk-accent-fill); stroke: var(--wk-accent); stroke-width: 1; }
        .wk .step.last { fill: var(--wk-bad-fill); stroke: var(--wk-bad); }
        .wk .grid { stroke: var(--wk-faint); stroke-width: 1; fill: none; }
        .wk .axis { stroke: var(--wk-soft); stroke-width: 1; fill: none; }
        .wk .series { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .wk .s0 { stroke: var(--wk-bad); } .wk .s1 { stroke: var(--wk-warm); } .wk .s2 { stroke: var(--wk-accent); }
        .wk .m0 { fill: var(--wk-bad); } .wk .m1 { fill: var(--wk-warm); } .wk .m2 { fill: var(--wk-accent); }
        .wk .t0 { fill: var(--wk-bad); } .wk .t1 { fill: var(--wk-warm); } .wk .t2 { fill: var(--wk-accent); }
        """;
}
