// The look of the SVG. Every colour has a partner for dark pages. Pure.

type Rule = readonly [selectors: readonly string[], declarations: string];

/** Text is at least 4.5 times as bright, or as dark, as what it stands on. */
const light =
  '--page:#fff;--text:#1f2328;--soft:#57606a;--line:#8c959f;--box:#f6f8fa;--edge:#d0d7de;--blue:#0756b3;--green:#136b2c;--red:#b4232c;--place:#eef4fb;--faint:#8c959f;';
const dark =
  '--page:#0d1117;--text:#e6edf3;--soft:#9aa4af;--line:#8b949e;--box:#161b22;--edge:#3d444d;--blue:#79b8ff;--green:#56d364;--red:#ff8078;--place:#13233a;--faint:#6e7681';
const font =
  'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:12px';

const rules: readonly Rule[] = [
  [['.page'], 'fill:var(--page)'],
  [['text'], 'fill:var(--text);white-space:pre'],
  [['.heading'], 'font-size:18px;font-weight:600'],
  [['.name'], 'font-size:15px;font-weight:600'],
  [['.box>rect'], 'fill:var(--box);stroke:var(--edge)'],
  [['.volume>rect', '.folder>rect', '.socket>rect', '.storage>rect'], 'fill:var(--place)'],
  [['.outside>rect'], 'stroke:var(--soft);stroke-dasharray:5 4'],
  [['.wrong>rect'], 'stroke:var(--red);stroke-width:2'],
  [['text.image', 'text.note', 'text.none', 'text.volume', 'text.bucket'], 'fill:var(--soft)'],
  [['text.port', 'text.url'], 'fill:var(--blue)'],
  [['text.good'], 'fill:var(--green)'],
  [['text.bad'], 'fill:var(--red)'],
  [['.arrow'], 'fill:none;stroke:var(--line);stroke-width:1.4'],
  [['.arrow.done'], 'stroke:var(--faint);stroke-width:1;stroke-dasharray:1 3'],
  [['.arrow.mounts'], 'stroke:var(--soft);stroke-dasharray:5 4'],
  [['.arrow.uses'], 'stroke:var(--blue)'],
  [['.arrow.wrong'], 'stroke:var(--red);stroke-width:2'],
  [['.head'], 'fill:var(--line)'],
  [['.head.mounts'], 'fill:var(--soft)'],
  [['.head.uses'], 'fill:var(--blue)'],
  [['.head.wrong'], 'fill:var(--red)'],
  [
    ['.label'],
    'fill:var(--soft);font-size:11px;text-anchor:middle;stroke:var(--page);stroke-width:4px;paint-order:stroke',
  ],
];

/** The rules of a file of its own, or those of a picture in a page: a rule of a page would be for all of the page. */
export function svgStyle(scope = ''): string {
  const within = ([selectors, declarations]: Rule): string =>
    `${selectors.map((selector) => `${scope}${selector}`).join(',')}{${declarations}}\n`;
  const dusk = `@media (prefers-color-scheme:dark){${scope}svg{${dark}}}\n`;
  return `\n${scope}svg{${light}\n${font}}\n${dusk}${rules.map(within).join('')}`;
}
