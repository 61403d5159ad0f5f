/** Looks of the page of an explanation: light and dark, narrow and wide, on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b2130; --dim: #565f70; --line: #cfd5df; --paper: #ffffff; --panel: #f4f6f9;
  --accent: #1c5bb8; --lost: #a8281f; --kept: #1d6b3a; --on: #fdf1c7; --on-ink: #1b2130; --window: #dbe7f8; --mark: #c05a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --dim: #a3acbb; --line: #3a4252; --paper: #14181f;
  --panel: #1c222c; --accent: #8db8f5; --lost: #f29a92; --kept: #8ed3a5; --on: #4a3d10; --on-ink: #f6ecc9;
  --window: #22344f; --mark: #ffb26b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 1.2rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .2rem; }
h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
p { margin: .3rem 0; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible, .scroll:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px; }
.verdict { color: var(--dim); }
.cause { font-size: 1.2rem; font-weight: 600; margin: .9rem 0 .2rem; }
.check { color: var(--kept); }
.findings li { margin: .35rem 0; }
.dim { color: var(--dim); }
code, pre, .query, .rows { font-family: ui-monospace, "SF Mono", Consolas, monospace; font-size: .86rem; }
.query { border-collapse: collapse; width: 100%; background: var(--panel); }
.query td { padding: 0 .6rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; }
.query .count { text-align: right; white-space: nowrap; color: var(--dim); border-right: 1px solid var(--line); width: 1%; }
.query tr.lost td { color: var(--lost); }
.query tr.lost .count { font-weight: 700; }
ol#steps { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 6px; }
#steps > li { border-top: 1px solid var(--line); }
#steps > li:first-child { border-top: 0; }
#steps summary { display: flex; gap: .8rem; align-items: baseline; padding: .35rem .7rem; cursor: pointer; }
#steps summary::before { content: "\\25B8"; color: var(--dim); width: .9rem; }
#steps details[open] > summary::before { content: "\\25BE"; }
#steps > li.on > details > summary::before { color: inherit; }
#steps summary code { flex: 1; overflow-wrap: anywhere; }
#steps .count { min-width: 6.5rem; text-align: right; font-variant-numeric: tabular-nums; }
#steps .count.lost { color: var(--lost); font-weight: 700; }
#steps .depth1 summary code { padding-left: 1.4rem; }
#steps .depth2 summary code { padding-left: 2.8rem; }
#steps .depth3 summary code { padding-left: 4.2rem; }
#steps > li.on > details > summary { background: var(--on); color: var(--on-ink); }
#steps > li.on > details > summary .count { color: inherit; }
.badge { white-space: nowrap; font-size: .85rem; }
.body { padding: .2rem .7rem .8rem; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0 .3rem; }
.tools input, .tools select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
  border-radius: 4px; padding: .1rem .5rem; }
button { cursor: pointer; color: var(--accent); min-width: 2rem; }
.status { color: var(--dim); }
.scroll { overflow-x: auto; max-height: 30rem; overflow-y: auto; border: 1px solid var(--line); }
.scroll table { border-collapse: collapse; font-size: .86rem; min-width: 100%; }
.scroll caption, .plain caption { text-align: left; font-weight: 600; padding: .3rem .5rem; }
.scroll th, .scroll td { text-align: left; padding: .15rem .5rem; border-top: 1px solid var(--line); vertical-align: top; }
.scroll td { min-width: 7.5rem; max-width: 26rem; overflow-wrap: anywhere; }
.scroll td.time { white-space: nowrap; }
.scroll td.told { min-width: 14rem; }
.scroll thead th { position: sticky; top: 0; background: var(--panel); color: var(--ink); }
.scroll tr.on > * { background: var(--on); color: var(--on-ink); }
.scroll tr.on button { background: var(--paper); }
.path { border: 1px solid var(--line); border-radius: 6px; padding: .6rem .9rem; background: var(--panel); }
.path ol { margin: .4rem 0; padding-left: 1.6rem; }
.path li { overflow-wrap: anywhere; }
.axis svg { width: 100%; display: block; }
.axis .window { fill: var(--window); }
.axis .bar { fill: var(--accent); }
.axis .mark { fill: var(--mark); }
.axis .edge { stroke: var(--dim); stroke-width: 1; }
.axis .times { display: flex; justify-content: space-between; gap: .4rem; color: var(--dim); font-size: .8rem; }
.axis dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0; }
.axis dd { margin: 0; color: var(--dim); }
.groups svg { vertical-align: middle; width: 7rem; height: .8rem; }
.groups .track { fill: var(--line); }
.groups .share { fill: var(--accent); }
.groups li { margin: .25rem 0; }
.alert { border: 1px solid var(--line); border-left: .4rem solid var(--lost); border-radius: 6px; padding: .6rem .9rem; margin: .6rem 0; }
.alert h3 { font-size: 1rem; margin: 0; }
.alert dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0; }
.alert dt { color: var(--dim); }
.alert dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) { body { padding: .7rem; } #steps summary { flex-wrap: wrap; gap: .1rem .8rem; } #steps .count { min-width: 0; }
  #steps summary code { flex-basis: 100%; order: 1; } .alert dl, .axis dl { grid-template-columns: 1fr; } }
@media print { body { max-width: none; } .tools, button#clear, .path.empty, #path-title:has(+ .path.empty) { display: none; }
  #steps summary::before { display: none; } .scroll { max-height: none; overflow: visible; }
  .scroll table { table-layout: fixed; width: 100%; font-size: .7rem; } .scroll td, .scroll td.told { min-width: 0; }
  .scroll td.time { white-space: normal; } .scroll th:first-child { width: 3rem; } .scroll thead th:last-child { width: 26%; } .scroll thead th { position: static; overflow-wrap: anywhere; }
  details > summary { list-style: none; } .alert, #steps > li { break-inside: avoid; } }
`;
