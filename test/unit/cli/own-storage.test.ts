import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, shell } from './shell.ts';

describe('a storage of the user', () => {
  const mine = `
x-smoke:
  kind: storage
  summary: mine
  parameters:
    MY_IMAGE: { default: "registry.example.net/mine:1", help: image }
  secrets:
    MY_KEY: { pattern: "[a-z]{8}" }
  provides:
    s3:
      service: store
      endpoint: http://store:9000
      region: here
      pathStyle: true
      accessKeyId: me
      secretAccessKey: \${MY_KEY}
      lacks: [object-tagging]
  files:
    store-config/store.conf: { mode: "0400", owner: "7:7" }
  volumes:
    store-data: { role: data, owner: "7:7", mode: "0700" }
services:
  store:
    image: \${MY_IMAGE}
    ports: ["9000:9000"]
    volumes: ["store-config:/etc/store:ro", "store-data:/data"]
    healthcheck: { test: [CMD, /check], interval: 2s, retries: 60 }
`;

  it('works by its path, with its files from volumes/ beside it', async () => {
    const folder = temporaryFolder({
      'mine.yml': mine,
      'volumes/store-config/store.conf': 'bucket = ${FIRST_BUCKET}\n',
    });
    const { manifest } = shell({ S3_INSTANCE_ID: 'abc123', MY_IMAGE: 'registry.example.net/mine:2' }, folder);
    const { services, volumes, 'x-smoke': notes } = await manifest(`-s ${folder}/mine.yml -p`);
    const files = services['files']?.['environment'] as Record<string, string>;
    const [variable = ''] =
      files['FILES']
        ?.split('\n')
        .find((line) => line.endsWith('7:7 0400 store-config/store.conf'))
        ?.split(' ') ?? [];
    expect(Buffer.from(files[variable] ?? '', 'base64').toString()).toBe('bucket = archives-abc123\n');
    expect(files['OWNERS']).toContain('7:7 0700 store-data');
    expect(services['store']).toMatchObject({
      image: 'registry.example.net/mine:2',
      ports: ['127.0.0.1:9000:9000'],
    });
    expect(services['cryostat']).toMatchObject({
      depends_on: { store: { condition: 'service_healthy' } },
      environment: {
        QUARKUS_S3_ENDPOINT_OVERRIDE: 'http://store:9000',
        STORAGE_METADATA_STORAGE_MODE: 'bucket',
        AWS_ACCESS_KEY_ID: 'me',
      },
    });
    expect(Object.keys(volumes ?? {})).toEqual(expect.arrayContaining(['store-config', 'store-data']));
    expect(notes?.storage).toBe('mine');
  });

  it('says how to make the manifest again', async () => {
    const folder = temporaryFolder({ ...known, 'mine.yml': mine, 'volumes/store-config/store.conf': '' });
    const { stdout } = await shell({}, folder).smoke(`-s ${folder}/mine.yml -p`);
    expect(stdout.split('\n')[1]).toBe('#   ./smoke -s ~/mine.yml -p');
  });
});
