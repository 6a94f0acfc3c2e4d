// A stand-in for the sample applications and sidecars whose images cannot be had: their variables, ports and answers,
// their databases, and the Cryostat Agent's way of registering. None of their features. Run with a sample's variables.

import { serveCallback } from './sample/agent.ts';
import { type Explain, listen, serveApplication, serveText } from './sample/listeners.ts';
import { register } from './sample/registration.ts';
import { readSampleSettings, type SampleSettings } from './sample/settings.ts';

async function main(): Promise<void> {
  const settings = readSampleSettings(process.env, process.argv.slice(2));
  const { agent, application, search } = settings;
  const stop = () => process.exit(0);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  for (const port of settings.tcpPorts) await listen(serveText(settings.greeting), port);
  if (search) await (await import('./sample/opensearch.ts')).serveSearch(search);
  if (agent) await serveCallback(agent);
  await Promise.all([
    application && serveApplication(application, await findExplain(settings)),
    agent && register(agent),
  ]);
}

/** What the application cannot do without. The packages for it are loaded only where it is wanted. */
async function findExplain({ database, dashboards }: SampleSettings): Promise<Explain | undefined> {
  if (database) {
    const { explainDatabase } = await import('./sample/database.ts');
    return () => explainDatabase(database);
  }
  if (dashboards) {
    const { explainSearch } = await import('./sample/opensearch.ts');
    return () => explainSearch(dashboards);
  }
  return undefined;
}

main().catch((error: unknown) => {
  console.error(`sample stand-in gives up: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
