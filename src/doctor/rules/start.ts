// What else a start of this very stack needs: a storage that answers, secrets that fit, variables, a folder. Pure.

import { quote } from '../../options/again.ts';
import { projectFlag } from '../../options/options.ts';
import { describeSeconds, toleratedSkew } from '../../s3/check/clock.ts';
import type { Facts } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { engineName, nearestEngine, type UsedEngine } from '../used.ts';
import type { Wants } from '../wants.ts';

/** Clocks that are further apart than this drift. */
const noticeableSkew = 60;
/** Volumes are made by a start, which has an identity by then; the engine's clock may be a little off. */
const tolerableMs = 5000;

export const startRules: readonly Rule[] = [
  {
    id: 'storage-silent',
    level: 'stops',
    summary: 'the storage outside of the stack gives no answer',
    why: 'smoke up asks it before anything starts, and nothing could be kept in it',
    cure: 'curl --head --verbose ENDPOINT',
    *check({ storage }) {
      if (!storage) return;
      const subject = `storage ${storage.endpoint}`;
      if (storage.problem === undefined) yield { level: 'fine', subject, seen: 'answers' };
      else yield { subject, seen: storage.problem, cure: `curl --head --verbose ${quote(storage.endpoint)}` };
    },
  },
  {
    id: 'storage-clock',
    level: 'stops',
    summary:
      'the clock of the storage is more than 15 minutes from the one here; it warns from one minute on',
    why: 'S3 refuses signatures of another time: RequestTimeTooSkewed',
    cure: 'sudo timedatectl set-ntp true',
    *check({ storage, platform }) {
      const skew = storage?.skewSeconds;
      if (skew === undefined) return;
      const subject = 'clock of the storage';
      const size = Math.abs(skew);
      if (size <= noticeableSkew)
        return yield { level: 'fine', subject, seen: `${describeSeconds(size)} apart` };
      yield {
        level: size > toleratedSkew ? 'stops' : 'warns',
        subject,
        seen: `${describeSeconds(size)} ${skew > 0 ? 'ahead of' : 'behind'} the one here`,
        ...(platform === 'darwin' && { cure: 'sudo sntp -sS time.apple.com' }),
      };
    },
  },
  {
    id: 'volumes-of-another',
    level: 'stops',
    summary: 'volumes of the project are there, and the secrets that they were made with are not remembered',
    why: 'the new password would not open the database; smoke down --volumes removes the data instead',
    cure: 'smoke --identity-from compose.yml',
    *check(facts, wants) {
      const engine = nearestEngine(facts);
      const { identity, identityMadeAt } = facts.state;
      if (!engine || !wants.isFromFlags || identity.is === 'damaged') return;
      const volumes = engine.answer.volumes.filter(({ volume }) => wants.dataVolumes.includes(volume));
      const isOlder = ({ createdAt }: (typeof volumes)[number]): boolean =>
        Number(identityMadeAt) - Number(createdAt) > tolerableMs;
      const isStrange = wants.isFresh || identity.is === 'missing' ? () => true : isOlder;
      const strange = volumes.filter(isStrange);
      const own = volumes.filter((volume) => !isStrange(volume));
      const where = `on ${engineName(engine)}`;
      const reason = wants.isFresh
        ? 'and --fresh makes new secrets'
        : `${identity.is === 'missing' ? 'without' : 'older than'} ${identity.path}`;
      if (strange.length > 0)
        yield {
          subject: namesOf(strange),
          seen: `${where}, ${reason}`,
          cure: wants.isFresh ? removal(engine, wants) : restoration(engine, facts, wants),
        };
      if (own.length > 0)
        yield { level: 'fine', subject: namesOf(own), seen: `${where}, with secrets that are remembered` };
    },
  },
  {
    id: 'identity-damaged',
    level: 'stops',
    summary: 'the remembered secrets of the project cannot be read',
    why: 'without them there is no manifest; --fresh keeps the damaged file and makes new ones',
    cure: 'smoke --fresh -o compose.yml',
    *check({ state: { identity } }, { isFromFlags, command }) {
      if (isFromFlags && identity.is === 'damaged')
        yield {
          subject: identity.path,
          seen: 'not as smoke wrote it, or not to be read',
          cure: `${command} --fresh -o compose.yml`,
        };
    },
  },
  {
    id: 'state-folder',
    level: 'stops',
    summary: 'nothing can be written to the folder in which smoke remembers secrets and manifests',
    why: 'smoke up keeps the manifest there that it runs',
    cure: 'export XDG_STATE_HOME=/a/folder/of/yours',
    *check({ state: { folder, problem } }) {
      if (problem === undefined) yield { level: 'fine', subject: folder, seen: 'can be written to' };
      else yield { subject: folder, seen: problem, cure: 'export XDG_STATE_HOME="$(mktemp -d)"' };
    },
  },
  {
    id: 'start-variables',
    level: 'warns',
    summary: 'variables that the start needs are not set here',
    why: 'Compose refuses the manifest without them; keys of AWS may come from a profile as well',
    cure: 'export AWS_ACCESS_KEY_ID=…',
    *check(_: Facts, { variables }) {
      for (const { name, help } of variables)
        yield { subject: name, seen: `not set${help && `, expected ${help}`}`, cure: `export ${name}=…` };
    },
  },
];

function removal({ name }: UsedEngine, { project }: Wants): string {
  return `smoke down --volumes -c ${name}${projectFlag(quote(project))}`;
}

/** From the manifest of the last start, where there is one. Secrets that do not fit are set aside. */
function restoration(engine: UsedEngine, { state }: Facts, wants: Wants): string {
  if (state.keptManifest === undefined) return removal(engine, wants);
  const flag = state.identity.is === 'there' ? ' --fresh' : '';
  return `${wants.command}${flag} --identity-from ${quote(state.keptManifest)} -o compose.yml`;
}

function namesOf(volumes: readonly { readonly name: string }[]): string {
  return `volume${volumes.length > 1 ? 's' : ''} ${volumes.map(({ name }) => name).join(', ')}`;
}
