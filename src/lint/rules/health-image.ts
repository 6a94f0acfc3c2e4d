// Health checks against what the image holds and the service listens on. Pure.

import { wholeEnvironment } from '../environment.ts';
import type { Rule } from '../finding.ts';
import { commandLine, type HealthTest, healthTest } from '../health.ts';
import { imageOf } from '../images.ts';
import { contentsOf, type ImageContents, type Tool } from '../known/image-contents.ts';
import { checkedPorts, listenPort, mentionsPort } from '../listening.ts';
import type { ComposeFile, Project, Service } from '../project.ts';
import { child, texts } from '../spot.ts';

export const healthImageRules: readonly Rule[] = [
  {
    code: 'SM211',
    name: 'no-shell',
    severity: 'error',
    summary: 'a check through a shell in an image that has none',
    on: 'every engine: the check cannot run, and the service never becomes healthy',
    cure: 'CMD with a program that the image has, such as its own status command',
    *check(file, project) {
      for (const { test, image, contents } of checks(file, project))
        if (contents.shell === false && usesShell(test))
          yield { spot: test.spot, message: `${image} has no shell` };
    },
  },
  {
    code: 'SM212',
    name: 'missing-tool',
    severity: 'error',
    summary: 'a check with a tool that the image does not have',
    on: 'every engine: the check fails with exit code 127, and the service never becomes healthy',
    cure: "what the image has: its own client, wget of BusyBox, or bash with ':> /dev/tcp/127.0.0.1/port'",
    *check(file, project) {
      for (const { service, test, image, contents } of checks(file, project)) {
        const used = installsMore(service) ? [] : toolsOf(test);
        if (
          used.length > 0 &&
          used.every((tool) => contents.lacks?.includes(tool)) &&
          !(contents.shell === false && usesShell(test))
        )
          yield { spot: test.spot, message: `${image} has no ${used.join(' and no ')}` };
      }
    },
  },
  {
    code: 'SM213',
    name: 'busybox-https',
    severity: 'note',
    summary: "a check over https with BusyBox's wget",
    on: "every engine: BusyBox's wget speaks https through a helper that many images lack, and then fails against a server of today",
    cure: 'check a plain port that listens on 127.0.0.1 alone, or a program of the image itself',
    *check(file, project) {
      for (const { test, image, contents } of checks(file, project))
        if (contents.busybox && /\bwget\b.*https:\/\//.test(commandLine(test)))
          yield { spot: test.spot, message: `${image} has the wget of BusyBox` };
    },
  },
  {
    code: 'SM214',
    name: 'wrong-port',
    severity: 'error',
    summary: 'a check of a port that the service does not listen on',
    on: 'every engine: the check fails always, and the service never becomes healthy',
    cure: 'check the port that the service is told to listen on',
    *check(file, project) {
      for (const service of file.services) {
        const test = healthTest(service);
        const listens = listenPort(service, project);
        if (!test || !listens) continue;
        const wrong = checkedPorts(test, service).find(
          (port) => port !== listens.port && !mentionsPort(service, project, port),
        );
        if (wrong !== undefined)
          yield { spot: test.spot, message: `checks ${wrong}, and ${listens.name} is ${listens.port}` };
      }
    },
  },
  {
    code: 'SM215',
    name: 'unset-variable',
    severity: 'error',
    summary: 'a check with a variable that the container does not have',
    on: 'every engine: the variable is empty inside, so the check asks for something else, or fails',
    cure: 'the variable that environment sets',
    *check(file, project) {
      for (const service of file.services) {
        const test = healthTest(service);
        if (!test || child(service.spot, 'env_file')) continue;
        const names = wholeEnvironment(service, project).map(({ name }) => name);
        for (const [, name = ''] of commandLine(test).matchAll(/\$\$\{?([A-Za-z_]\w*)/g)) {
          const like = names.includes(name) ? [] : names.filter((other) => related(name, other));
          if (like.length > 0)
            yield {
              spot: test.spot,
              message: `${name} is not set, ${like.slice(0, 3).join(', ')} is`,
              cure: `one of ${like.join(', ')}`,
            };
        }
      }
    },
  },
];

function* checks(
  file: ComposeFile,
  project: Project,
): Iterable<{ service: Service; test: HealthTest; image: string; contents: ImageContents }> {
  for (const service of file.services) {
    const test = healthTest(service);
    const found = imageOf(project, service);
    if (!test || !found || child(service.spot, 'build')) continue;
    const { repository, tag } = found.image;
    yield {
      service,
      test,
      image: tag ? `${repository}:${tag}` : repository,
      contents: contentsOf(found.image),
    };
  }
}

/** Its own start adds packages to what the image holds. */
function installsMore({ spot }: Service): boolean {
  const words = ['command', 'entrypoint'].flatMap((key) => texts(child(spot, key)).map(({ text }) => text));
  return /\b(apk|apt|apt-get|dnf|microdnf|yum|zypper)\b/.test(words.join(' '));
}

function usesShell({ form, words }: HealthTest): boolean {
  if (form === 'STRING' || form === 'CMD-SHELL') return true;
  return form === 'CMD' && /^(\/usr)?(\/bin\/)?(ba|da|a|k|z)?sh$/.test(words[0]?.text ?? '');
}

function toolsOf(test: HealthTest): Tool[] {
  const line = test.form === 'CMD' && !usesShell(test) ? (test.words[0]?.text ?? '') : commandLine(test);
  return (['curl', 'wget'] as const).filter((tool) => new RegExp(`(^|[\\s;&|(/])${tool}(\\s|$)`).test(line));
}

/** POSTGRES_DB and POSTGRESQL_DATABASE: the first words begin alike. */
function related(name: string, other: string): boolean {
  const [a = '', b = ''] = [name.split('_')[0], other.split('_')[0]];
  return (
    name.includes('_') &&
    other.includes('_') &&
    a.length >= 4 &&
    (b.startsWith(a) || a.startsWith(b)) &&
    b.length >= 4
  );
}
