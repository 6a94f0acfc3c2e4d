// Features: lifecycle rules. Their effect takes days; what can be seen is that they are kept whole.

import { broken, type FeatureTest, unsupported, works } from './feature.ts';
import { onlyRead, readSetting, writeSetting } from './settings.ts';
import { elementsOf, textOf } from './xml.ts';

/** Expiration, and the cleaning of uploads that nobody completed. */
export const lifecycleTests: readonly FeatureTest[] = [
  {
    group: 'bucket settings',
    id: 'lifecycle',
    name: 'lifecycle: expiration',
    own: 'bucket',
    test: (place) =>
      rule(
        place,
        '<Expiration><Days>3</Days></Expiration>',
        (kept) => textOf(elementsOf(kept, 'Expiration')[0] ?? '', 'Days') === '3',
      ),
  },
  {
    group: 'bucket settings',
    id: 'lifecycle-abort',
    name: 'lifecycle: unfinished uploads',
    own: 'bucket',
    test: (place) =>
      rule(
        place,
        '<AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload>',
        (kept) => textOf(kept, 'DaysAfterInitiation') === '2',
      ),
  },
];

async function rule(
  place: Parameters<FeatureTest['test']>[0],
  action: string,
  isKept: (kept: string) => boolean,
): ReturnType<FeatureTest['test']> {
  if (place.isGiven) return await onlyRead(place, 'lifecycle');
  const text = `<Rule><ID>smoke</ID><Filter><Prefix>scratch/</Prefix></Filter><Status>Enabled</Status>${action}</Rule>`;
  await writeSetting(
    place,
    'lifecycle',
    `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LifecycleConfiguration>`,
  );
  const kept = await readSetting(place, 'lifecycle');
  if (kept === undefined) return unsupported('taken and ignored: no rule comes back');
  if (!isKept(kept)) return broken('the rule comes back without what it shall do');
  return textOf(kept, 'Prefix') === 'scratch/'
    ? works('kept and read back')
    : broken('the rule comes back for other keys');
}
