// From where the address of a storage can be reached, as far as the address tells. Pure.

/**
 * `everywhere`; a `private` network, which may or may not be the same; the `stack` alone, which lends a name; this
 * `machine` alone; a `cluster` alone; or `nowhere`.
 */
export type Reach = 'everywhere' | 'private' | 'stack' | 'machine' | 'cluster' | 'nowhere';

/** Where an application runs: in a stack of Compose, or in a cluster. */
export type Place = 'stack' | 'cluster';

/** Names that container engines lend to the machine they run on. */
const engineNames =
  /^(host|gateway)\.(docker|containers|lima|orb|rancher-desktop)\.internal$|^kubernetes\.docker\.internal$/;

/** Ends of names that no public server of names knows. */
const privateNames =
  /\.(local|lan|test|internal|intranet|private|corp|home|localdomain|home\.arpa)$|\.(nip|sslip)\.io$/;

/**
 * From where an endpoint is reached. A name without a dot is one of the network that it is used in: of the stack,
 * unless it was `said` in a cluster.
 */
export function reachOf(endpoint: string, said: Place = 'stack'): Reach {
  const host = hostOf(endpoint);
  if (host === undefined || /(^|\.)invalid$/.test(host)) return 'nowhere';
  if (host.startsWith('[')) return reachOfIpv6(host.slice(1, -1));
  if (/^[\d.]+$/.test(host)) return reachOfIpv4(host.split('.').map(Number));
  if (/(^|\.)(localhost|localhost\.localdomain)$/.test(host)) return 'machine';
  if (engineNames.test(host)) return 'stack';
  if (/\.(svc|cluster\.local)$/.test(host)) return 'cluster';
  if (!host.includes('.')) return said;
  return privateNames.test(host) ? 'private' : 'everywhere';
}

/** Why an application in that place cannot reach the endpoint; undefined where it can, as far as the address tells. */
export function whyOutOfReach(endpoint: string, place: Place, said: Place = 'stack'): string | undefined {
  const reach = reachOf(endpoint, said);
  if (reach === 'everywhere' || reach === 'private' || reach === place) return undefined;
  const shown = hostOf(endpoint) ?? shownAddress(endpoint);
  return {
    stack: `${shown} is a name inside of the stack on this machine`,
    cluster: `${shown} is a name inside of the cluster`,
    machine: `${shown} is the machine or container itself that uses it`,
    nowhere: `${shown} is no address of a server`,
  }[reach];
}

/** An address without the user that may be in it; a password may have an @ of its own. */
export function shownAddress(endpoint: string): string {
  return endpoint.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@');
}

/** The host of an address, without the dot that may end it; undefined where it is no address. */
export function hostOf(endpoint: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `http://${endpoint}`;
  if (!URL.canParse(text)) return undefined;
  const host = new URL(text).hostname.toLowerCase().replace(/\.$/, '');
  // What is not filled in may pass: ${HOST}.
  return /^([\w.-]+|\[[\da-f:.]+\])$/.test(host) ? host : undefined;
}

function reachOfIpv4([a = 0, b = 0, c = 0, d = 0]: readonly number[]): Reach {
  if (a === 127 || (a === 0 && b === 0 && c === 0 && d === 0)) return 'machine';
  const isPrivate =
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128);
  return isPrivate ? 'private' : 'everywhere';
}

/** The text is in the form that URLs write: lower case, shortened, an IPv4 address in it as two words. */
function reachOfIpv6(address: string): Reach {
  if (address === '::1' || address === '::') return 'machine';
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped) {
    const words = [mapped[1], mapped[2]].map((word) => Number.parseInt(word ?? '0', 16));
    return reachOfIpv4(words.flatMap((word) => [word >> 8, word & 255]));
  }
  return /^(f[cd]|fe[89ab])/.test(address) ? 'private' : 'everywhere';
}
