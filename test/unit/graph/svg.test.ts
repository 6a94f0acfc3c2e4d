import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../../src/graph/drawing.ts';
import { layOut } from '../../../src/graph/layout.ts';
import { renderSvg } from '../../../src/graph/svg.ts';
import { svgStyle } from '../../../src/graph/svg-style.ts';
import { graphOf, largeGraph, oddGraph } from './stacks.ts';

/** Names of elements in the order in which they open; fails where one is not closed. */
function elements(svg: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [, close, name = '', , own] of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (close) expect(open.pop()).toBe(name);
    else seen.push(name);
    if (!close && !own) open.push(name);
  }
  expect(open).toEqual([]);
  return seen;
}

describe('the SVG', () => {
  it('is well formed, whatever names there are, and brings nothing that runs or is loaded', () => {
    const svg = renderSvg(oddGraph());
    const names = new Set(elements(svg));
    expect([...names].sort()).toEqual([
      'defs',
      'g',
      'marker',
      'path',
      'rect',
      'style',
      'svg',
      'text',
      'title',
    ]);
    const texts = svg
      .replaceAll(/<style>[^<]*<\/style>/g, '')
      .replaceAll(/<(\/?)[a-zA-Z]+((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, '');
    expect(texts).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot);)/);
    expect(svg).not.toMatch(/href|@import|url\((?!#)|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it('has colours for light and for dark pages', () => {
    expect(renderSvg(graphOf('services: { a: {} }'))).toContain('@media (prefers-color-scheme:dark)');
  });

  it('tells in full, by a title, what is too long for a box', () => {
    const image = `registry.example.net/${'long/'.repeat(20)}image:1`;
    const svg = renderSvg(graphOf(`services: { a: { image: "${image}" } }`));
    expect(svg).toMatch(new RegExp(`<title>a\n${image}`));
    expect(svg).toMatch(/>registry[^<]*…[^<]*image:1</);
  });

  it('shows what is wrong, and what is not drawn', () => {
    const svg = renderSvg(graphOf('include: [x.yml]\nservices: { a: { depends_on: [a, ghost] } }'));
    expect(svg).toContain('not in this file');
    expect(svg).toContain('waits for itself');
    expect(svg).toContain('include: the files');
  });

  it.each([
    ['nothing', graphOf('services: {}')],
    ['one service', graphOf('services: { a: {} }')],
    ['odd names in a circle', oddGraph()],
  ])('has room for %s', (_, graph) => {
    const [, width = '', height = ''] = /width="(\d+)" height="(\d+)"/.exec(renderSvg(graph)) ?? [];
    expect(Number(width)).toBeGreaterThan(20);
    expect(Number(height)).toBeGreaterThan(20);
  });
});

describe('the layout of a large stack', () => {
  const { boxes, arrows, direction, width } = layOut(drawGraph(largeGraph(30)));

  it('lets no box cover another one', () => {
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const isApart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart, `${a.title} and ${b.title}`).toBe(true);
      }
  });

  it('leads no arrow through a box', () => {
    expect(arrows.length).toBeGreaterThan(60);
    for (const { arrow, points } of arrows) {
      expect(points.length).toBeGreaterThan(1);
      for (const [index, to] of points.slice(1).entries()) {
        const from = points[index] ?? to;
        for (let step = 0; step <= 20; step++) {
          const t = step / 20;
          // The curve that the SVG has: level at both ends.
          const s = t * t * (3 - 2 * t);
          const straight = 3 * (1 - t) ** 2 * t * 0.5 + 3 * (1 - t) * t * t * 0.5 + t ** 3;
          const [along, across] = direction === 'LR' ? [straight, s] : [s, straight];
          const x = from.x + (to.x - from.x) * along;
          const y = from.y + (to.y - from.y) * across;
          const hit = boxes.find(
            (box) =>
              x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1,
          );
          expect(hit?.title, `${arrow.from} to ${arrow.to}`).toBeUndefined();
        }
      }
    }
  });

  it('grows downwards, not to the side', () => {
    expect(width).toBeLessThan(2500);
  });
});

describe('a picture of a stack in which something failed', () => {
  const graph = graphOf('services: { a: { image: "a:1" }, b: { image: "b:1" } }');

  it('says so in the box of the service, and in no other', () => {
    const svg = renderSvg(graph, { problems: new Map([['b', 'failed: the disk is full']]) });
    expect(svg.match(/class="box service wrong"/g)).toHaveLength(1);
    expect(svg).toContain('<text class="bad" x="29" y="41">failed: the disk is full</text>');
    expect(renderSvg(graph)).not.toContain('service wrong');
  });

  it('has no style of its own as a part of a page, whose style then holds for it alone', () => {
    expect(renderSvg(graph, { isPart: true })).not.toContain('<style>');
    const rules = svgStyle('.stack ').replace(/@media[^{]*/g, '');
    for (const [, selectors = ''] of rules.matchAll(/([^{}]+)\{/g))
      for (const selector of selectors.split(',')) expect(selector.trim()).toMatch(/^(\.stack .*)?$/);
  });
});
