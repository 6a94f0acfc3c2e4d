// How wide a text is in a monospaced font, without a font. Pure.

/** Of the size of the font; the widest of the usual fonts. */
const characterWidth = 0.605;

/** Wide characters of East Asia, and pictures, take two columns; marks that combine take none. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Width of a text in the unit of the font's size. */
export function textWidth(text: string, size: number): number {
  return columnsOf(text) * size * characterWidth;
}

/** A text of so many columns at most; what is left out of its middle becomes `…`. */
export function fitted(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  const characters = [...text];
  const keep = Math.floor((columns - 1) / 2);
  const head = characters.slice(0, keep);
  const tail = characters.slice(-keep);
  while (columnsOf([...head, ...tail].join('')) > columns - 1)
    (head.length > tail.length ? head : tail).pop();
  return `${head.join('')}…${tail.join('')}`;
}

function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;
  return columns;
}
