namespace Wakeline.Cli.Reports.Conform;

/// <summary>What this report adds to the look of pages. A greater-than sign would be encoded and break it.</summary>
internal static class ConformStyle
{
    public const string Css = """

        nav { display: flex; flex-wrap: wrap; gap: 2px 18px; }
        nav a { margin-right: 0; }
        .chip { display: inline-block; border-radius: 5px; padding: 0 6px; margin: 0 4px 2px 0; font-size: 12.5px;
          font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .failed, .broken { color: var(--wk-bad); background: var(--wk-bad-fill); }
        .flaky, .deviates { color: var(--wk-warm); background: var(--wk-warm-fill); }
        .inconclusive { color: var(--wk-accent); background: var(--wk-accent-fill); }
        .passed { color: var(--wk-good); background: var(--wk-good-fill); }
        .not-applicable { color: var(--wk-soft); background: var(--wk-panel); }
        .shares { display: flex; height: 9px; border-radius: 5px; overflow: hidden; margin: 10px 0;
          background: var(--wk-faint); }
        .shares span { display: block; height: 100%; min-width: 2px; background: currentColor; }
        .targets { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 14px;
          margin: 18px 0; }
        .targets .tile { overflow-wrap: anywhere; }
        .targets .chip { margin-top: 2px; }
        th.area { padding-top: 18px; color: var(--wk-ink); font-size: 14px; }
        main p, summary { overflow-wrap: anywhere; }
        td.id { white-space: nowrap; }
        table.matrix td.id { position: sticky; left: 0; background: var(--wk-paper); }
        td.cell { min-width: 76px; }
        table.matrix th.target { position: sticky; top: 0; background: var(--wk-paper); }
        .keyword { display: block; color: var(--wk-soft); font-size: 11.5px; }
        .choice { display: inline-flex; gap: 8px; align-items: center; margin: 4px 0 10px; cursor: pointer; }
        body:has(#only-departures:checked) .quiet { display: none; }
        details.case { border-bottom: 1px solid var(--wk-faint); margin: 0; padding: 5px 0; }
        details.case summary { overflow-wrap: anywhere; }
        details.case[open] { padding-bottom: 16px; }
        details.section { margin: 10px 0; }
        details.section summary.heading { font-weight: 600; }
        .outcome { border-left: 3px solid var(--wk-faint); padding: 2px 0 2px 14px; margin: 12px 0; }
        .outcome.departs { border-color: var(--wk-bad); }
        .outcome h4 { margin: 4px 0; font-size: 14px; }
        .outcome p { margin: 4px 0; overflow-wrap: anywhere; }
        .facts { width: auto; font-size: 13.5px; }
        .facts td { border: 0; padding: 1px 14px 1px 0; overflow-wrap: anywhere; }
        .facts td.what { color: var(--wk-soft); white-space: nowrap; }
        .facts .expected code { color: var(--wk-good); }
        .facts .actual code { color: var(--wk-bad); }
        :target { scroll-margin-top: 18px; }
        @media (max-width: 640px) {
          main, header .inner { padding-left: 14px; padding-right: 14px; }
          h1 { font-size: 21px; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .tile { padding: 10px 12px; }
          .tile b { font-size: 19px; }
        }
        @media print {
          .choice { display: none; }
          main { max-width: none; }
          tr, .tile, .outcome, .picture { break-inside: avoid; }
          .scroll, .picture { overflow: visible; }
          .picture svg { max-width: 100%; height: auto; }
          .chip, .badge, .shares span { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }

        """;
}
