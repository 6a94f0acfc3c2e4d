import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJournal } from '../../../src/s3/journal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const endpoint = 'https://s3.example.net';
const file = (folder = temporaryFolder({})) => join(folder, 'smoke', 's3-leftovers.json');

/** As if the run that wrote it had been killed, and its number given to another process. */
const kill = (path: string) =>
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"started": ".*"/g, '"started": "before"'));

describe('the journal of what is left on storages', () => {
  it('keeps a leftover for its owner alone, and is gone when nothing is left', async () => {
    const path = file();
    const journal = createJournal(path);
    const id = await journal.add({ endpoint, bucket: 'smoke-1' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await journal.remove(id);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('gives out what dead runs left at an endpoint, and nothing of one that lives', async () => {
    const path = file();
    const journal = createJournal(path);
    await journal.add({ endpoint, bucket: 'dead', prefix: 'smoke-check-1/' });
    kill(path);
    await journal.add({ endpoint, bucket: 'alive' });
    await journal.add({ endpoint: 'https://other.example.net', bucket: 'elsewhere' });
    expect(journal.left(endpoint)).toEqual([
      expect.objectContaining({ bucket: 'dead', prefix: 'smoke-check-1/' }),
    ]);
  });

  it('loses nothing when many write at once', async () => {
    const path = file();
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        createJournal(path).add({ endpoint, bucket: `smoke-${index}` }),
      ),
    );
    kill(path);
    expect(createJournal(path).left(endpoint)).toHaveLength(20);
    await Promise.all(ids.map((id) => createJournal(path).remove(id)));
    expect(existsSync(path)).toBe(false);
  });

  it('warns once where it cannot write, and goes on', async () => {
    const folder = temporaryFolder({ smoke: 'a file in place of the folder' });
    const said: string[] = [];
    const journal = createJournal(file(folder), (text) => said.push(text));
    await journal.remove(await journal.add({ endpoint, bucket: 'smoke-1' }));
    expect(said).toEqual([expect.stringContaining('cannot be written')]);
    expect(journal.left(endpoint)).toEqual([]);
  });

  it('takes a damaged file for an empty one', async () => {
    const folder = temporaryFolder({ 'smoke/s3-leftovers.json': '{"entries": [{"id": 1}, null]' });
    expect(createJournal(file(folder)).left(endpoint)).toEqual([]);
  });
});
