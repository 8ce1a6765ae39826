/** The style sheet of a report, for the screen and for A4 paper. */
export const REPORT_STYLE = `
:root { color-scheme: light; --ink: #1c1f24; --muted: #555c66; --rule: #d5d9df; --band: #f4f6f8; --accent: #0b4f8a; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 Arial, Helvetica, sans-serif; }
header.top, main, footer { max-width: 210mm; margin: 0 auto; padding: 0 15mm; }
header.top { padding-top: 12mm; }
h1 { margin: 0 0 .2em; font-size: 1.9em; line-height: 1.2; }
h2 { margin: 2.2em 0 .6em; padding-top: .5em; border-top: 2px solid var(--ink); font-size: 1.45em; }
h3 { margin: 1.8em 0 .5em; font-size: 1.12em; }
p { margin: .5em 0; }
a { color: var(--accent); }
.lead, .none, footer { color: var(--muted); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15em 1.2em; margin: 1em 0; }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.box { margin: 1em 0; padding: .7em 1em; border-left: 4px solid var(--accent); background: var(--band); }
.box h3 { margin: 0 0 .3em; }
.box ul, .box ol { margin: .2em 0; padding-left: 1.3em; }
.box.review { border-color: #b45f06; }
nav ul { columns: 5 8em; margin: .4em 0; padding: 0; list-style: none; }
figure { margin: 1em 0 1.6em; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: .4em; color: var(--muted); font-size: .88em; }
.table { width: max-content; min-width: 100%; max-width: calc(50vw + 50% - 1rem); margin: 1em 0 1.6em; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .86em; font-variant-numeric: tabular-nums; }
caption { margin-bottom: .35em; text-align: left; font-weight: bold; }
th, td { padding: .28em .5em; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
thead th { border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
th small { display: block; font-weight: normal; white-space: nowrap; }
tbody th { font-weight: normal; }
tbody th, td { white-space: nowrap; }
.long { width: 24em; min-width: 15em; white-space: normal; }
.number { text-align: right; }
.alert { color: #b00d27; font-weight: bold; }
footer { margin-top: 3em; padding-top: 1em; padding-bottom: 2em; border-top: 1px solid var(--rule); font-size: .88em; }
@page { size: A4; margin: 15mm; }
@media print {
  body { font-size: 9.5pt; }
  header.top, main, footer { max-width: none; padding: 0; }
  section.patient:not(:first-child) { break-before: page; }
  h2, h3, caption { break-after: avoid; }
  figure, .box, tr { break-inside: avoid; }
  figure svg { max-height: 225mm; max-width: 100%; }
  thead { display: table-header-group; }
  .table { width: auto; max-width: none; overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding-inline: .3em; }
  .long { width: auto; min-width: 12em; }
  nav, .screen { display: none; }
}
`;
