// Text of YAML or JSON → documents as plain data, in bounded time and memory whatever the text is. Pure.

import { Composer, type CST, type Document, Lexer, LineCounter, Parser, type YAMLParseError } from 'yaml';
import { SmokeError } from '../../error.ts';
import { type Plain, plainOf } from './plain.ts';

/** A text and what messages call it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** One document of a text. */
export interface SourceDocument extends Plain {
  /** The file that it stands in. */
  readonly file: string;
}

/**
 * A part that the parser reads at a time: a key takes about five. What costs time and memory is their number, not the
 * length of the text (a Helm release is a megabyte in one part), so that their number has the limit: about a hundred
 * objects of a cluster in their full length have a tenth of it, and to read it takes a second or two.
 */
const mostTokens = 250_000;

/** The parser's time grows with the square of the depth. */
const deepest = 100;

/** `helm get values` begins with this line, which is no value. */
const helmHead = /^(USER-SUPPLIED|COMPUTED) VALUES:[ \t]*(?=\r?\n|$)/;

/** Whether it is what `helm get values` prints, even where there are no values in it. */
export function isHelmOutput(text: string): boolean {
  return helmHead.test(text);
}

/** The documents of a text that hold something; what cannot be read is an error with file and line. */
export function parseDocuments({ name, text }: NamedText): SourceDocument[] {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw unreadable(name, lineAt(text, nul), 'a NUL byte, so it is no text');
  const lines = new LineCounter();
  lines.addNewLine(0);
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const found: SourceDocument[] = [];
  const source = text.replace(/^\uFEFF/, '').replace(helmHead, '#');
  try {
    for (const document of composer.compose(boundedTokens(source, name, lines), false, source.length)) {
      refuseErrors(document, name, lines);
      const refuse = (problem: string, offset?: number): never => {
        throw unreadable(name, offset === undefined ? undefined : lines.linePos(offset).line, problem);
      };
      const plain = plainOf(document, (offset) => lines.linePos(offset).line, refuse);
      if (plain.value !== null) found.push({ ...plain, file: name });
    }
  } catch (cause) {
    if (cause instanceof RangeError)
      throw unreadable(name, undefined, 'values that stand in each other too deep');
    throw cause;
  }
  return found;
}

function* boundedTokens(text: string, name: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  let count = 0;
  let offset = 0;
  const refuse = (problem: string): never => {
    throw unreadable(name, lineAt(text, Math.min(offset, text.length)), problem);
  };
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > mostTokens)
      refuse(`more than ${mostTokens} parts up to here, which no description of a Cryostat has`);
    if (parser.stack.length > deepest) refuse(`values that stand in each other more than ${deepest} deep`);
    yield* parser.next(lexeme);
    offset += lexeme.length;
  }
  yield* parser.end();
}

/** The parser's own message may quote the text, which may be a secret: only its kind is told. */
function refuseErrors(document: Document.Parsed, name: string, lines: LineCounter): void {
  const [error] = document.errors;
  if (error) throw unreadable(name, lines.linePos(error.pos[0]).line, problemOf(error));
}

function problemOf({ code }: YAMLParseError): string {
  if (code === 'TAB_AS_INDENT') return 'a tab that indents, expected spaces';
  return `YAML that cannot be read (${code.toLowerCase().replaceAll('_', ' ')})`;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function unreadable(name: string, line: number | undefined, problem: string): SmokeError {
  const where = line === undefined ? name : `${name}:${line}`;
  return new SmokeError('USAGE', `${where}: got ${problem}`, {
    hint: 'Expected Helm values, a Cryostat resource, Secrets, a Deployment or a Compose manifest, in YAML or JSON.',
  });
}
