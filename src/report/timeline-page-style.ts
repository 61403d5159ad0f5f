/** Looks of the page of a timeline: light and dark, narrow and wide, on paper. */
export const timelineStyle = `
:root { color-scheme: light dark; --ink: #1b2130; --dim: #565f70; --line: #cfd5df; --paper: #ffffff; --panel: #f4f6f9;
  --accent: #1c5bb8; --alerted: #b3261e; --seen: #8aa3c2; --unseen: #d98a00; --quiet: #8aa3c2; --suppressed: #9273c4;
  --failed: #1b2130; --incident: #4b46b8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --dim: #a3acbb; --line: #3a4252; --paper: #14181f;
  --panel: #1c222c; --accent: #8db8f5; --alerted: #f0746a; --seen: #58708f; --unseen: #f0b043; --quiet: #58708f;
  --suppressed: #b39be0; --failed: #ffffff; --incident: #9b97f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 1.2rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.dim { color: var(--dim); }
.facts { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: .8rem 0; padding: 0; }
.facts li { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .8rem; }
.facts b { font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; list-style: none; margin: .5rem 0; padding: 0; color: var(--dim); font-size: .85rem; }
.legend svg { width: .75rem; height: .75rem; margin-right: .4rem; vertical-align: -1px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
.chart svg { display: block; min-width: 860px; width: 100%; height: auto; padding: .6rem 0; }
.label { text-anchor: end; fill: var(--ink); font-size: 12px; }
.tick { text-anchor: middle; fill: var(--dim); font-size: 10.5px; }
.grid { stroke: var(--line); }
.base { stroke: var(--line); }
.repeat { fill: none; stroke: var(--alerted); stroke-opacity: .55; }
.alerted, .fired { fill: var(--alerted); }
.seen { fill: var(--seen); }
.unseen { fill: var(--unseen); }
.quiet { fill: var(--quiet); }
.suppressed { fill: var(--suppressed); }
.failed { fill: var(--failed); }
.window { opacity: .5; }
.alert { fill: var(--alerted); stroke: var(--paper); }
.incident { fill: var(--incident); }
.phases svg { display: block; width: 100%; height: 14px; border-radius: 3px; }
.phases .track { fill: var(--line); }
.phases .share { fill: var(--incident); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .3rem .6rem; }
th, td { text-align: left; padding: .3rem .6rem; border-top: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; min-width: 3.5rem; max-width: 34rem; }
td.text { min-width: 13rem; }
td.time, td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th { background: var(--panel); border-top: 0; white-space: nowrap; }
tr:target td { background: var(--panel); }
.severity { white-space: nowrap; font-weight: 600; }
details { margin: .8rem 0; }
summary { cursor: pointer; font-weight: 600; }
@media (max-width: 640px) { body { padding: .7rem; } .facts li { padding: .1rem .5rem; } }
@media print { body { max-width: none; } .scroll { overflow: visible; } .chart svg { min-width: 0; } tr { break-inside: avoid; } }
`;
