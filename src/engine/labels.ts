// The labels by which engine objects are found again. Pure.

/** Set by every Compose provider, podman-compose included. */
export const projectLabel = 'com.docker.compose.project';
export const serviceLabel = 'com.docker.compose.service';
export const volumeLabel = 'com.docker.compose.volume';

/** On images and containers that smoke makes for itself; the value tells which process made them. */
export const scratchLabel = 'smoke.scratch';

/** A volume's name in the manifest: Docker Compose labels it, podman-compose only names it. */
export function volumeName(name: string, project: string, labels: Readonly<Record<string, string>>): string {
  const labelled = labels[volumeLabel];
  if (labelled !== undefined) return labelled;
  return name.startsWith(`${project}_`) ? name.slice(project.length + 1) : name;
}

/** Labels that Docker Compose expects on a volume of its own; without them it warns. */
export function volumeLabels(project: string, volume: string): Record<string, string> {
  return { [projectLabel]: project, [volumeLabel]: volume, 'io.podman.compose.project': project };
}
