// Where free ports are looked for: below those that the system gives away by itself. Reads /proc.

import { readTextIfThere } from '../library/read-text.ts';

/** The first and the last port of a range. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const usual: PortRange = { first: 20_000, last: 29_999 };
const size = usual.last - usual.first + 1;

/** The range on this machine. */
export function portRange(): PortRange {
  return rangeBeside(readTextIfThere('/proc/sys/net/ipv4/ip_local_port_range'));
}

/** The usual range, or one beside the ephemeral ports (`low high`, as Linux tells them) where it would be among them. */
export function rangeBeside(ephemeral: string | undefined): PortRange {
  const [low, high] = (ephemeral ?? '').trim().split(/\s+/).map(Number);
  if (!low || !high || low > usual.last || high < usual.first) return usual;
  if (low >= size + 1024) return { first: low - size, last: low - 1 };
  if (high <= 65_535 - size) return { first: high + 1, last: high + size };
  return usual;
}
