// Named volumes: list, make, empty, remove. Talks to an engine.

import { SmokeError } from '../error.ts';
import { type EngineClient, engineFailed, statusOf } from './client.ts';
import type { VolumeState } from './engine.ts';
import { projectLabel, volumeLabels, volumeName } from './labels.ts';
import { removeFirmly } from './removal.ts';

/** The volumes of a project, whichever Compose provider made them, sorted by name. */
export async function listVolumes(client: EngineClient, project: string): Promise<readonly VolumeState[]> {
  try {
    const filters = JSON.stringify({ label: [`${projectLabel}=${project}`] });
    const { Volumes } = await client.docker.listVolumes({ filters } as object);
    const containers = await client.docker.listContainers({ all: true });
    return (Volumes ?? [])
      .map((volume) => ({
        name: volume.Name,
        volume: volumeName(volume.Name, project, volume.Labels ?? {}),
        project,
        labels: volume.Labels ?? {},
        ...createdAt(volume),
        usedBy: containers
          .filter(({ Mounts }) => Mounts?.some((mount) => mount.Name === volume.Name))
          .map(({ Names, Id }) => Names[0]?.replace('/', '') ?? Id),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw engineFailed(`${client.name} could not list the volumes of ${project}`, error);
  }
}

/** Makes a volume as Compose would label it; false when it was there. */
export async function createVolume(client: EngineClient, project: string, volume: string): Promise<boolean> {
  const name = `${project}_${volume}`;
  try {
    if (await inspectVolume(client, name)) return false;
    await client.docker.createVolume({ Name: name, Labels: volumeLabels(project, volume) });
    return true;
  } catch (error) {
    throw engineFailed(`${client.name} could not make the volume ${name}`, error);
  }
}

/** Removes a volume; one that is gone already is fine. */
export async function removeVolume(client: EngineClient, name: string): Promise<boolean> {
  if (!(await inspectVolume(client, name))) return false;
  return removeFirmly(() => client.docker.getVolume(name).remove());
}

/** Refuses a volume that is not there. */
export async function requireVolume(client: EngineClient, name: string): Promise<void> {
  if (await inspectVolume(client, name)) return;
  throw new SmokeError('PROVISION_FAILED', `${client.name} has no volume ${name}`, {
    hint: 'smoke volumes list shows the ones of the project',
  });
}

/** Empties a volume by making it anew with the same labels, driver and options. It must not be in use. */
export async function emptyVolume(client: EngineClient, name: string): Promise<void> {
  const volume = await inspectVolume(client, name);
  if (!volume) return;
  const users = await usersOf(client, name);
  if (users.length > 0)
    throw new SmokeError(
      'PROVISION_FAILED',
      `the volume ${name} cannot be replaced while containers use it: ${users.join(', ')}`,
      { hint: 'smoke down, which keeps volumes, then the same command again' },
    );
  try {
    await client.docker.getVolume(name).remove();
    await client.docker.createVolume({
      Name: name,
      Driver: volume.Driver,
      Labels: volume.Labels ?? {},
      DriverOpts: volume.Options ?? {},
    });
  } catch (error) {
    throw engineFailed(`${client.name} could not empty the volume ${name}`, error);
  }
}

async function usersOf(client: EngineClient, name: string): Promise<readonly string[]> {
  const containers = await client.docker.listContainers({ all: true, filters: { volume: [name] } });
  // The engine matches a part of the name as well.
  return containers
    .filter(({ Mounts }) => Mounts?.some((mount) => mount.Name === name))
    .map(({ Names, Id }) => Names[0]?.replace('/', '') ?? Id);
}

async function inspectVolume(client: EngineClient, name: string) {
  try {
    const volume = await client.docker.getVolume(name).inspect();
    // Podman finds a volume by the beginning of its name, too, and would take another one for this.
    return volume.Name === name ? volume : undefined;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw engineFailed(`${client.name} could not look at the volume ${name}`, error);
  }
}

function createdAt(volume: object): { createdAt?: Date } {
  const text = (volume as { CreatedAt?: string }).CreatedAt;
  return text ? { createdAt: new Date(text) } : {};
}
