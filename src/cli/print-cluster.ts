// smoke --format helm|operator|kubernetes: the stack for a cluster.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import type { ClusterFormat, Rendered, SecretsWay, SharedStorage } from '../render/cluster.ts';
import { readSecretsWay } from './cluster-flags.ts';

type Make = (secrets: SecretsWay, flags: CliFlags, io: Io) => Promise<Rendered>;

/** Prints the stack, or its storage, for a cluster; what the target cannot say goes to standard error as well. */
export async function printCluster(format: ClusterFormat, flags: CliFlags, io: Io): Promise<number> {
  const { text, losses } = await makers[format](readSecretsWay(flags.secrets), flags, io);
  for (const loss of losses) say(io, `smoke: warning: ${loss}`);
  await writeOutput(text, flags.output, io);
  return 0;
}

const makers: Readonly<Record<ClusterFormat, Make>> = {
  helm: async (secrets, flags, io) => {
    // Helm 3 reads the first document of a file and Helm 4 all of them, as values that it keeps for everybody to see.
    if (secrets === 'inline') {
      throw new SmokeError(
        'USAGE',
        '--secrets inline: Helm would take the Secrets for values, and show them',
        {
          hint: 'Use --secrets separate, and give what it prints to kubectl apply -f -',
        },
      );
    }
    const { renderHelm } = await import('../render/helm.ts');
    return await share('helm', renderHelm, secrets, flags, io);
  },
  operator: async (secrets, flags, io) => {
    const { renderOperator } = await import('../render/operator.ts');
    return await share('operator', renderOperator, secrets, flags, io);
  },
  kubernetes: async (secrets, flags, io) => {
    const { renderForKubernetes } = await import('./print-kubernetes.ts');
    return await renderForKubernetes(secrets, flags, io);
  },
};

/** The storage in the form of a target, or the Secrets alone. */
async function share(
  format: ClusterFormat,
  render: (shared: SharedStorage) => Rendered,
  secrets: SecretsWay,
  flags: CliFlags,
  io: Io,
): Promise<Rendered> {
  const [{ sharedStorage }, { renderSecretsAlone }] = await Promise.all([
    import('../run/shared-storage.ts'),
    import('../render/cluster-secrets.ts'),
  ]);
  const shared = await sharedStorage(format, secrets, flags, io);
  const rendered = render(shared);
  return secrets === 'separate' ? { text: renderSecretsAlone(shared), losses: [] } : rendered;
}
