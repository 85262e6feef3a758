/** The report's style: legible in light and dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2127; --quiet: #5b6470; --paper: #fbfaf8; --card: #fff; --line: #dcdad5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e3; --quiet: #a3a9b2; --paper: #16181b; --card: #1f2226; --line: #363a40; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { margin: 0; font-size: 28px; } h2 { font-size: 18px; margin: 34px 0 12px; } h3 { font-size: 15px; margin: 0 0 6px; }
.facts span { color: var(--quiet); margin-right: 18px; } header p { margin: 4px 0; }
.row { display: flex; flex-wrap: wrap; gap: 22px; align-items: flex-start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 18px; }
dl { display: flex; gap: 22px; margin: 0; } dt { color: var(--quiet); font-size: 13px; } dd { margin: 0; font-size: 24px; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; } th, td { text-align: left; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; vertical-align: top; }
th { color: var(--quiet); font-weight: 500; } pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px; overflow-x: auto; font-size: 13px; }
svg, img { color: var(--ink); max-width: 100%; height: auto; } .scroll { overflow-x: auto; } figure { margin: 0; } figcaption { color: var(--quiet); font-size: 13px; }
@media print { section { break-inside: avoid; } body { background: #fff; } }
`;
