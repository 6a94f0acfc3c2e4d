import { describe, expect, it } from 'vitest';
import { encodeKey, encodeQuery } from '../../../../src/s3/check/address.ts';
import { describeSeconds, skewOf } from '../../../../src/s3/check/clock.ts';
import { checksumOf } from '../../../../src/s3/check/crc.ts';
import { possibleServers, regionsOfHost } from '../../../../src/s3/check/not-s3.ts';
import { chunkSigner, signHeaders } from '../../../../src/s3/check/signing.ts';
import { elementsOf, encodeXml, rootOf, textOf } from '../../../../src/s3/check/xml.ts';

describe('the parts of a check', () => {
  it.each([
    ['<a><Key>x &amp; &#34;y&#x22; &lt;z&gt;</Key></a>', 'x & "y" <z>'],
    ['<s3:a xmlns:s3="u"><s3:Key >x</s3:Key></s3:a>', 'x'],
    ['<a><Key/></a>', ''],
    ['<a><KeyMarker>no</KeyMarker></a>', undefined],
    ['<a><Key><![CDATA[a&b]]></Key></a>', 'a&b'],
  ])('read %s', (xml, expected) => {
    expect(textOf(xml, 'Key')).toBe(expected);
  });

  it('read all elements, the outermost name, and write what they can read', () => {
    expect(elementsOf('<a><b>1</b><c/><b>2</b></a>', 'b')).toEqual(['1', '2']);
    expect(rootOf('<?xml version="1.0"?>\n<ListBucketResult xmlns="x">')).toBe('ListBucketResult');
    expect(rootOf('{"no": "xml"}')).toBeUndefined();
    const odd = `it's <&> "odd"\n`;
    expect(textOf(`<Key>${encodeXml(odd)}</Key>`, 'Key')).toBe(odd);
  });

  it.each(['<Key>', '<Key ', '<Key>x</Kez>'])('read quickly what never ends: %s', (piece) => {
    const began = performance.now();
    expect(elementsOf(piece.repeat(200_000), 'Key')).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each([
    ['crc32', 'y/Q5Jg=='],
    ['crc64nvme', 'rosUhgp5mIg='],
    ['sha256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
  ] as const)('compute %s as everybody does', (name, expected) => {
    expect(checksumOf(name, Buffer.from('123456789'))).toBe(expected);
  });

  it('encode keys and queries as they are signed', () => {
    expect(encodeKey(`a b/c+d%'(é)*!`)).toBe('a%20b/c%2Bd%25%27%28%C3%A9%29%2A%21');
    expect(encodeQuery({ tagging: '', prefix: 'a/b c' })).toBe('?tagging&prefix=a%2Fb%20c');
  });

  it.each([
    [0, '0 s'],
    [-59, '59 s'],
    [1200, '20 min'],
    [7_380, '2 h 3 min'],
    [90_000, '1 d 1 h'],
  ])('say %i seconds in words', (seconds, words) => {
    expect(describeSeconds(seconds)).toBe(words);
  });

  it('measure how far a server’s clock is ahead', () => {
    const answer = { status: 200, headers: { date: 'Sat, 21 Nov 2026 12:00:00 GMT' }, body: Buffer.alloc(0) };
    const now = Date.parse('2026-11-21T11:00:00.500Z');
    expect(skewOf(answer, now, now)).toBe(3_600);
    expect(skewOf({ ...answer, headers: {} }, now, now)).toBeUndefined();
  });

  it('find in an address what may be the server’s, and regions', () => {
    expect(possibleServers('https://bkt.s3.example.net/')).toEqual(['https://s3.example.net']);
    expect(possibleServers('http://127.0.0.1:9000/bkt')).toEqual(['http://127.0.0.1:9000']);
    expect(regionsOfHost('https://s3.eu-central-003.backblazeb2.com')).toContain('eu-central-003');
  });

  it('sign as in the example of the documentation, and chunks one after the other', async () => {
    const request = {
      method: 'GET',
      protocol: 'https:',
      hostname: 'examplebucket.s3.amazonaws.com',
      port: '',
      path: '/test.txt',
      query: {},
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
    };
    const signer = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      region: 'us-east-1',
      date: new Date('2013-05-24T00:00:00Z'),
    };
    const headers = await signHeaders(request, signer);
    expect(headers['authorization']).toContain(
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    const seed = {
      'x-amz-date': '20130524T000000Z',
      authorization: 'Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    };
    const sign = chunkSigner(seed, signer);
    expect(sign('PAYLOAD', Buffer.alloc(65_536, 'a'))).toBe(
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    );
  });
});
