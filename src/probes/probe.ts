// All kinds of probes, in one table.

import type { Probe } from '../stack/manifest.ts';
import { probeExec } from './exec.ts';
import { probeHttp } from './http.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';
import { probeS3 } from './s3.ts';
import { probeTcp } from './tcp.ts';
import { probeTls } from './tls.ts';

type ProbeKinds = {
  readonly [Kind in Probe['kind']]: {
    readonly run: (
      probe: Extract<Probe, { kind: Kind }>,
      context: ProbeContext,
      attempt: Attempt,
    ) => Promise<ProbeOutcome>;
    /** How long one attempt may take. */
    readonly timeoutMs: number;
  };
};

const probeKinds = {
  // Cryostat's /health asks three other services for up to 5 s each before it answers.
  http: { run: probeHttp, timeoutMs: 20_000 },
  tcp: { run: probeTcp, timeoutMs: 5_000 },
  tls: { run: probeTls, timeoutMs: 5_000 },
  exec: { run: probeExec, timeoutMs: 20_000 },
  s3: { run: probeS3, timeoutMs: 10_000 },
} as const satisfies ProbeKinds;

/** Runs a probe once. */
export function runProbe(
  probe: Probe,
  context: ProbeContext,
  limits: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<ProbeOutcome> {
  const { run, timeoutMs: usual } = probeKinds[probe.kind];
  const timeoutMs = Math.ceil(Math.min(usual, limits.timeoutMs ?? usual));
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(timeoutMs)]);
  // The table pairs each kind with its own function, which a lookup by a union cannot express.
  return (run as (probe: Probe, context: ProbeContext, attempt: Attempt) => Promise<ProbeOutcome>)(
    probe,
    context,
    {
      signal,
      timeoutMs,
    },
  );
}
