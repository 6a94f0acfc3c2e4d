// Which provider an endpoint belongs to, and the endpoint of a provider. Pure.

import { SmokeError } from '../error.ts';
import type { EndpointTemplate, Provider, Providers } from './provider.ts';

/** What an address says of itself. */
export interface Recognised {
  readonly provider: string;
  /** The region to sign for. */
  readonly region?: string;
  /** What --region names it by: the region of the address, or a jurisdiction. */
  readonly place?: string;
  readonly account?: string;
  readonly partition?: string;
}

type Parts = Readonly<Record<string, string>>;

/** The provider behind an endpoint. An address of a provider's that is no endpoint is an error with the right one. */
export function recogniseEndpoint(endpoint: string, providers: Providers): Recognised | undefined {
  const host = hostOf(endpoint);
  if (host === undefined) return undefined;
  for (const [name, provider] of Object.entries(providers)) {
    for (const template of provider.endpoints ?? []) {
      const found = matchTemplate(host, template, provider);
      if (found) return recognised(name, template, found);
    }
  }
  for (const provider of Object.values(providers)) refuseAddress(endpoint, host, provider);
  return undefined;
}

/** The endpoint of a place; undefined where none of the templates has this place, or all their parts. */
export function buildEndpoint(
  provider: Provider,
  parts: { readonly region?: string | undefined; readonly account?: string | undefined },
): string | undefined {
  const template = templateFor(provider, parts.region);
  if (!template || !fits(provider, parts.account)) return undefined;
  const url = fill(template.url, { region: parts.region, account: parts.account });
  return url.includes('{') ? undefined : url;
}

/** Whether the account has the form that the provider gives them. */
export function fits(provider: Provider, account: string | undefined): boolean {
  return account === undefined || !provider.account || whole(provider.account.form).test(account);
}

/** The template that --region chooses. */
export function templateFor(provider: Provider, region: string | undefined): EndpointTemplate | undefined {
  const buildable = (provider.endpoints ?? []).filter(({ build }) => build !== false);
  return (
    buildable.find(({ place }) => place !== undefined && place === region) ??
    buildable.find(({ url, place, regions, region: fixed }) => {
      if (url.includes('{region}'))
        return region !== undefined && whole(regions ?? '[a-z0-9-]+').test(region);
      return place === undefined && (region === undefined || region === fixed || provider.anyRegion === true);
    })
  );
}

/** Lower case, without the dot that ends a full name; undefined for another port: providers have none. */
function hostOf(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { protocol, hostname, port } = new URL(endpoint);
  if (!/^https?:$/.test(protocol) || port !== '') return undefined;
  return hostname.replace(/\.$/, '');
}

function matchTemplate(host: string, template: EndpointTemplate, provider: Provider): Parts | undefined {
  for (const url of [template.url, ...(template.also ?? [])]) {
    const found = endsLike(host, url) ? pattern(url, template, provider, '').exec(host) : null;
    if (found) return { ...found.groups };
  }
  return undefined;
}

function recognised(provider: string, template: EndpointTemplate, { region, account }: Parts): Recognised {
  const signed = template.region ?? signedRegion(template, region);
  const place = region ?? template.place;
  return {
    provider,
    ...(signed !== undefined && { region: signed }),
    ...(place !== undefined && { place }),
    ...(account !== undefined && { account }),
    ...(template.partition !== undefined && { partition: template.partition }),
  };
}

/** The region to sign for, where a place has another name than its region. */
export function signedRegion(template: EndpointTemplate, place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  return whole(template.regions ?? '.*').exec(place)?.[1] ?? place;
}

function refuseAddress(endpoint: string, host: string, provider: Provider): void {
  for (const { urls, is, instead } of provider.refused ?? []) {
    for (const url of urls) {
      const found = endsLike(host, url) ? pattern(url, {}, provider, '').exec(host) : null;
      if (found) throw refused(endpoint, provider, is, fill(instead, found.groups ?? {}));
    }
  }
  for (const template of provider.endpoints ?? []) {
    for (const url of [template.url, ...(template.also ?? [])]) {
      if (!endsLike(host, url)) continue;
      const found = pattern(url, template, provider, '(?<name>[a-z0-9][a-z0-9._-]*)\\.').exec(host);
      if (!found) continue;
      const is = `the address of the bucket "${found.groups?.['name']}"`;
      throw refused(endpoint, provider, is, fill(url, found.groups ?? {}));
    }
  }
}

function refused(endpoint: string, { title }: Provider, is: string, instead: string): SmokeError {
  const shown = instead.replaceAll(/\{(\w+)\}/g, '<$1>');
  return new SmokeError(
    'USAGE',
    `S3_ENDPOINT: got ${new URL(endpoint).host}, which is ${is}; expected the S3 endpoint of ${title}`,
    { hint: `Did you mean ${shown}? Bucket names are set elsewhere.` },
  );
}

/** Whether what follows the last part of the address is the end of this host: most patterns need not be made. */
function endsLike(host: string, url: string): boolean {
  return host.endsWith(/[^}]*$/.exec(url.replace(/^https:\/\//, ''))?.[0] ?? '');
}

/** Forms of the parts of an address, none of which goes beyond a dot unless it is a bucket. */
function pattern(
  url: string,
  { regions }: Pick<EndpointTemplate, 'regions'>,
  { account }: Provider,
  before: string,
): RegExp {
  const forms: Parts = {
    region: ungrouped(regions ?? '[a-z0-9-]+'),
    account: ungrouped(account?.form ?? '[a-z0-9-]+'),
    number: '\\d+',
    id: '[a-z0-9-]+',
    bucket: '[a-z0-9][a-z0-9._-]*',
  };
  const host = url.replace(/^https:\/\//, '').replaceAll(/[.]|\{(\w+)\}/g, (text, part?: string) => {
    if (part === undefined) return `\\${text}`;
    return `(?<${part}>${forms[part] ?? '[a-z0-9-]+'})`;
  });
  return new RegExp(`^${before}${host}$`);
}

function ungrouped(form: string): string {
  return form.replaceAll(/\((?!\?)/g, '(?:');
}

function whole(form: string): RegExp {
  return new RegExp(`^(?:${form})$`);
}

function fill(url: string, parts: Readonly<Record<string, string | undefined>>): string {
  return url.replaceAll(/\{(\w+)\}/g, (text, part: string) => parts[part] ?? text);
}
