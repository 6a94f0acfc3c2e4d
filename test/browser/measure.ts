// Shows pages in frames and measures them. Its text runs inside the browser, so it uses nothing from outside of itself,
// and the compiler, which knows no pages here, has to be told that anything goes.

// biome-ignore-all lint/suspicious/noExplicitAny: see above

/** Leaves what was seen as JSON in an element of its own, once all frames are loaded. */
export function measure(frames: readonly any[]): void {
  const window = globalThis as any;
  const document = window.document;

  /** As WCAG 2 defines it. */
  function luminance(color: string): number {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** What a text stands on: the nearest ground that can be seen. */
  function groundOf(element: any, style: (element: any) => any): string {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = style(at);
      if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  }

  function faintTexts(body: any, style: (element: any) => any): string[] {
    const faint = [...body.querySelectorAll('*')].flatMap((element) => {
      const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
      if (!isText || element.closest('svg, style, .hidden')) return [];
      const [text, ground] = [luminance(style(element).color), luminance(groundOf(element, style))];
      const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
      return contrast < 4.5 ? [`${element.className || element.tagName}: ${contrast.toFixed(2)}`] : [];
    });
    return [...new Set(faint)];
  }

  function sightOf(frame: any): object {
    const { body, documentElement } = frame.contentDocument;
    const style = (element: any): any => frame.contentWindow.getComputedStyle(element);
    return {
      page: frame.title,
      frameWidth: frame.clientWidth,
      pageWidth: documentElement.scrollWidth,
      background: style(body).backgroundColor,
      faint: faintTexts(body, style),
      scriptsRan: frame.contentWindow.scriptsRan === true,
    };
  }

  const body = document.documentElement.appendChild(document.createElement('body'));
  for (const { page: title, width, html } of frames) {
    const frame = document.createElement('iframe');
    Object.assign(frame, { title, width, height: 800, frameBorder: 0, srcdoc: html });
    body.append(frame);
  }
  window.addEventListener('load', () => {
    const seen = document.createElement('pre');
    seen.id = 'seen';
    seen.textContent = JSON.stringify([...document.querySelectorAll('iframe')].map(sightOf));
    body.replaceChildren(seen);
  });
}
