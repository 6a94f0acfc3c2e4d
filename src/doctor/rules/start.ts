// What else a start of this very stack needs: a storage that answers, secrets that fit, variables, a folder. Pure.

import { quote } from '../../options/again.ts';
import { projectFlag } from '../../options/options.ts';
import { describeSeconds, toleratedSkew } from '../../s3/check/clock.ts';
import type { Facts } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { engineName, usedEngine } from '../used.ts';

/** Clocks that are further apart than this drift. */
const noticeableSkew = 60;
/** Volumes are made by the start that follows the identity. */
const tolerableMs = 60_000;

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
    *check(facts, { dataVolumes, isFromFlags, isFresh, project }) {
      const engine = usedEngine(facts);
      if (!engine || !isFromFlags || facts.state.identity.is === 'damaged') return;
      const kept = engine.answer.volumes.filter(({ volume }) => dataVolumes.includes(volume));
      const { identity, identityMadeAt, keptManifest } = facts.state;
      const flag = projectFlag(quote(project));
      const cure = keptManifest
        ? `smoke --identity-from ${quote(keptManifest)}${flag} -o compose.yml`
        : `smoke down --volumes${flag}`;
      const where = `on ${engineName(engine)}`;
      for (const { name, createdAt } of kept) {
        const subject = `volume ${name}`;
        const isOlder =
          createdAt !== undefined &&
          identityMadeAt !== undefined &&
          identityMadeAt.getTime() - createdAt.getTime() > tolerableMs;
        if (isFresh)
          yield {
            subject,
            seen: `${where}, and --fresh makes new secrets`,
            cure: `smoke down --volumes${flag}`,
          };
        else if (identity.is === 'missing')
          yield { subject, seen: `${where}, without ${identity.path}`, cure };
        else if (isOlder) yield { subject, seen: `${where}, older than ${identity.path}`, cure };
        else yield { level: 'fine', subject, seen: `${where}, its secrets are remembered` };
      }
    },
  },
  {
    id: 'identity-damaged',
    level: 'stops',
    summary: 'the remembered secrets of the project cannot be read',
    why: 'without them there is no manifest; --fresh keeps the damaged file and makes new ones',
    cure: 'smoke --fresh -o compose.yml',
    *check({ state: { identity } }, { isFromFlags, project }) {
      if (isFromFlags && identity.is === 'damaged')
        yield {
          subject: identity.path,
          seen: 'not as smoke wrote it, or not to be read',
          cure: `smoke --fresh${projectFlag(quote(project))} -o compose.yml`,
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
