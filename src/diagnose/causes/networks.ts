// Networks that the engine cannot make, or that should be there. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin } from '../symptoms.ts';

const from: readonly Origin[] = ['provider', 'engine'];

/** As both engines word it. */
export const networkCauses: readonly Cause[] = [
  {
    code: 'network-pool-empty',
    from,
    words: [
      /non-overlapping IPv4 address pool|address pools have been fully subnetted|could not find free subnet|no (?:free|available) subnet/i,
    ],
    explain: (symptoms) => ({
      cause: 'the engine has no addresses left for another network: too many networks are there',
      next: `${symptoms.scene.engine} network prune   (removes networks that nothing uses; then ${again(symptoms)})`,
    }),
  },
  {
    code: 'network-overlap',
    from,
    words: [
      /pool overlaps with other one|subnet (?<subnet>[\d./]+) is already used|(?:network|subnet|route)s? overlap|overlaps with/i,
    ],
    explain: (symptoms, { parts: { subnet } }) => ({
      cause: `the subnet${subnet ? ` ${subnet}` : ''} of the network is in use by another network`,
      next: `${symptoms.scene.engine} network ls   (remove the other one, or take the subnet out of the file; then ${again(symptoms)})`,
    }),
  },
  {
    code: 'network-missing',
    from,
    words: [
      /network "?(?<name>[\w.-]+)"? declared as external, but could not be found/i,
      /external network \[?"?(?<name>[\w.-]+)"?\]?.*(?:not found|does not exist)/i,
      /(?:unable to find|no such) network(?: with name or ID)?:? "?(?<name>[\w.-]+)?/i,
      /network "?(?<name>[\w.-]+)"? not found/i,
    ],
    explain: (symptoms, { parts: { name = 'NAME' } }) => ({
      about: name,
      cause: `the network ${name} has to be there before the stack, and is not`,
      next: `${symptoms.scene.engine} network create ${name}   (then ${again(symptoms)}; or drop "external: true")`,
    }),
  },
  {
    code: 'network-broken',
    from,
    words: [
      /iptables(?: failed|:).*(?:no chain|no such|failed|denied)|nftables? .*failed|netavark: .*(?:iptables|nft|failed)|cni .*failed|plugin type=.*failed|failed to (?:create|set ?up) (?:bridge|network|veth)|(?:creating|setup) network.*(?:failed|error)/i,
    ],
    explain: (symptoms) => ({
      cause: 'the engine could not make the network: its firewall rules or network programs are not in order',
      next:
        symptoms.scene.engine === 'podman'
          ? `podman network reload --all   (then ${again(symptoms)}; netavark or the CNI plugins may be missing)`
          : `sudo systemctl restart docker   (sets its firewall rules again; then ${again(symptoms)})`,
    }),
  },
];
