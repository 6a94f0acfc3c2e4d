import { expect, it } from 'vitest';
import { providerConstraint } from '../../../src/s3/location.ts';

it.each([
  [{ location: 'none' }, 'eu-1', null],
  [{ location: 'region' }, 'eu-1', 'eu-1'],
  [{ location: 'region', notIn: ['us-east-1'] }, 'us-east-1', null],
  [{ location: '{region}-standard' }, 'us-south', 'us-south-standard'],
])('a provider that wants %j gets in %s: %j', (create, region, sent) => {
  expect(providerConstraint(create, region)).toBe(sent);
});
