// Features: the two ways to name a bucket, and the bucket itself.

import { explainConnection } from '../../probes/connection.ts';
import { isAddress } from './address.ts';
import {
  bodyText,
  broken,
  type FeatureTest,
  type Finding,
  inShort,
  isTaken,
  type Place,
  unsupported,
  works,
} from './feature.ts';
import type { Ask } from './wire.ts';
import { rootOf } from './xml.ts';

/** Path style, virtual-host style, and heading the bucket. */
export const addressingTests: readonly FeatureTest[] = [
  {
    group: 'connection',
    id: 'path-style',
    name: 'path style',
    short: true,
    test: async (place) => {
      const answer = await place.ask({ ...look(place), as: { pathStyle: true } });
      return judge(place, answer);
    },
  },
  { group: 'connection', id: 'virtual-host', name: 'virtual-host style', short: true, test: asHost },
  {
    group: 'buckets',
    id: 'head-bucket',
    name: 'head a bucket',
    short: true,
    test: async (place) => {
      await place.must({ method: 'HEAD' });
      if (place.isGiven) return works();
      const missing = await place.wire.ask({ method: 'HEAD', bucket: `${place.bucket}-not` });
      return missing.status === 404
        ? works()
        : broken(`a bucket that is not there is answered with ${missing.status}, expected 404`);
    },
  },
  {
    group: 'buckets',
    id: 'bucket-location',
    name: 'where a bucket lies',
    test: async (place) => {
      const xml = bodyText(await place.must({ query: { location: '' } }));
      const region = />([^<]*)<\/(?:\w+:)?LocationConstraint>/.exec(xml)?.[1] ?? '';
      return works(region === '' ? 'without a name, which means us-east-1' : region);
    },
  },
];

const look = ({ prefix }: Place): Pick<Ask, 'query'> => ({
  query: { 'list-type': '2', 'max-keys': '1', prefix },
});

function judge(place: Place, answer: Parameters<typeof bodyText>[0]): Finding {
  const isList = isTaken(answer) && rootOf(bodyText(answer)) === 'ListBucketResult';
  if (isList && bodyText(answer).includes(`>${place.bucket}</`)) return works();
  if (answer.status === 403) return { state: 'denied', detail: `answers ${inShort(answer)}` };
  return unsupported(
    `the bucket is not found: answers ${isTaken(answer) ? 'something else' : inShort(answer)}`,
  );
}

async function asHost(place: Place): Promise<Finding> {
  const { hostname } = new URL(place.wire.connection.endpoint);
  if (isAddress(hostname)) return unsupported('the endpoint is an IP address, no name can stand before it');
  const ask = { ...look(place), as: { pathStyle: false } };
  try {
    return judge(place, await place.ask(ask));
  } catch (error) {
    const problem = explainConnection(error);
    if (problem?.kind === 'unknown-host') {
      const there = await place.ask({ ...ask, atEndpoint: true }).then(
        (answer) => judge(place, answer),
        () => undefined,
      );
      const known = there?.state === 'works' ? 'the server knows it, but ' : '';
      return unsupported(`${known}no name server knows <bucket>.${hostname}`);
    }
    if (problem?.kind === 'certificate') return unsupported(`<bucket>.${hostname}: ${problem.text}`);
    throw error;
  }
}
