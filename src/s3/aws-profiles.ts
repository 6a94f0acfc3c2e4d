// The files of the AWS CLI: where they are, which profiles they have, and a profile's settings. Reads files.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { readTextIfThere } from '../library/read-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Paths of the two files. */
export interface AwsFiles {
  readonly config: string;
  readonly credentials: string;
}

/** Where the AWS CLI looks for them, with this environment. */
export function awsFiles(environment: Environment): AwsFiles {
  const folder = join(environment['HOME'] || homedir(), '.aws');
  return {
    config: environment['AWS_CONFIG_FILE'] || join(folder, 'config'),
    credentials: environment['AWS_SHARED_CREDENTIALS_FILE'] || join(folder, 'credentials'),
  };
}

/** Profile → its settings in the configuration; profiles that have only credentials are there, too. */
export function readProfiles(files: AwsFiles): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const profiles = new Map<string, Record<string, string>>();
  collect(readTextIfThere(files.credentials) ?? '', (title) => title, profiles);
  collect(readTextIfThere(files.config) ?? '', profileTitle, profiles);
  return profiles;
}

/** In the configuration, only the default profile is called by its name alone; other sections are no profiles. */
function profileTitle(title: string): string | undefined {
  return title === 'default' ? title : /^profile\s+(.+)$/.exec(title)?.[1];
}

function collect(
  text: string,
  nameOf: (title: string) => string | undefined,
  profiles: Map<string, Record<string, string>>,
): void {
  let settings: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const title = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim();
    if (title !== undefined) {
      const name = nameOf(title)
        ?.trim()
        .replace(/^"(.*)"$/, '$1');
      settings = name === undefined ? undefined : (profiles.get(name) ?? {});
      if (name !== undefined && settings) profiles.set(name, settings);
      continue;
    }
    // What is indented belongs to the setting above it.
    const pair = /^([\w-]+)\s*=\s*(.*?)(\s+[#;].*)?$/.exec(line);
    if (pair?.[1] !== undefined && settings) settings[pair[1]] = pair[2] ?? '';
  }
}
