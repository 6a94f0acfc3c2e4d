// What smoketest.bash printed must be found out: each known defect at its line. The files are not part of the project.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintCompose } from '../../../src/lint/lint.ts';

const folder = '../shared/data/old-script-output';
const isThere = existsSync(folder);
if (!isThere) console.info(`skipped: ${folder} is not there`);

/** Defect → file, code, lines. */
const defects: readonly (readonly [string, string, string, readonly number[]])[] = [
  ['buckets that are made for nobody', 'out_p_seaweed.yml', 'SM516', [258]],
  ['bucket names in capital letters', 'ext.yml', 'SM515', [71, 96, 97, 98, 99, 100, 101]],
  ["a provider's credentials in clear", 'ext.yml', 'SM601', [61, 62, 77, 155]],
  ['an empty endpoint and empty credentials', 'out_p_ext.yml', 'SM515', [61, 62, 94]],
  ['a path of the generating machine', 'out_p_seaweed.yml', 'SM124', [133]],
  ['files that were never made, as empty folders', 'out_p_rt.yml', 'SM125', [299, 305]],
  [
    'global volumes that every stack shares',
    'out_p_seaweed.yml',
    'SM104',
    [302, 305, 308, 311, 314, 320, 323, 329],
  ],
  ['Docker without the truststore it names', 'out_d_seaweed.yml', 'SM514', [75]],
  ['the wrong port of the proxy on Docker', 'out_d_seaweed.yml', 'SM513', [69]],
  ['the login bypassed on Docker', 'out_d_seaweed.yml', 'SM301', [36, 117, 261]],
  ['8080 published where nothing listens', 'out_d_noproxy.yml', 'SM311', [44, 64]],
  ['a proxy that is not there', 'out_d_noproxy.yml', 'SM512', [21]],
  ['waiting for the health of a stub', 'out_d_ext.yml', 'SM221', [55]],
  ['waiting for the health of cloudserver', 'out_d_cloudserver.yml', 'SM221', [55]],
  ['links through a proxy that is not there', 'out_p_noproxy.yml', 'SM515', [54]],
  ['a dashboard URL for containers alone', 'out_p_noproxy.yml', 'SM511', [25]],
  ['the application on one address', 'out_p_seaweed.yml', 'SM225', [87]],
  ['the check of SeaweedFS that Docker cannot run', 'out_d_seaweed.yml', 'SM201', [246]],
  ['the check of MinIO that checks nothing', 'out_p_minio.yml', 'SM201', [258]],
  ['samples without a check', 'out_p_all.yml', 'SM222', [3, 74, 442, 557, 681, 715, 988, 1019]],
  ['cloudserver without a check', 'out_p_cloudserver.yml', 'SM222', [242]],
  ['petclinic checked at the port of another', 'out_p_all.yml', 'SM214', [588]],
  ['variables that the database does not have', 'out_p_all.yml', 'SM215', [619, 619]],
  ['a second to answer', 'out_p_rt.yml', 'SM206', [214, 239, 332]],
  ['secrets of everybody', 'out_p_minio.yml', 'SM602', [18, 65, 158, 252]],
  [
    'user:pass, eleven times and once more',
    'out_p_all.yml',
    'SM602',
    [8, 42, 108, 206, 242, 280, 382, 502, 642, 690, 724, 757, 798, 848, 997, 1028],
  ],
  ['ports for the whole network', 'out_p_seaweed.yml', 'SM301', [36, 283]],
  ['JMX without a password for the whole network', 'out_p_all.yml', 'SM706', [709, 743]],
  ['a LocalStack that prints an error and exits', 'out_p_localstack.yml', 'SM403', [260]],
  ['a MinIO that is frozen', 'out_d_minio.yml', 'SM403', [245]],
  ['a storage that is not there', 'out_p_none.yml', 'SM512', [97]],
  ['a port that Prometheus does not listen on', 'out_p_all.yml', 'SM311', [468]],
  ['the label of a socket', 'out_d_minio.yml', 'SM122', [125]],
  ['the power over the engine', 'out_p_all.yml', 'SM701', [175]],
];

describe.skipIf(!isThere)('what the old script printed', () => {
  it.each(defects)('must be found out: %s (%s, %s)', (_, file, code, lines) => {
    const findings = lintCompose(readFileSync(`${folder}/${file}`, 'utf8'), file);
    expect(findings.filter((finding) => finding.code === code).map(({ line }) => line)).toEqual(lines);
  });
});
