// The provider table as text: columns for people, tabs for programs, one provider in full. Pure.

import type { EndpointTemplate, Provider, Providers } from '../s3/provider.ts';
import type { Paint } from './paint.ts';

/** The columns of the table; the last one takes what is left of 100 characters. */
const columns: readonly (readonly [string, (provider: Provider) => string])[] = [
  ['provider', ({ title }) => title],
  ['style', ({ styles }) => styles[0] ?? ''],
  ['tags', ({ lacks }) => yesNo(!lacks.includes('object-tagging'))],
  ['expiry', ({ lifecycle }) => yesNo(lifecycle.expiration)],
  ['regions', ({ regions }) => regions.join(' ')],
];

const widest = 100;

/** For people: a line for each provider, not wider than 100 characters. */
export function renderProviderColumns(providers: Providers, paint: Paint): string {
  const rows = [
    ['name', ...columns.map(([title]) => title)],
    ...Object.entries(providers).map(([name, provider]) => [
      name,
      ...columns.map(([, cell]) => cell(provider)),
    ]),
  ];
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  const used = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const lines = rows.map((row, index) => {
    const padded = row.slice(0, -1).map((cell, column) => cell.padEnd(widths[column] ?? 0));
    const [name = '', ...rest] = [...padded, firstWords(row.at(-1) ?? '', widest - used)];
    const line = [index === 0 ? name : paint('cyan', name), ...rest].join('  ').trimEnd();
    return index === 0 ? paint('bold', line) : line;
  });
  return `${lines.join('\n')}\n\nAll about one: smoke storage providers NAME\n`;
}

/** For programs: a line for each, its fields apart by tabs. */
export function renderProviderLines(providers: Providers): string {
  const lines = Object.entries(providers).map(([name, provider]) =>
    [
      name,
      provider.title,
      provider.endpoints?.[0]?.url ?? '',
      provider.styles.join(','),
      provider.lacks.join(','),
      provider.checksums,
    ].join('\t'),
  );
  return `${lines.join('\n')}\n`;
}

/** One provider with all that smoke knows, and how to use it. */
export function renderProvider(name: string, provider: Provider, paint: Paint): string {
  const { lifecycle, buckets, create, account } = provider;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['endpoint', provider.selfHosted ? 'your own; set S3_ENDPOINT' : endpointList(provider.endpoints ?? [])],
    ['account', account && `S3_ACCOUNT: ${account.help}`],
    ['regions', `${provider.regions.join(', ')}${provider.anyRegion ? ' (any is accepted)' : ''}`],
    ['buckets in', provider.styles.map(styleWords).join(', or ')],
    ['lacks', provider.lacks.join(', ') || 'nothing that smoke knows of'],
    [
      'checksums',
      provider.checksums === 'supported' ? 'of every kind' : 'only where the protocol needs them',
    ],
    ['names', nameWords(buckets)],
    ['unique', buckets.unique],
    ['new buckets', create.location === 'none' ? 'without a location' : locationWords(create)],
    ['lifecycle', lifecycleWords(lifecycle)],
    ['advice', lifecycle.advice],
    ...(provider.notes ?? []).map((note) => ['note', note] as const),
    ['unproven', provider.fromMemory && `${provider.fromMemory.join(', ')}: smoke storage check decides`],
    ['example', example(name, provider)],
  ];
  const lines = rows.flatMap(([label, text]) =>
    text === undefined
      ? []
      : [`  ${paint('cyan', label.padEnd(11))}  ${wrap(text).replaceAll('\n', `\n${' '.repeat(15)}`)}`],
  );
  return `${paint('bold', `${provider.title} (${name})`)}\n${lines.join('\n')}\n`;
}

/** A command that prints a stack with this provider. */
export function example(name: string, provider: Provider): string {
  if (provider.selfHosted) return `S3_ENDPOINT=https://s3.example.net ./smoke -s ext --provider ${name}`;
  const template = provider.endpoints?.find(({ build }) => build !== false);
  const account = template?.url.includes('{account}') ? 'S3_ACCOUNT=… ' : '';
  const place = template?.url.includes('{region}')
    ? provider.regions.find((region) => new RegExp(`^(?:${template.regions})$`).test(region))
    : template?.place;
  return `${account}./smoke -s ext --provider ${name}${place === undefined ? '' : ` --region ${place}`}`;
}

function endpointList(endpoints: readonly EndpointTemplate[]): string {
  return [...new Set(endpoints.map(({ url, place }) => `${url}${place ? `  (${place})` : ''}`))].join('\n');
}

function styleWords(style: Provider['styles'][number]): string {
  return style === 'path' ? 'the path' : 'the host name';
}

function nameWords({
  min = 3,
  max = 63,
  dots,
  underscores,
  prefixes = [],
  suffixes = [],
}: Provider['buckets']): string {
  const signs = ['hyphens', ...(underscores ? ['underscores'] : []), ...(dots ? ['dots'] : [])];
  const begin = prefixes.length > 0 ? `; none begins with ${prefixes.join(', ')}` : '';
  const end = suffixes.length > 0 ? `; none ends with ${suffixes.join(', ')}` : '';
  return `${min} to ${max} of a-z, 0-9, ${signs.join(', ')}${begin}${end}`;
}

function locationWords({ location, notIn = [] }: Provider['create']): string {
  const text =
    location === 'region' ? 'the region as location constraint' : `location constraint ${location}`;
  return notIn.length === 0 ? text : `${text}, none in ${notIn.join(', ')}`;
}

function lifecycleWords({ expiration, abortMultipart }: Provider['lifecycle']): string {
  return `expiration: ${yesNo(expiration)}, abort of uploads left half done: ${yesNo(abortMultipart)}`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** Lines that fit beside the labels. */
function wrap(text: string): string {
  return text.replaceAll(/(?![^\n]{1,85}(\n|$))([^\n]{1,85}) /g, '$2\n');
}

/** As many whole words as fit, with a sign that there are more. */
function firstWords(text: string, width: number): string {
  if (text.length <= width) return text;
  const cut = text.slice(0, width - 1);
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1)}…`;
}
