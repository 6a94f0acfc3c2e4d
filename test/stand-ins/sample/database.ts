// The database of a sample. Talks PostgreSQL.

import { Client } from 'pg';
import type { Database } from './settings.ts';

/** Logs in once; a database that refuses ends the application, one that is not there yet is waited for. */
export async function explainDatabase({ url, user, password }: Database): Promise<string | undefined> {
  const client = new Client({
    host: url.hostname,
    port: Number(url.port || 5432),
    database: url.pathname.slice(1),
    user,
    password,
    connectionTimeoutMillis: 5000,
  });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return undefined;
  } catch (error) {
    // Class 28 is a wrong user or password.
    if (String((error as { code?: unknown }).code).startsWith('28')) throw error;
    return `no database: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await client.end();
  }
}
