import { describe, expect, it } from 'vitest';
import { cureFor } from '../../../src/share/compare-cure.ts';
import type { Form } from '../../../src/share/settings.ts';
import { side } from './compare-sides.ts';

const secretHint = 'check AWS_SECRET_ACCESS_KEY, and that it belongs to this access key id';
const bothHint = 'check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they belong to this endpoint';

describe('a cure', () => {
  it.each<[Form, string, string]>([
    ['helm', 'set S3_REGION=garage', 'in helm, storage.provider.region: "garage"'],
    ['operator', 'set S3_REGION=garage', 'in operator, spec.objectStorageOptions.provider.region: "garage"'],
    ['workload', 'set S3_REGION=garage', 'in workload, variable QUARKUS_S3_AWS_REGION: "garage"'],
    ['compose', 'set S3_REGION=garage', 'set S3_REGION=garage'],
    [
      'helm',
      'set S3_REGION to the region of the storage',
      'set storage.provider.region in helm to the region of the storage',
    ],
    [
      'operator',
      'buckets are addressed as host names: set S3_PATH_STYLE_ACCESS=true if the server has none',
      'buckets are addressed as host names: in operator, spec.objectStorageOptions.provider.useVirtualHostAccess: false if the server has none',
    ],
    [
      'helm',
      secretHint,
      'check STORAGE_ACCESS_KEY of Secret cred (helm), and that it belongs to this access key id',
    ],
    [
      'operator',
      bothHint,
      'check ACCESS_KEY and SECRET_KEY of Secret cred (operator), and that they belong to this endpoint',
    ],
    [
      'workload',
      secretHint,
      'check AWS_SECRET_ACCESS_KEY in workload, and that it belongs to this access key id',
    ],
    ['compose', secretHint, secretHint],
    ['helm', 'is this the endpoint of the S3 API?', 'is this the endpoint of the S3 API?'],
  ])('for a side of the form %s names what it has: %s', (form, hint, cure) => {
    expect(cureFor(hint, side(form, {}, { secret: 'cred' }), true)).toBe(cure);
  });

  it('names the variables of the environment where the key came from there', () => {
    expect(cureFor(secretHint, side('helm', {}, { secret: 'cred' }), false)).toBe(secretHint);
  });
});
