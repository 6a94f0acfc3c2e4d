// The lines of a card that prove its cause: the decisive one first, then what stood around it. Pure.

import { clip } from './lines.ts';
import type { Line, Origin, Symptoms } from './symptoms.ts';

const longest = 220;
const around = { known: 5, unknown: 12 } as const;
const noise: readonly RegExp[] = [
  /^\s*[0-9a-f]{12,64}\s*$/,
  /^\s*\S*\s*(?:Container|Network|Volume|Image|Service)?\s*"?\S+"?\s+(?:Creat|Start|Wait|Pull|Recreat|Runn|Stopp|Remov|Skipp|Health|Interrupt)\w*\s*(?:[\d.]+s)?$/i,
  /^\s+File "|^\s*[~^]+\s*$|^Traceback |^\s+(?:await|raise|return|retcode|podman_args)\b|^During handling/,
  /failed to connect to syslog|systemd connection|level=(?:warning|info|debug)/,
];
const labels: Readonly<Record<Origin, string>> = {
  engine: 'engine: ',
  provider: '',
  health: 'health check: ',
  log: '',
  probe: 'probe: ',
};

/** Evidence for a cause, told by one line or by signs alone. `isKnown` ones need fewer lines around. */
export function evidenceFor(
  symptoms: Symptoms,
  decisive: Line | undefined,
  { isKnown, at }: { readonly isKnown: boolean; readonly at?: number },
): string[] {
  const health = symptoms.lines.filter(({ from }) => from === 'health').slice(0, 3);
  const rest = isKnown ? around.known : around.unknown;
  const said = tail(symptoms.lines, decisive, rest);
  const first = decisive ? [shown(decisive, at)] : [];
  const checks = health.filter(({ text }) => text !== decisive?.text).map((line) => shown(line));
  const title = said.length > 0 && said[0]?.from === 'log' ? ['last log lines:'] : [];
  return unique([...first, ...checks, ...title, ...said.map((line) => shown(line))]);
}

/** The last lines of the log, or of the provider where there is no log, without the decisive one. */
function tail(lines: readonly Line[], decisive: Line | undefined, count: number): Line[] {
  const logged = lines.filter(({ from }) => from === 'log');
  const spoken =
    logged.length > 0 ? logged : lines.filter((line) => line.from === 'provider' && !isNoise(line));
  return spoken.slice(-count).filter(({ text }) => text !== decisive?.text);
}

/** What providers say of their progress, and where in their own code they stood. */
function isNoise({ text }: Line): boolean {
  return noise.some((pattern) => pattern.test(text));
}

/** A long line is cut where it says the least: in the middle of it stands what matters, or at its end. */
function shown({ from, text }: Line, at = text.length): string {
  return clip(`${labels[from]}${text}`, longest, at);
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
