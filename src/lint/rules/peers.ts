// Names, ports and files that services expect of each other. Pure.

import { environmentOf, wholeEnvironment } from '../environment.ts';
import type { Rule } from '../finding.ts';
import { imageOf } from '../images.ts';
import { contentsOf } from '../known/image-contents.ts';
import { mentionsPort } from '../listening.ts';
import { mounts } from '../mounts.ts';
import { hostPairs, hostsIn, joinsOthers, namesInside, peersOf } from '../peers.ts';
import { exposedPorts, publishedPorts } from '../ports.ts';
import { isWhole, type Project, type Service } from '../project.ts';
import { child, type Spot, texts } from '../spot.ts';

export const peerRules: readonly Rule[] = [
  {
    code: 'SM311',
    name: 'unheard-port',
    severity: 'warning',
    summary: 'a port that is exposed or published, and nothing listens on it',
    on: 'every engine: a connection to it is refused',
    cure: 'the port that the image listens on, or tell it to listen on this one',
    *check(file, project) {
      for (const service of file.services) {
        const heard = heardPorts(service, project);
        if (!heard) continue;
        const isHeard = ([from, to]: readonly [number, number]) =>
          heard.some((port) => from <= port && port <= to);
        const published = publishedPorts(service).flatMap(({ spot, target }) =>
          target ? [[target, spot] as const] : [],
        );
        for (const [range, spot] of [...exposedPorts(service), ...published])
          if (!isHeard(range) && !isToldTo(range[0], service, project))
            yield { spot, message: `${range[0]}, and the image listens on ${heard.join(', ')}` };
      }
    },
  },
  {
    code: 'SM511',
    name: 'inside-url',
    severity: 'warning',
    summary: 'a URL for browsers with a name that only containers know',
    on: 'every engine: the browser on the host cannot resolve the name of a service',
    cure: 'http://localhost and the published port, or a path behind the proxy',
    *check(file, project) {
      const services = project.names('services');
      for (const service of file.services)
        for (const { name, value, spot } of environmentOf(service)) {
          const host = /^https?:\/\/([\w-]+)/.exec(value ?? '')?.[1];
          if (/(EXT(ERNAL)?|PUBLIC|REDIRECT|ROOT)_UR[LI]$/.test(name) && host && services.has(host))
            yield { spot, message: `${name} names the service ${host}` };
        }
    },
  },
  {
    code: 'SM512',
    name: 'unknown-host',
    severity: 'warning',
    summary: 'a URL to a name that nothing in the project has',
    on: 'every engine: the name does not resolve, and what needs it fails or tries without end',
    cure: 'the name of a service, or leave the setting out where there is none',
    *check(file, project) {
      if (project.isPartial || !isWhole(file, project) || joinsOthers(project)) return;
      const known = namesInside(project);
      for (const service of file.services) {
        const environment = environmentOf(service);
        for (const { name, value, spot } of environment)
          for (const { host } of hostsIn(value))
            if (!known.has(host)) yield { spot, message: `${name} names ${host}` };
        for (const { name, value = '', spot } of hostPairs(environment).map(({ host }) => host))
          if (/^[a-zA-Z][\w-]*$/.test(value) && value !== 'localhost' && !known.has(value))
            yield { spot, message: `${name} names ${value}` };
      }
    },
  },
  {
    code: 'SM513',
    name: 'unnamed-peer-port',
    severity: 'note',
    summary: 'a port of another service that this one does not name anywhere',
    on: 'every engine: a connection is refused, unless the service listens there without saying so in the file',
    cure: 'the port that the other service exposes or publishes; expose it there where it is right',
    *check(file, project) {
      for (const service of file.services)
        for (const { name, spot, host, port } of peersOf(environmentOf(service))) {
          const peer = project.service(host);
          if (!peer || peer.name === service.name || heardPorts(peer, project)?.includes(port)) continue;
          const said = [
            ...exposedPorts(peer).map(([range]) => range[0]),
            ...publishedPorts(peer).flatMap(({ target }) => target?.[0] ?? []),
          ];
          if (said.length > 0 && !mentionsPort(peer, project, port))
            yield {
              spot,
              message: `${name} is ${host}:${port}, and ${host} names ${[...new Set(said)].join(', ')}`,
            };
        }
    },
  },
  {
    code: 'SM514',
    name: 'unmounted-certificate',
    severity: 'warning',
    summary: 'a certificate or key at a path where nothing is mounted',
    on: 'every engine: the file is not there, unless the image holds it',
    cure: 'mount the volume that holds it',
    *check(file, project) {
      for (const service of file.services) {
        if (child(service.spot, 'build') || !child(service.spot, 'image') || child(service.spot, 'extends'))
          continue;
        const targets = project.files.flatMap(({ root }) => {
          const spot = child(root, 'services', service.name);
          return spot ? targetsOf({ name: service.name, spot }) : [];
        });
        for (const { label, text, spot } of said(service))
          for (const [, path = ''] of text.matchAll(certificatePath))
            if (
              !targets.some((target) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`))
            )
              yield { spot, message: `${label}: nothing is mounted at ${path}` };
      }
    },
  },
];

/** Where certificates are put, not where systems have them. */
const certificatePath =
  /(?:^|[=:\s])(\/(?!etc\/(?:ssl|pki)\/|usr\/|var\/run\/secrets\/kubernetes)[\w./-]+\.(?:pem|crt|cer|key|p12|pfx|jks))(?=$|[\s&,;"'])/g;

/** What the image listens on; undefined where that is not known. */
function heardPorts(service: Service, project: Project): number[] | undefined {
  const found = imageOf(project, service);
  const contents = found && contentsOf(found.image);
  if (!contents?.ports) return undefined;
  const told =
    contents.portVariable &&
    wholeEnvironment(service, project).findLast(({ name }) => name === contents.portVariable);
  if (!told) return [...contents.ports];
  return /^\d+$/.test(told.value ?? '') ? [Number(told.value)] : undefined;
}

/** Options name the port: JAVA_OPTS, a command. */
function isToldTo(port: number, service: Service, project: Project): boolean {
  const options = wholeEnvironment(service, project).filter(({ name }) =>
    /OPTS|OPTIONS|ARGS|FLAGS|ADDRESS/.test(name),
  );
  const words = ['command', 'entrypoint'].flatMap((key) => texts(child(service.spot, key)));
  return [...options.map(({ value }) => value ?? ''), ...words.map(({ text }) => text)].some((text) =>
    new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text),
  );
}

function targetsOf(service: Service): string[] {
  const granted = (['secrets', 'configs'] as const).flatMap((key) =>
    (child(service.spot, key)?.items ?? []).map((item) => {
      const target = child(item, 'target')?.text ?? child(item, 'source')?.text ?? item.text;
      return target.startsWith('/') ? target : key === 'secrets' ? `/run/secrets/${target}` : `/${target}`;
    }),
  );
  const temporary = texts(child(service.spot, 'tmpfs')).map(({ text }) => text.split(':')[0] ?? '');
  const other = child(service.spot, 'volumes_from') ? ['/'] : [];
  return [...mounts(service).map(({ target }) => target), ...granted, ...temporary, ...other];
}

function said(service: Service): { label: string; text: string; spot: Spot }[] {
  return [
    ...environmentOf(service).map(({ name, value, spot }) => ({ label: name, text: value ?? '', spot })),
    ...texts(child(service.spot, 'command')).map((spot) => ({ label: 'command', text: spot.text, spot })),
  ];
}
