// The table of archived recordings. Talks to PostgreSQL.

import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { Pool } from 'pg';
import type { DatabaseSettings } from './settings.ts';

/** What the application keeps in its own database: one row per archived recording, unique by JVM and file name. */
export interface Database {
  /** Adds a row and keeps it only when `store` succeeds; a row that is there already is an error. */
  add(jvmId: string, fileName: string, store: () => Promise<void>): Promise<void>;
  remove(jvmId: string, fileName: string): Promise<void>;
  close(): Promise<void>;
}

/** Connects and makes the table; rejects when there is no database, and Cryostat then exits. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const pool = new Pool({
    host: settings.host,
    port: settings.port,
    database: settings.name,
    user: settings.user,
    password: settings.password,
    connectionTimeoutMillis: 10_000,
    ssl: tlsOptions(settings),
  });
  // An idle connection that breaks is replaced at the next use.
  pool.on('error', (error) => console.error(`database connection lost: ${error.message}`));
  await pool.query(
    'CREATE TABLE IF NOT EXISTS archived_recording (jvmid text, filename text, PRIMARY KEY (jvmid, filename))',
  );
  return {
    async add(jvmId, fileName, store) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('INSERT INTO archived_recording VALUES ($1, $2)', [jvmId, fileName]);
        await store();
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    async remove(jvmId, fileName) {
      await pool.query('DELETE FROM archived_recording WHERE jvmid = $1 AND filename = $2', [
        jvmId,
        fileName,
      ]);
    },
    close: () => pool.end(),
  };
}

function tlsOptions(settings: DatabaseSettings): ConnectionOptions | false {
  const { sslMode, caFile, host } = settings;
  if (sslMode === 'disable' || sslMode === 'prefer' || sslMode === 'allow') return false;
  if (sslMode === 'require') return { rejectUnauthorized: false };
  if (caFile === undefined) throw new Error(`sslmode=${sslMode} needs sslrootcert`);
  return {
    ca: readFileSync(caFile, 'utf8'),
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) =>
      sslMode === 'verify-ca' ? undefined : checkServerIdentity(host, certificate),
  };
}
