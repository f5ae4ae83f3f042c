using Wakeline.Diagrams.Svg;

namespace Wakeline.Cli.Reports.Html;

/// <summary>The look of the report, in light and dark. A greater-than sign would be encoded and break it.</summary>
internal static class PageStyle
{
    public const string Css = $$"""

        {{SvgStyle.Colours}}
        {{SvgStyle.Rules}}
        * { box-sizing: border-box; }
        html { scroll-behavior: smooth; }
        body { margin: 0; background: var(--wk-paper); color: var(--wk-ink); line-height: 1.5;
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 0 24px 80px; }
        header { border-bottom: 1px solid var(--wk-faint); background: var(--wk-panel); }
        header .inner { max-width: 1180px; margin: 0 auto; padding: 26px 24px 18px; }
        h1 { font-size: 25px; margin: 0 0 4px; letter-spacing: -0.01em; }
        h2 { font-size: 20px; margin: 44px 0 6px; }
        h3 { font-size: 16px; margin: 26px 0 6px; }
        p { margin: 6px 0 12px; max-width: 78ch; }
        a { color: var(--wk-accent); text-decoration: none; }
        a:hover { text-decoration: underline; }
        nav a { margin-right: 18px; }
        .soft { color: var(--wk-soft); }
        .small { font-size: 13px; }
        code, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono",
          "Liberation Mono", monospace; font-size: 0.9em; }
        pre { background: var(--wk-panel); border: 1px solid var(--wk-faint); border-radius: 6px; padding: 10px 14px;
          overflow-x: auto; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(168px, 1fr));
          gap: 14px; margin: 22px 0; }
        .tile { border: 1px solid var(--wk-faint); border-radius: 9px; padding: 14px 16px;
          background: var(--wk-panel); }
        .tile b { display: block; font-size: 23px; font-weight: 650; letter-spacing: -0.02em;
          white-space: nowrap; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; margin: 8px 0 14px; font-size: 14px; }
        th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--wk-faint);
          vertical-align: top; }
        th { color: var(--wk-soft); font-weight: 600; font-size: 13px; white-space: nowrap; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.never { color: var(--wk-warm); }
        .badge { display: inline-block; border-radius: 999px; padding: 0 9px; font-size: 12.5px; font-weight: 600;
          white-space: nowrap; }
        .good { color: var(--wk-good); background: var(--wk-good-fill); }
        .bad { color: var(--wk-bad); background: var(--wk-bad-fill); }
        .warm { color: var(--wk-warm); background: var(--wk-warm-fill); }
        details { margin: 8px 0; }
        summary { cursor: pointer; color: var(--wk-accent); }
        section.card { border: 1px solid var(--wk-faint); border-radius: 9px; padding: 4px 18px 10px; margin: 16px 0; }
        .picture { overflow-x: auto; padding: 8px 0; }
        .bar { display: inline-block; width: 90px; height: 7px; border-radius: 4px; background: var(--wk-faint);
          overflow: hidden; vertical-align: middle; margin-right: 8px; }
        .bar span { display: block; height: 100%; background: var(--wk-good); }
        @media print { nav { display: none; } }

        """;
}
