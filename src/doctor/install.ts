// How missing programs are installed. Pure.

const commands: Readonly<Record<string, string>> = {
  'apt-get': 'sudo apt-get install -y',
  dnf: 'sudo dnf install -y',
  zypper: 'sudo zypper install -y',
  pacman: 'sudo pacman -S',
  apk: 'sudo apk add',
  brew: 'brew install',
};

/** Programs that install packages, in the order in which they are looked for. */
export const installers: readonly string[] = Object.keys(commands);

/** Names of the packages where they are not called as elsewhere. */
const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  docker: { 'apt-get': 'docker.io', dnf: 'moby-engine' },
  'docker-compose': { 'apt-get': 'docker-compose-v2', zypper: 'docker-compose' },
  'docker-compose-plugin': { 'apt-get': 'docker-compose-v2', zypper: 'docker-compose' },
};

/** The command that installs a package here; by the name alone where nothing is known of the machine. */
export function installCommand(installer: string | undefined, name: string): string {
  const command = commands[installer ?? ''] ?? commands['apt-get'];
  return `${command} ${names[name]?.[installer ?? ''] ?? name}`;
}
