// The endpoint of the provider that --provider names; what is missing for it is an error that says what to set. Pure.

import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { Provider } from './provider.ts';
import type { ProviderWish } from './provider-choice.ts';
import { buildEndpoint, fits, templateFor } from './providers.ts';

/** An endpoint, the region it is for, and the variable that the region came from, if any. */
export interface BuiltEndpoint {
  readonly url: string;
  readonly region?: string;
  readonly variable?: string;
}

/** Builds the endpoint from --region or a variable of the region, and S3_ACCOUNT. */
export function endpointFor(name: string, provider: Provider, wish: ProviderWish): BuiltEndpoint {
  if (provider.selfHosted) {
    throw new SmokeError(
      'USAGE',
      `--provider ${name}: S3_ENDPOINT is not set, expected the address of your server`,
      {
        hint: `Set it and call again: S3_ENDPOINT=https://s3.example.net ./smoke --provider ${name} …`,
      },
    );
  }
  const account = wish.environment['S3_ACCOUNT'] || undefined;
  const { region, variable } = regionOf(name, provider, wish);
  const template = templateFor(provider, region);
  if (!template) throw wrongRegion(name, provider, region, variable);
  if (template.url.includes('{account}')) checkAccount(name, provider, account);
  const url = buildEndpoint(provider, { region, account });
  if (url === undefined) throw new Error(`the table has no endpoint of ${name} for ${region ?? 'no region'}`);
  return { url, ...(region !== undefined && { region }), ...(variable !== undefined && { variable }) };
}

/** --region, then S3_REGION, then for AWS the variables of its own tools; an alias stands for no region at all. */
function regionOf(
  name: string,
  provider: Provider,
  { region, environment }: ProviderWish,
): { region?: string; variable?: string } {
  if (region !== undefined) return provider.aliases?.includes(region) ? {} : { region };
  const variables = ['S3_REGION', ...(name === 'aws' ? ['AWS_REGION', 'AWS_DEFAULT_REGION'] : [])];
  const variable = variables.find((candidate) => environment[candidate]);
  const found = variable === undefined ? undefined : environment[variable];
  if (variable === undefined || found === undefined || provider.aliases?.includes(found)) return {};
  return { region: found, variable };
}

function wrongRegion(
  name: string,
  { title, regions }: Provider,
  region: string | undefined,
  variable: string | undefined,
): SmokeError {
  const examples = regions.slice(0, 6).join(', ');
  if (region === undefined) {
    return new SmokeError(
      'USAGE',
      `--provider ${name}: no region is given, expected one such as ${examples}`,
      {
        hint: `Add it and call again: --provider ${name} --region ${regions[0]}`,
      },
    );
  }
  const near = nearest(region, regions);
  return new SmokeError(
    'USAGE',
    `${variable ?? '--region'}: got "${region}", expected a region of ${title} such as ${examples}`,
    near === undefined ? {} : { hint: `Did you mean ${near}?` },
  );
}

function checkAccount(name: string, provider: Provider, account: string | undefined): void {
  const expected = provider.account?.help ?? 'the account';
  if (account === undefined) {
    throw new SmokeError('USAGE', `--provider ${name}: S3_ACCOUNT is not set, expected ${expected}`, {
      hint: `Set it and call again: S3_ACCOUNT=… ./smoke --provider ${name} …`,
    });
  }
  if (!fits(provider, account))
    throw new SmokeError('USAGE', `S3_ACCOUNT: got "${account}", expected ${expected}`);
}
