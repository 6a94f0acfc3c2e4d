// The address of a side's storage in a form that can be compared: one text for what is one address. Pure.

import type { Provider, Providers } from '../s3/provider.ts';
import { type Recognised, recogniseEndpoint } from '../s3/providers.ts';
import type { Side } from './settings.ts';

/** An address as it is compared and shown. */
export interface Address {
  /** Undefined where the side has a storage of its own, inside of its cluster. */
  readonly url: string | undefined;
  readonly shown: string | undefined;
  readonly known: Recognised | undefined;
  readonly provider: Provider | undefined;
}

/** Where a side finds its storage. Without an address, the AWS SDK takes Amazon's for the region. */
export function addressOf({ settings, form }: Side, providers: Providers): Address {
  const { endpoint, region } = settings;
  const isAmazon = !endpoint && (form === 'compose' || form === 'workload');
  const given = endpoint || (isAmazon ? `https://s3.${region ?? 'us-east-1'}.amazonaws.com` : undefined);
  if (given === undefined) return { url: undefined, shown: undefined, known: undefined, provider: undefined };
  const url = originOf(given);
  const known = recogniseQuietly(url, providers);
  return {
    url,
    shown: isAmazon ? `${url} (nothing is said, so it is Amazon)` : url,
    known,
    provider: known && providers[known.provider],
  };
}

/** Whether two addresses are known to be of one service. */
export function isSamePlace(one: Recognised | undefined, other: Recognised | undefined): boolean {
  if (!one || !other) return false;
  const parts = ['provider', 'account', 'partition'] as const;
  // A place may be more than its region: a jurisdiction, for one.
  const place = (known: Recognised): string | undefined => known.place ?? known.region;
  return parts.every((part) => one[part] === other[part]) && place(one) === place(other);
}

/** In one form; a user in it and a query are not for comparing, nor for showing. */
function originOf(endpoint: string): string {
  const text = endpoint.includes('://') ? endpoint : `http://${endpoint}`;
  if (!URL.canParse(text)) return 'no address';
  const url = new URL(text);
  const port = url.port === '' ? '' : `:${url.port}`;
  return `${url.protocol}//${url.hostname.replace(/\.$/, '')}${port}${url.pathname.replace(/\/+$/, '')}`;
}

/** What is known of an address; nothing of one of a provider's that is no endpoint, too. */
export function recogniseQuietly(url: string, providers: Providers): Recognised | undefined {
  try {
    return recogniseEndpoint(url, providers);
  } catch {
    // An address of a provider's that is no endpoint: whoever uses it hears of it there.
    return undefined;
  }
}
