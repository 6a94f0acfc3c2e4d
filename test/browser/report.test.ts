// The page of a test, seen by a real browser: narrow and wide, light and dark.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderHtml } from '../../src/report/html.ts';
import type { Manifest } from '../../src/stack/manifest.ts';
import { hostile } from '../golden/hostile-report.ts';
import { failed, good, manifest, repeated } from '../golden/test-reports.ts';
import { cannotLook, look } from './chromium.ts';

const attack =
  '<script>scriptsRan = true</script><img src="x:" onerror="parent.scriptsRan = scriptsRan = true">';
const long = 'no-place-to-break-this-line-'.repeat(20);
const stack = parse(readFileSync('test/golden/manifests/samples-all.yml', 'utf8')) as Manifest;

const pages = {
  good: renderHtml(good, stack),
  failed: renderHtml(failed, manifest),
  repeated: renderHtml(repeated, manifest),
  attacked: renderHtml(hostile(attack), manifest),
  long: renderHtml(hostile(long), manifest),
  // What would get through if the texts were not escaped.
  unescaped: renderHtml(good).replace('<main>', `<main>${attack}<style>body{background:lime}</style>`),
};
const widths = [360, 1280];

describe.skipIf(cannotLook())('the page of a test in a browser', () => {
  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(13, 17, 23)'],
  ] as const)(
    'on a %s screen has its own style, fits, can be read, and runs nothing',
    async (scheme, background) => {
      const seen = await look(pages, widths, scheme);
      const expected = Object.keys(pages).flatMap((page) =>
        widths.map((width) => ({
          page,
          frameWidth: width,
          pageWidth: width,
          background,
          faint: [],
          scriptsRan: false,
        })),
      );
      expect(seen).toEqual(expected);
    },
  );

  it('would be seen to be wrong', async () => {
    const wrong = renderHtml(good)
      .replace(/<meta http-equiv[^>]*>/, '')
      .replace('<main>', `<main>${attack}<p style="width:90rem;color:#ccc;background:#fff">faint</p>`);
    expect(await look({ wrong }, [360], 'light')).toEqual([
      expect.objectContaining({ scriptsRan: true, faint: ['P: 1.61'], pageWidth: expect.any(Number) }),
    ]);
  });
});
