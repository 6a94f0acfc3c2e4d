// Removes what is left of a project, by label. Talks to an engine.

import { call, type EngineClient, engineFailed, libpod } from './client.ts';
import { removeBuilt } from './images.ts';
import { projectLabel } from './labels.ts';
import { projectContainers } from './observe.ts';
import { removeFirmly } from './removal.ts';
import { sweepScratch } from './scratch.ts';
import { listVolumes, removeVolume } from './volumes.ts';

/** Removes containers, pods, networks and, if asked, volumes and built images of a project, then leftovers of smoke's own; tells what it removed. */
export async function removeProject(
  client: EngineClient,
  project: string,
  what: { readonly volumes: boolean; readonly anonymous?: boolean; readonly images?: boolean },
): Promise<readonly string[]> {
  const removed: string[] = [];
  const remove = async (subject: string, removal: Promise<boolean>) => {
    if (await removal) removed.push(subject);
  };
  for (const { Id, Names } of await projectContainers(client, project)) {
    const v = what.volumes || what.anonymous === true;
    await remove(
      `container ${Names[0]?.replace('/', '') ?? Id}`,
      removeFirmly(() => removeNow(client, Id, v)),
    );
  }
  for (const pod of await projectPods(client, project))
    await remove(
      `pod ${pod}`,
      removeFirmly(() => call(client, 'DELETE', libpod(client, `/pods/${pod}?force=true`))),
    );
  for (const { Id, Name } of await projectNetworks(client, project))
    await remove(
      `network ${Name}`,
      removeFirmly(() => client.docker.getNetwork(Id).remove()),
    );
  if (what.volumes)
    for (const { name } of await listVolumes(client, project))
      await remove(`volume ${name}`, removeVolume(client, name));
  if (what.images) for (const name of await removeBuilt(client, project)) removed.push(`image ${name}`);
  return [...removed, ...(await sweepScratch(client))];
}

/** Podman would first wait ten seconds for one that does not mind being told to stop. */
function removeNow(client: EngineClient, id: string, v: boolean): Promise<unknown> {
  if (client.name === 'docker') return client.docker.getContainer(id).remove({ force: true, v });
  return call(client, 'DELETE', libpod(client, `/containers/${id}?force=true&v=${v}&timeout=0`));
}

async function projectNetworks(client: EngineClient, project: string) {
  const filters = { label: [`${projectLabel}=${project}`] };
  return client.docker.listNetworks({ filters }).catch((error) => {
    throw engineFailed(`${client.name} could not list the networks of ${project}`, error);
  });
}

/** podman-compose puts a project's containers into a pod, which has no label but a name of its own. */
async function projectPods(client: EngineClient, project: string): Promise<readonly string[]> {
  if (client.name !== 'podman') return [];
  const filters = encodeURIComponent(JSON.stringify({ name: [`pod_${project}`] }));
  const pods = (await call(client, 'GET', libpod(client, `/pods/json?filters=${filters}`))) as
    | readonly Pod[]
    | null;
  return (pods ?? []).filter((pod) => pod.Name === `pod_${project}` && isEmpty(pod)).map(({ Name }) => Name);
}

interface Pod {
  readonly Name: string;
  readonly InfraId?: string;
  readonly Containers?: readonly { readonly Id: string }[] | null;
}

function isEmpty({ InfraId, Containers }: Pod): boolean {
  return (Containers ?? []).every(({ Id }) => Id === InfraId);
}
