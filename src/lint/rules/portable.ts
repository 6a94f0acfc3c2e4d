// What the engines and Compose providers read differently. Pure.

import type { Hit, Rule } from '../finding.ts';
import type { ComposeFile } from '../project.ts';
import { child, isTrue, type Spot, scalars } from '../spot.ts';
import { hasNestedVariable } from '../variables.ts';

export const portableRules: readonly Rule[] = [
  {
    code: 'SM101',
    name: 'inline-content',
    severity: 'error',
    summary: 'a config or secret with its content in the file',
    on: 'podman-compose (1.6 seen) starts the service without the file and says nothing; docker compose needs 2.23.1 and ignores uid, gid and mode',
    cure: 'write the file into a named volume by a one-shot service, or mount a file that lies beside this one',
    *check(file) {
      for (const section of ['configs', 'secrets'])
        for (const [name, spot] of child(file.root, section)?.entries ?? []) {
          const content = child(spot, 'content');
          if (!content) continue;
          const message = `${section.slice(0, -1)} ${name} has its content inline`;
          yield section === 'secrets'
            ? {
                spot: content,
                message,
                on: 'docker compose refuses it: secrets have file or environment alone',
              }
            : { spot: content, message };
        }
    },
  },
  {
    code: 'SM102',
    name: 'start-interval',
    severity: 'error',
    summary: 'a health check with start_interval',
    on: 'a Docker engine older than 25 refuses the project; docker compose knows it since 2.20.2',
    cure: 'leave it out; take a short interval and more retries',
    *check(file) {
      for (const { spot } of file.services) {
        const found = child(spot, 'healthcheck', 'start_interval');
        if (found) yield { spot: found, message: `start_interval ${found.text}` };
      }
    },
  },
  {
    code: 'SM103',
    name: 'container-name',
    severity: 'warning',
    summary: 'a container name of its own',
    on: 'every engine: a second project, or a second copy of this one, cannot start beside it, and the service cannot be scaled',
    cure: 'leave it out; the service name is the host name inside, and docker compose ps finds it',
    *check(file) {
      for (const { spot } of file.services) {
        const found = child(spot, 'container_name');
        if (found) yield { spot: found, message: `container_name ${found.text}`, ...lineFix(file, found) };
      }
    },
  },
  {
    code: 'SM104',
    name: 'external-resource',
    severity: 'warning',
    summary: 'a volume, network, config or secret that must exist before',
    on: 'every engine: up fails where it is missing, and projects that name the same one share and can destroy it',
    cure: 'let the project own it: leave out external and name, and fill it after it is created',
    *check(file) {
      for (const section of ['volumes', 'networks', 'configs', 'secrets'])
        for (const [name, spot] of child(file.root, section)?.entries ?? []) {
          const external = child(spot, 'external');
          if (!external || (external.kind === 'scalar' && !isTrue(external))) continue;
          const called = child(spot, 'name')?.text || child(external, 'name')?.text || name;
          yield { spot, message: `${section.slice(0, -1)} ${name} is external: ${called}` };
        }
    },
  },
  {
    code: 'SM105',
    name: 'fixed-name',
    severity: 'note',
    summary: 'a volume or network whose name is the same in every project',
    on: 'every engine: the same file under another project name (-p) uses the data and the network of the first',
    cure: 'leave the name out, so that the project name stands before it',
    *check(file) {
      for (const section of ['volumes', 'networks'])
        for (const [key, spot] of child(file.root, section)?.entries ?? []) {
          const name = child(spot, 'name');
          if (!name || child(spot, 'external') || /\$\{?COMPOSE_PROJECT_NAME/.test(name.text)) continue;
          yield { spot: name, message: `${section.slice(0, -1)} ${key} is always called ${name.text}` };
        }
    },
  },
  {
    code: 'SM106',
    name: 'nested-default',
    severity: 'warning',
    summary: 'a variable within the default of a variable',
    on: 'podman-compose older than 1.6 and other readers of Compose files take the inner ${…} as text or break at its brace; docker compose follows it',
    cure: 'one variable with a plain default; derive the rest where the file is made',
    *check(file) {
      for (const spot of scalars(file.root))
        if (hasNestedVariable(spot.text)) {
          const names = [...spot.text.matchAll(/\$\{([A-Za-z_]\w*)/g)].map(([, name]) => name);
          yield { spot, message: `a nested default with ${names.slice(0, 3).join(', ')}` };
        }
    },
  },
  {
    code: 'SM107',
    name: 'yaml-misread',
    severity: 'warning',
    summary: 'a bare word or number that YAML 1.1 reads as something else',
    on: 'podman-compose reads YAML 1.1: 22:22 becomes 1342, and no, off, yes and on become false and true; docker compose keeps the text',
    cure: 'put it in quotes',
    *check(file) {
      for (const { spot } of file.services) {
        for (const port of child(spot, 'ports')?.items ?? [])
          if (port.isPlain && isBase60(port.text)) yield quote(port, `${port.text} is a number in base 60`);
        const restart = child(spot, 'restart');
        if (restart?.isPlain && restart.text === 'no')
          yield quote(restart, 'restart: no without quotes is false');
        for (const value of child(spot, 'environment')?.entries.values() ?? [])
          if (value.isPlain && /^(yes|no|on|off)$/i.test(value.text))
            yield quote(value, `${value.text} without quotes is a truth value`);
      }
    },
  },
  {
    code: 'SM108',
    name: 'anchors',
    severity: 'note',
    summary: 'anchors, aliases and merge keys',
    on: 'docker compose and podman-compose follow them; tools that rewrite YAML often do not keep them',
    cure: 'write the values out, or use extends; nothing to do where only Compose reads the file',
    *check(file) {
      const first = file.anchors[0];
      if (first)
        yield {
          spot: first,
          message: file.anchors.length === 1 ? 'an anchor' : `${file.anchors.length} anchors`,
        };
    },
  },
  {
    code: 'SM109',
    name: 'duplicate-key',
    severity: 'error',
    summary: 'a key that stands twice in one map',
    on: 'docker compose refuses the file; podman-compose takes the last one and says nothing',
    cure: 'keep one of them',
    *check(file) {
      for (const spot of file.duplicates) yield { spot, message: `${spot.path} is set twice` };
    },
  },
  {
    code: 'SM110',
    name: 'several-documents',
    severity: 'error',
    summary: 'more than one document in the file',
    on: 'podman-compose (1.6 seen) refuses the file; docker compose (2.26 and 5.5 seen) lays each document over the one before',
    cure: 'a file for each, given together with -f',
    *check(file) {
      if (file.nextDocument)
        yield {
          spot: file.nextDocument,
          message: 'a second document begins; smoke lint reads the first alone',
        };
    },
  },
];

function isBase60(text: string): boolean {
  const match = /^(\d{1,5}):(\d{1,2})$/.exec(text);
  return match !== null && Number(match[2]) < 60;
}

function quote(spot: Spot, message: string): Hit {
  return { spot, message, fix: [{ start: spot.valueStart, end: spot.valueEnd, text: `"${spot.text}"` }] };
}

/** Takes a whole line away, where the entry is alone on it, and nothing else in the file speaks of its value. */
function lineFix(file: ComposeFile, spot: Spot): { fix?: Hit['fix'] } {
  const start = file.text.lastIndexOf('\n', spot.start - 1) + 1;
  const newline = file.text.indexOf('\n', spot.valueEnd);
  const end = newline < 0 ? file.text.length : newline + 1;
  const isAlone =
    /^\s*$/.test(file.text.slice(start, spot.start)) &&
    /^\s*(#.*)?\s*$/.test(file.text.slice(spot.valueEnd, end));
  const isMentioned = file.text.split(spot.text).length > 2;
  return isAlone && !isMentioned ? { fix: [{ start, end, text: '' }] } : {};
}
