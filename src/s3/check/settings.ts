// What features that are settings of a bucket have in common: in a bucket that is the user's, they are only read.

import { Refusal } from './answer.ts';
import { bodyText, codeOf, type Finding, isTaken, type Place, untried } from './feature.ts';
import { md5 } from './signing.ts';

/** The setting as XML or JSON; undefined when there is none. */
export async function readSetting(place: Place, name: string): Promise<string | undefined> {
  const answer = await place.ask({ query: { [name]: '' } });
  if (isTaken(answer)) return bodyText(answer);
  if (answer.status === 404 && !/^NoSuchBucket$/.test(codeOf(answer))) return undefined;
  throw new Refusal(answer);
}

/** Sets it; a refusal is thrown. Old servers insist on Content-MD5, new ones are content with it. */
export async function writeSetting(place: Place, name: string, body: string): Promise<void> {
  const type = body.startsWith('{') ? 'application/json' : 'application/xml';
  const headers = { 'content-type': type, 'content-md5': md5(body) };
  await place.must({ method: 'PUT', query: { [name]: '' }, body, headers });
}

/** What can be said of a setting of a bucket that is not ours to change. */
export async function onlyRead(place: Place, name: string): Promise<Finding> {
  const setting = await readSetting(place, name);
  const state = setting === undefined ? 'none is set' : 'one is set';
  return untried(`${state}; settings of a given bucket are only read`);
}
