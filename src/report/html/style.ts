// The look of the page. Every colour has a partner for dark screens. Pure.

import { svgStyle } from '../../graph/svg-style.ts';

const light =
  '--page:#fff;--text:#1f2328;--soft:#57606a;--edge:#d0d7de;--raised:#f6f8fa;--grid:#e4e8ec;--good:#136b2c;--good-page:#e9f7ee;--good-edge:#9bd5ad;--bad:#b4232c;--bad-page:#fdeeee;--bad-edge:#f0b3b3;--open:#7a5300;--open-bar:#d9a520;--good-bar:#2da44e;--bad-bar:#d1353f;--chain:#0756b3;--calm:#a9c4e4;--wait:#8c959f';
const dark =
  '--page:#0d1117;--text:#e6edf3;--soft:#9aa4af;--edge:#3d444d;--raised:#161b22;--grid:#242b33;--good:#56d364;--good-page:#0f2417;--good-edge:#235c34;--bad:#ff8078;--bad-page:#2d1416;--bad-edge:#7a2c31;--open:#e3b341;--open-bar:#c99722;--good-bar:#2ea043;--bad-bar:#e5534b;--chain:#79b8ff;--calm:#2f4f76;--wait:#6e7681';

/** Texts are at least 4.5 times as bright, or as dark, as what they stand on. */
export const pageStyle = `
:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
.inner,main,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.875em}
h1,h2,h3,p{margin:0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.verdict{padding:2rem 0 1.5rem;border-bottom:1px solid}
.verdict.passed{background:var(--good-page);border-color:var(--good-edge)}
.verdict.failed{background:var(--bad-page);border-color:var(--bad-edge)}
h1{line-height:1.15}
.word{display:block;font-size:2.5rem;font-weight:700;letter-spacing:-.02em}
.passed .word{color:var(--good)}
.failed .word{color:var(--bad)}
.subject{display:block;font-size:1.375rem;font-weight:600;margin-top:.35rem}
.lead{font-size:1.125rem;margin-top:.35rem}
.strip{display:block;width:100%;margin:1.1rem 0;border-radius:4px}
rect.passed{fill:var(--good-bar)}
rect.failed{fill:var(--bad-bar)}
rect.skipped{fill:var(--open-bar)}
.facts{display:flex;flex-wrap:wrap;gap:.75rem 2.25rem;margin:0}
.facts div{min-width:0}
dt{font-size:.8125rem;color:var(--soft)}
dd{margin:0}
.kept::first-letter{text-transform:uppercase}
.kept{margin-top:1rem;color:var(--open);font-weight:600}
section{margin:2.5rem 0 0}
h2{font-size:1.375rem;line-height:1.3;margin-bottom:.75rem}
.aside{color:var(--soft);font-weight:400;font-size:1rem}
.failure{border:1px solid var(--edge);border-left:4px solid var(--bad-bar);border-radius:6px;padding:1rem 1.25rem;margin:0 0 1rem;background:var(--page)}
h3{font-size:1.0625rem;line-height:1.4}
h3 .group,.code{font-size:.8125rem;font-weight:400;color:var(--soft);border:1px solid var(--edge);border-radius:1em;padding:.05em .6em;vertical-align:.08em}
.often,.cause,.next,details{margin-top:.6rem}
.cause{color:var(--bad)}
.flake{color:var(--open)}
summary{cursor:pointer;color:var(--soft);font-size:.9375rem}
pre{margin:.5rem 0 0;padding:.75rem 1rem;background:var(--raised);border:1px solid var(--edge);border-radius:6px;white-space:pre-wrap;max-height:32rem;overflow:auto;line-height:1.45}
.next code{background:var(--raised);border:1px solid var(--edge);border-radius:4px;padding:.15em .45em;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.rest{color:var(--open);margin-top:.75rem}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;color:var(--soft);font-size:.875rem;margin-top:.6rem}
.legend svg{vertical-align:-.05em}
.timeline{list-style:none;margin:.75rem 0 0;padding:0}
.timeline li{display:grid;grid-template-columns:9rem minmax(0,1fr) 5.5rem;column-gap:1rem;align-items:center}
.timeline .axis svg{grid-column:2}
.timeline svg{display:block;width:100%;overflow:visible}
.axis text{fill:var(--soft);font-size:12px}
.bar line{stroke:var(--grid)}
.service{border-top:1px solid var(--grid)}
.service .name{grid-column:1;grid-row:1;font-weight:600;padding-top:.3rem}
.service .bar{grid-column:2;grid-row:1;margin-top:.3rem}
.service .end{grid-column:3;grid-row:1;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-top:.3rem}
.service .words{grid-column:2/4;grid-row:2;color:var(--soft);font-size:.8125rem;padding-bottom:.35rem}
.chain .name{color:var(--chain)}
.unready .name,.unready .end{color:var(--bad)}
rect.critical{fill:var(--chain)}
rect.ready{fill:var(--calm)}
rect.critical.ready{fill:var(--chain)}
rect.waiting{fill:var(--wait)}
rect.unready{fill:var(--bad-bar)}
.unready rect.critical.ready{fill:var(--bad-bar)}
.stack{overflow:auto;border:1px solid var(--edge);border-radius:6px}
.stack:focus-visible,summary:focus-visible{outline:2px solid var(--chain);outline-offset:2px}
.stack svg{display:block;margin:0 auto;max-width:100%;height:auto}
.stack.large{max-height:90vh}
.stack.large svg{max-width:none}
table{width:100%;border-collapse:collapse}
caption{text-align:left;color:var(--soft);padding-bottom:.5rem}
th{text-align:left}
td,th{padding:.4rem .5rem;vertical-align:top;border-top:1px solid var(--grid)}
thead th{border-top:0;color:var(--soft);font-weight:400;font-size:.875rem}
tr.group th{padding:1.1rem .5rem .4rem;border-top:0;font-size:.9375rem;color:var(--soft)}
td.state{width:1.75rem;font-weight:700}
.passed .state{color:var(--good)}
.failed .state{color:var(--bad)}
.skipped .state{color:var(--open)}
tr.skipped td:nth-child(2){color:var(--soft)}
tr.failed .detail{color:var(--bad)}
.detail{display:block;font-size:.875rem;color:var(--soft)}
.time{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.runs th[scope=row]{width:3rem;font-variant-numeric:tabular-nums}
.share{width:26%}
.share svg{display:block;width:100%;margin-top:.45rem}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2rem;color:var(--soft);font-size:.875rem}
@media (max-width:40rem){
.inner,main,footer{padding:0 1rem}
.verdict{padding:1.25rem 0 1rem}
.word{font-size:2rem}
.failure{padding:.85rem 1rem}
.timeline li{grid-template-columns:minmax(0,1fr) auto}
.timeline .axis svg,.service .bar,.service .words{grid-column:1/3}
.service .end{grid-column:2}
.service .bar{grid-row:2}
.service .words{grid-row:3}
.share{display:none}
.stack svg{min-width:36rem}
}
@media print{
body{font-size:11pt}
pre{max-height:none}
details::details-content{content-visibility:visible;display:block}
.failure,tr,.service{break-inside:avoid}
h2,h3{break-after:avoid}
.stack.large{max-height:none}
.stack.large svg{max-width:100%}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
${svgStyle('.stack ').trim()}
`;
