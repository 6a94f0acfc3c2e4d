// All features that a check asks for, in the order of the table.

import { addressingTests } from './addressing.ts';
import { checksumTests } from './checksums.ts';
import { conditionalTests } from './conditional.ts';
import { corsTests } from './cors.ts';
import { deleteTests } from './deletes.ts';
import type { FeatureTest } from './feature.ts';
import { lifecycleTests } from './lifecycle.ts';
import { listingTests } from './listing.ts';
import { lockTests } from './lock.ts';
import { metadataTests } from './metadata.ts';
import { multipartTests } from './multipart.ts';
import { nameTests } from './names.ts';
import { objectTests } from './objects.ts';
import { policyTests } from './policy.ts';
import { presignedTests } from './presigned.ts';
import type { Feature } from './report.ts';
import { tagTests } from './tags.ts';
import { versioningTests } from './versioning.ts';

/** Those that write nothing. */
export const readingTests: readonly FeatureTest[] = addressingTests;

/** Those that need a bucket. */
export const bucketTests: readonly FeatureTest[] = [
  ...addressingTests,
  ...objectTests,
  ...deleteTests,
  ...listingTests,
  ...multipartTests,
  ...conditionalTests,
  ...presignedTests,
  ...tagTests,
  ...metadataTests,
  ...checksumTests,
  ...versioningTests,
  ...lifecycleTests,
  ...lockTests,
  ...corsTests,
  ...policyTests,
  ...nameTests,
];

/** Those that the connection itself answers, in the order of the table. */
export const connectionFeatures = [
  { id: 'reach', group: 'connection', name: 'reached' },
  { id: 'clock', group: 'connection', name: 'clocks agree' },
  { id: 'credentials', group: 'connection', name: 'credentials' },
  { id: 'region', group: 'connection', name: 'region' },
  { id: 'list-buckets', group: 'buckets', name: 'list buckets' },
  { id: 'create-bucket', group: 'buckets', name: 'create a bucket' },
  { id: 'delete-bucket', group: 'buckets', name: 'delete a bucket' },
] as const;

/** Groups in the order of the table. */
export const groups = [
  'connection',
  'buckets',
  'objects',
  'listing',
  'multipart',
  'conditional',
  'presigned',
  'tags',
  'metadata',
  'checksums',
  'bucket settings',
  'names',
] as const;

/** By group, and within it as the tests stand. */
export function inOrder(features: readonly Feature[]): readonly Feature[] {
  const ids = [...connectionFeatures, ...bucketTests].map(({ id }) => id);
  const rank = ({ group, id }: Feature) =>
    (groups as readonly string[]).indexOf(group) * 1000 + ids.indexOf(id);
  return [...features].sort((a, b) => rank(a) - rank(b));
}
