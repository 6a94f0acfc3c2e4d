// What a check sees in single cells, while all others stay as they are.

import type { ProxyAnswer } from './fault-proxy.ts';
import {
  busy,
  clockAhead,
  dropsChecksums,
  instead,
  isAboutTags,
  listsBuckets,
  refusal,
  slow,
  withoutHeader,
} from './faults.ts';
import type { Case } from './told.ts';

const noTags: ProxyAnswer = {
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: '<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet></TagSet></Tagging>',
};
/** The check goes on through all of them. */
export const cells: readonly Case[] = [
  {
    title: 'no object tags (501)',
    fault: instead(isAboutTags, refusal(501, 'NotImplemented')),
    exitCode: 0,
    mode: 'bucket',
    cells: { 'object-tags': 'unsupported', 'object-tags-by-header': 'unsupported' },
  },
  {
    title: 'object tags that are taken and forgotten',
    fault: instead(isAboutTags, noTags),
    exitCode: 0,
    mode: 'bucket',
    cells: { 'object-tags': 'unsupported', 'object-tags-by-header': 'unsupported' },
  },
  {
    title: 'object tags that are forbidden',
    fault: instead(isAboutTags, refusal(403, 'AccessDenied')),
    exitCode: 0,
    mode: 'bucket',
    cells: { 'object-tags': 'denied', 'object-tags-by-header': 'denied' },
  },
  {
    title: 'object tags that are lost when they come as a header',
    fault: withoutHeader('x-amz-tagging'),
    exitCode: 0,
    cells: { 'object-tags-by-header': 'unsupported' },
  },
  {
    title: 'checksums and trailers that are dropped',
    fault: dropsChecksums,
    exitCode: 0,
    mode: 'tagging',
    cells: {
      'checksum-crc32': 'unsupported',
      'checksum-crc64nvme': 'unsupported',
      'checksum-sha256': 'unsupported',
      'trailer-unsigned': 'unsupported',
      'trailer-signed': 'unsupported',
    },
  },
  {
    title: 'conditions that are dropped',
    fault: withoutHeader('if-none-match', 'if-match'),
    exitCode: 0,
    cells: {
      'put-if-none-match': 'unsupported',
      'put-if-match': 'unsupported',
      'get-if-none-match': 'unsupported',
      'get-if-match': 'unsupported',
    },
  },
  { title: 'ranges that are dropped', fault: withoutHeader('range'), cells: { 'get-range': 'unsupported' } },
  {
    title: 'no leave to list buckets',
    fault: instead(listsBuckets, refusal(403, 'AccessDenied')),
    exitCode: 0,
    mode: 'tagging',
    cells: { 'list-buckets': 'denied' },
  },
  { title: 'an answer now and then that is too busy', fault: busy(), exitCode: 0, mode: 'tagging' },
  { title: 'a clock that is three minutes off', fault: clockAhead(180), exitCode: 0, mode: 'tagging' },
  { title: 'answers that take 100 ms', fault: slow(100), exitCode: 0, mode: 'tagging' },
];
