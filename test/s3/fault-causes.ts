// What ends a check before it can try anything, and how the cause is told.

import { makeCertificate } from './certificates.ts';
import type { ProxyAnswer } from './fault-proxy.ts';
import { clockAhead, createsBucket, cuts, hangs, instead, refusal } from './faults.ts';
import type { Case } from './told.ts';

const all = () => true;
const html: ProxyAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><head><title>Console</title></head><body>Log in</body></html>',
};
const empty: ProxyAnswer = { status: 200, headers: {}, body: '' };
const json: ProxyAnswer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: '{"errors":[]}',
};
const elsewhere = (status: number, code: string, region: string, headers = {}) =>
  refusal(status, code, `<Region>${region}</Region>`, headers);

/** One a line; all are fatal. */
export const causes: readonly Case[] = [
  {
    title: 'a region that the server corrects',
    fault: instead(all, elsewhere(400, 'AuthorizationHeaderMalformed', 'eu-central-7')),
    kind: 'region',
    words: /region.*us-east-1.*eu-central-7/s,
    settings: { S3_REGION: 'eu-central-7' },
  },
  {
    title: 'a redirect to another region',
    fault: instead(all, refusal(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'ap-south-3' })),
    kind: 'region',
    words: /ap-south-3/,
    settings: { S3_REGION: 'ap-south-3' },
  },
  { title: 'a clock that is 20 minutes off', fault: clockAhead(1200), kind: 'clock', words: /20 min/ },
  { title: 'a clock that is hours behind', fault: clockAhead(-7260), kind: 'clock', words: /2 h/ },
  {
    title: 'a key id that nobody knows',
    env: { AWS_ACCESS_KEY_ID: 'GK999999999999999999999999' },
    kind: 'key-id',
    words: /AWS_ACCESS_KEY_ID/,
  },
  {
    title: 'a secret that belongs to another key',
    env: { AWS_SECRET_ACCESS_KEY: '1'.repeat(64) },
    kind: 'secret',
    words: /AWS_SECRET_ACCESS_KEY/,
  },
  {
    title: 'an expired session',
    fault: instead(all, refusal(400, 'ExpiredToken')),
    kind: 'session',
    words: /expired/,
  },
  {
    title: 'a session that is not valid',
    fault: instead(all, refusal(403, 'InvalidToken')),
    kind: 'session',
    words: /token/,
  },
  {
    title: 'a name that is always taken',
    fault: instead(createsBucket, refusal(409, 'BucketAlreadyExists')),
    kind: 'bucket-taken',
    words: /somebody else/,
  },
  {
    title: 'no leave to create buckets',
    fault: instead(createsBucket, refusal(403, 'AccessDenied')),
    kind: 'denied',
    words: /creat.*--bucket/s,
    cells: { 'create-bucket': 'denied' },
  },
  {
    title: 'an account that is full of buckets',
    fault: instead(createsBucket, refusal(400, 'TooManyBuckets')),
    kind: 'full',
    words: /more buckets/,
  },
  { title: 'a console in place of S3', fault: instead(all, html), kind: 'not-s3', words: /web page|console/ },
  { title: 'another API in place of S3', fault: instead(all, json), kind: 'not-s3', words: /S3/ },
  { title: 'empty answers to everything', fault: instead(all, empty), kind: 'not-s3', words: /S3/ },
  {
    title: 'a proxy whose server is down',
    fault: instead(all, { ...html, status: 502 }),
    kind: 'starting',
    words: /proxy/,
  },
  {
    title: 'connections that are closed at once',
    fault: cuts.connect,
    kind: 'connection',
    words: /clos|cut|broke/,
  },
  {
    title: 'connections that break amid the request',
    fault: cuts.request,
    kind: 'connection',
    words: /clos|cut|broke/,
  },
  {
    title: 'connections that break amid the answer',
    fault: cuts.answer,
    kind: 'connection',
    words: /clos|cut|broke/,
  },
  {
    title: 'a server that never answers',
    fault: hangs,
    kind: 'connection',
    words: /no answer|did not answer|in time/,
  },
  {
    title: 'a server that is too busy for good',
    fault: instead(all, refusal(503, 'SlowDown')),
    words: /503|busy/,
  },
  {
    title: 'a certificate of an unknown authority',
    fault: { tls: makeCertificate() },
    kind: 'certificate',
    words: /unknown authority|not trusted/,
  },
  {
    title: 'a certificate that signs itself',
    fault: { tls: makeCertificate({ selfSigned: true }) },
    kind: 'certificate',
    words: /self-signed/,
  },
  {
    title: 'an expired certificate',
    fault: { tls: makeCertificate({ expired: true }) },
    kind: 'certificate',
    words: /expired/,
  },
  {
    title: 'a certificate for another host',
    fault: { tls: makeCertificate({ host: 's3.example.net' }) },
    kind: 'certificate',
    words: /s3\.example\.net/,
  },
];
