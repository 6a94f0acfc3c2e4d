// Health checks that did not pass, cannot run, or never ran. Pure.

import type { Cause } from '../cause.ts';
import { again, inside, logs } from '../commands.ts';
import type { ContainerSeen, Symptoms } from '../symptoms.ts';

/** Before what the log says: a check that cannot run says nothing about the service. */
export const healthSigns: readonly Cause[] = [
  {
    code: 'health-tool-missing',
    from: ['health'],
    words: [
      /exec: ['"]?(?<tool>[^'":\s]+)['"]?: (?:executable file not found|stat .*no such file|permission denied|not found)/i,
      /executable file [`'"](?<tool>[^`'"]+)[`'"]:? not found/i,
      /(?:sh|bash|dash|ash|zsh)?(?:: line)?[ :\d]*:? (?<tool>[\w./-]+): (?:command )?not found\s*$/i,
      /(?:stat|exec|execve) (?<tool>\/\S+): no such file or directory/i,
      /OCI runtime exec failed.*not found|crun: executable file/i,
    ],
    fits: ({ service }) => isFailing(service?.container),
    explain: (symptoms, { parts: { tool } }) => toolMissing(symptoms, tool),
  },
  {
    code: 'health-tool-missing',
    // Some engines keep the code alone.
    fits: ({ service }) =>
      isFailing(service?.container) && [126, 127].includes(lastResult(service?.container)?.exitCode ?? 0),
    explain: (symptoms) => toolMissing(symptoms, undefined),
  },
];

/** After what the log says, which often tells why. */
export const healthCauses: readonly Cause[] = [
  {
    code: 'health-too-slow',
    from: ['health'],
    words: [/health ?check (?:command )?exceeded (?:its )?time ?out/i, /timed? ?out after .*health/i],
    explain: (symptoms) => {
      const { timeoutMs = 0 } = symptoms.service?.container?.healthcheck ?? {};
      return {
        cause: `its health check takes longer than the ${seconds(timeoutMs)} that it may`,
        next: `raise healthcheck.timeout, or look why it is slow: ${inside(symptoms, checkCommand(symptoms))}`,
      };
    },
    mayFollow: true,
  },
  {
    code: 'health-never-passed',
    fits: ({ service }) =>
      service?.container?.state === 'running' && service.container.health === 'unhealthy',
    explain: (symptoms) => {
      const { healthcheck } = symptoms.service?.container ?? {};
      const last = lastResult(symptoms.service?.container);
      const end = last ? `, the last check ended with ${last.exitCode}` : '';
      return {
        cause: `its health check did not pass in ${healthcheck?.retries ?? 'all'} tries${end}`,
        next: `${logs(symptoms)}   (the check by hand: ${inside(symptoms, checkCommand(symptoms))})`,
      };
    },
    mayFollow: true,
  },
  {
    code: 'health-never-ran',
    fits: ({ service }) => isWaited(service?.container) && service?.container?.healthLog.length === 0,
    explain: (symptoms) => {
      const { scene } = symptoms;
      const { intervalMs = 0, startPeriodMs = 0 } = symptoms.service?.container?.healthcheck ?? {};
      const rare = `it runs every ${seconds(intervalMs)}${startPeriodMs ? `, after ${seconds(startPeriodMs)}` : ''}`;
      const unfired = scene.engine === 'podman' && !scene.firesHealthChecks;
      return {
        cause: `its health check never ran in the time given: ${unfired ? 'Podman needs systemd to run it, and smoke’s own tries were refused' : rare}`,
        next: unfired
          ? `podman healthcheck run ${symptoms.service?.container?.name ?? 'CONTAINER'}   (says why it cannot run)`
          : `set healthcheck.interval to 2s, or give it more time: ${again(symptoms)} --timeout ${Math.ceil((intervalMs + startPeriodMs) / 1000) + 60}`,
      };
    },
  },
  {
    code: 'not-ready-in-time',
    fits: ({ service }) => isWaited(service?.container),
    explain: (symptoms) => {
      const {
        intervalMs = 0,
        retries = 0,
        startPeriodMs = 0,
      } = symptoms.service?.container?.healthcheck ?? {};
      const allowedMs = startPeriodMs + intervalMs * retries;
      return {
        cause: `was not ready in time: its health check has not passed so far, and may take ${seconds(allowedMs)} by its own settings`,
        next: `${again(symptoms)} --timeout ${Math.ceil(allowedMs / 1000) + 60}   (or look what keeps it: ${logs(symptoms)})`,
      };
    },
    mayFollow: true,
  },
];

function toolMissing(symptoms: Symptoms, found: string | undefined) {
  const { test = [] } = symptoms.service?.container?.healthcheck ?? {};
  const words = test[0] === 'CMD-SHELL' || test[0] === 'CMD' ? test.slice(1) : test;
  const tool = found ?? words[0]?.split(/\s/)[0] ?? 'its command';
  return {
    cause: `its health check cannot run: the image has no ${tool}`,
    next: `write healthcheck.test with a program that the image has (${tool.endsWith('sh') ? '["CMD", …] needs no shell' : 'a shell can do: bash -c "</dev/tcp/localhost/PORT"'}), then: ${again(symptoms)}`,
  };
}

function isFailing(container: ContainerSeen | undefined): boolean {
  return (
    container?.state === 'running' && container.healthcheck !== undefined && container.health !== 'healthy'
  );
}

function isWaited(container: ContainerSeen | undefined): boolean {
  return isFailing(container) && container?.health !== 'unhealthy';
}

function lastResult(container: ContainerSeen | undefined) {
  return container?.healthLog.at(-1);
}

/** The check as a person would type it. */
function checkCommand({ service }: Symptoms): string {
  const [how, ...words] = service?.container?.healthcheck?.test ?? [];
  if (how === 'CMD') return words.map(quoted).join(' ');
  if (how === 'CMD-SHELL') return `sh -c ${quoted(words.join(' '))}`;
  return [how ?? '', ...words].join(' ');
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function seconds(ms: number): string {
  return ms >= 120_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 100) / 10} s`;
}
