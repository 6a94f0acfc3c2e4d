// What flags and environment say about an S3 provider → the settings that follow from it. Pure.

import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { Provider, Providers } from './provider.ts';
import { endpointFor } from './provider-endpoint.ts';
import { type Recognised, recogniseEndpoint, signedRegion, templateFor } from './providers.ts';

/** What the user says. */
export interface ProviderWish {
  /** `--provider` and `--region`. */
  readonly provider?: string | undefined;
  readonly region?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What follows for a stack. */
export interface ProviderChoice {
  /** Its name in the table; undefined where the endpoint is nobody's that smoke knows. */
  readonly name?: string;
  readonly provider?: Provider;
  /** Parameters that flags set. */
  readonly flags: Readonly<Record<string, string>>;
  /** Parameters that nobody set. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The region that a variable of AWS gave: part of the command that makes the manifest again. */
  readonly region?: string;
  /** What the user set and what cannot work. */
  readonly warnings: readonly string[];
}

/** The provider that is meant, and its settings; what contradicts itself or is missing is an error. */
export function chooseProvider(wish: ProviderWish, providers: Providers): ProviderChoice {
  const { environment } = wish;
  const given = environment['S3_ENDPOINT'] || undefined;
  const recognised = given === undefined ? undefined : recogniseEndpoint(given, providers);
  const name = wish.provider === undefined ? recognised?.provider : findProvider(wish.provider, providers);
  const provider = name === undefined ? undefined : providers[name];
  if (name === undefined || provider === undefined) return unknownProvider(wish);
  if (wish.provider !== undefined && given !== undefined) refuseOther(name, provider, recognised, providers);
  const way = given === undefined ? builtWay(name, provider, wish) : givenWay(provider, wish, recognised);
  return {
    name,
    provider,
    flags: way.forced === undefined ? {} : { S3_REGION: way.forced },
    defaults: {
      ...(way.endpoint !== undefined && { S3_ENDPOINT: way.endpoint }),
      ...(way.signed !== undefined && { S3_REGION: way.signed }),
      S3_PATH_STYLE_ACCESS: String(provider.styles[0] === 'path'),
      ...(provider.checksums === 'required' && { S3_CHECKSUMS: 'when_required' }),
    },
    ...(way.region !== undefined && { region: way.region }),
    warnings:
      given === undefined ? settingWarnings(wish, provider) : warnings(wish, provider, given, recognised),
  };
}

/** An endpoint where smoke makes it, and the region. */
interface Way {
  readonly endpoint?: string;
  /** The region to sign for. */
  readonly signed: string | undefined;
  /** The one that the user wants, by the name that is signed for. */
  readonly forced: string | undefined;
  readonly region?: string;
}

function builtWay(name: string, provider: Provider, wish: ProviderWish): Way {
  const { url, region, variable } = endpointFor(name, provider, wish);
  const signed = signedFor(provider, region);
  const isOwn = region !== undefined && (variable === undefined || variable === 'S3_REGION');
  const borrowed = region !== undefined && !isOwn;
  return {
    endpoint: url,
    signed,
    forced: isOwn ? signed : wish.region,
    ...(borrowed && { region }),
  };
}

function givenWay({ selfHosted, regions }: Provider, { region }: ProviderWish, recognised?: Recognised): Way {
  const signed = recognised?.region ?? (selfHosted ? regions[0] : undefined);
  return { signed, forced: region !== undefined && region === recognised?.place ? signed : region };
}

/** Nearly every server understands paths; only those of AWS are sure to take all checksums. */
function unknownProvider({ region }: ProviderWish): ProviderChoice {
  return {
    flags: region === undefined ? {} : { S3_REGION: region },
    defaults: { S3_PATH_STYLE_ACCESS: 'true', S3_CHECKSUMS: 'when_required' },
    warnings: [],
  };
}

/** The table's name for the word that a user typed. */
export function findProvider(word: string, providers: Providers, from = '--provider'): string {
  const names = Object.keys(providers);
  const name = word.toLowerCase();
  if (names.includes(name)) return name;
  const near =
    nearest(name, names) ??
    (name.length < 3 ? undefined : names.find((known) => titleWords(providers[known]).includes(name)));
  throw new SmokeError('USAGE', `${from}: got "${word}", expected one of ${names.join(', ')}`, {
    hint: near === undefined ? 'See what each is: smoke storage providers' : `Did you mean ${near}?`,
  });
}

function titleWords(provider: Provider | undefined): string[] {
  return provider?.title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function refuseOther(
  name: string,
  { title, selfHosted }: Provider,
  recognised: Recognised | undefined,
  providers: Providers,
): void {
  if (recognised?.provider === name || (selfHosted && recognised === undefined)) return;
  const other = recognised && providers[recognised.provider]?.title;
  throw new SmokeError(
    'USAGE',
    `S3_ENDPOINT is ${other ? `an address of ${other}` : `no address of ${title}`}, but --provider is ${name}`,
    {
      hint: recognised
        ? `Leave --provider out, or say --provider ${recognised.provider}.`
        : 'Leave out one of the two: S3_ENDPOINT alone is enough.',
    },
  );
}

/** The region to sign for in a place of the provider's. */
function signedFor(provider: Provider, place: string | undefined): string | undefined {
  const template = templateFor(provider, place);
  if (!template) return provider.regions[0];
  const isOwnPlace = template.url.includes('{region}') || template.place === place || place === undefined;
  return isOwnPlace ? (template.region ?? signedRegion(template, place)) : place;
}

/** What cannot work with the endpoint that the user gave. */
function warnings(
  wish: ProviderWish,
  provider: Provider,
  endpoint: string,
  recognised: Recognised | undefined,
): string[] {
  const { title } = provider;
  const found: string[] = [];
  if (provider.httpsOnly && /^http:/i.test(endpoint))
    found.push(`S3_ENDPOINT: ${title} answers to https only`);
  const from = wish.region === undefined ? 'S3_REGION' : '--region';
  const chosen = wish.region ?? (wish.environment['S3_REGION'] || undefined);
  const right = recognised?.region;
  if (chosen !== undefined && right !== undefined && !mayBeSigned(provider, recognised, chosen, wish.region))
    found.push(`${from}: got ${chosen}, but this endpoint of ${title} is signed for ${right}`);
  return [...found, ...settingWarnings(wish, provider)];
}

/** After --region, the name of the place is as good; smoke knows what it is signed for. */
function mayBeSigned(
  { aliases = [], anyRegion = false }: Provider,
  recognised: Recognised | undefined,
  chosen: string,
  flag: string | undefined,
): boolean {
  const good = [recognised?.region, ...aliases, ...(flag === undefined ? [] : [recognised?.place])];
  return anyRegion || good.includes(chosen);
}

function settingWarnings({ environment }: ProviderWish, provider: Provider): string[] {
  const { title } = provider;
  const found: string[] = [];
  const style = styleOf(environment['S3_PATH_STYLE_ACCESS']);
  if (style !== undefined && !provider.styles.includes(style)) {
    const kind = style === 'path' ? 'the path' : 'the host name';
    found.push(`S3_PATH_STYLE_ACCESS: ${title} does not take the bucket as part of ${kind}`);
  }
  if (provider.checksums === 'required' && environment['S3_CHECKSUMS'] === 'when_supported')
    found.push(`S3_CHECKSUMS: ${title} may refuse uploads with the checksums of when_supported`);
  return found;
}

function styleOf(flag: string | undefined): 'path' | 'virtual-host' | undefined {
  if (/^(true|1|yes)$/i.test(flag ?? '')) return 'path';
  return /^(false|0|no)$/i.test(flag ?? '') ? 'virtual-host' : undefined;
}
