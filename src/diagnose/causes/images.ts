// Images that cannot be had. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import { aboutImage, another, login, pulled, servicesFrom } from '../pulled.ts';
import type { Origin } from '../symptoms.ts';

/** An application's log may speak of images and registries of its own. */
const from: readonly Origin[] = ['engine', 'provider'];

/** In the order in which they are asked: what a registry says about an account comes before "not found". */
export const imageCauses: readonly Cause[] = [
  {
    code: 'image-name-invalid',
    from,
    words: [
      /["'`](?<image>[^"'`\s]*)["'`]?: invalid reference format/i,
      /invalid reference format/i,
      /(?:invalid|normalizing|parsing) reference "?(?<image>[^"\s]+)"?: .*(?:invalid|must be lowercase)/i,
      /repository name.*must be lowercase/i,
    ],
    explain: (symptoms, found) => ({
      ...aboutImage(symptoms, found, (image) => `${image} is not a name that an image can have`),
      next: `write it as REGISTRY/NAME:TAG in lower case, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'image-rate-limit',
    from,
    words: [/toomanyrequests/i, /\b429\b.*too many requests/i, /pull rate limit/i, /rate limit exceeded/i],
    explain: (symptoms, found) => {
      const { image, registry } = pulled(symptoms, found);
      return {
        about: registry,
        services: servicesFrom(symptoms, registry),
        cause: `${registry} gives no more images for now: the limit of pulls is reached (${image})`,
        next: `${login(symptoms, registry)}   (an account has a limit of its own; or wait an hour, and ${again(symptoms)})`,
      };
    },
  },
  {
    code: 'image-needs-login',
    from,
    words: [
      /pull access denied for (?<image>[^\s,]+)/i,
      /(?<image>[^\s"]+): .*(?:unauthorized|denied: requested access|401 unauthorized|403 forbidden)/i,
      /unauthorized: |requested access to the resource is denied|resource is not authorized/i,
      /(?:incorrect|invalid) username (?:or|and|\/)? ?password|no basic auth credentials/i,
      /unable to retrieve auth token|authentication required|denied: (?:access|permission|requested)/i,
      /unexpected status.*(?:401|403)|(?:registry|manifests?|blobs?)\S*.*: (?:401 unauthorized|403 forbidden|denied)/i,
      /(?:daemon|error): denied\s*$/i,
    ],
    explain: (symptoms, found) => {
      const { registry } = pulled(symptoms, found);
      return {
        ...aboutImage(
          symptoms,
          found,
          (image) =>
            `${image} is not given out without an account, or is not there: registries do not tell which`,
        ),
        next: `${login(symptoms, registry)}   (then ${again(symptoms)}; ${another(symptoms)})`,
      };
    },
  },
  {
    code: 'image-short-name',
    from,
    words: [
      /short-name "?(?<image>[^"\s]+)"? did not resolve/i,
      /short-name resolution enforced/i,
      /no unqualified-search registries/i,
    ],
    explain: (symptoms, found) => ({
      ...aboutImage(symptoms, found, (image) => `Podman does not know the registry of ${image}`),
      next: `write the whole name, such as docker.io/library/NAME:TAG, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'image-wrong-platform',
    from,
    words: [
      /no matching manifest for (?<platform>[\w/]+)/i,
      /no image found in (?:manifest list|image index) for architecture "?(?<platform>[\w]+)/i,
      /(?:does not match|does not provide|not provide) the (?:specified|detected).* platform/i,
      /image's platform .* does not match/i,
    ],
    explain: (symptoms, found) => {
      const kind = found.parts['platform'] ? ` (${found.parts['platform']})` : '';
      return {
        ...aboutImage(symptoms, found, (image) => `${image} is not made for this kind of processor${kind}`),
        next: `${another(symptoms)}; or add "platform: linux/amd64" where emulation is set up`,
      };
    },
  },
  {
    code: 'image-not-found',
    from,
    words: [
      /manifest for (?<image>\S+) not found/i,
      /no such image:? (?<image>\S+)/i,
      /failed to resolve reference "(?<image>[^"]+)".*not found/i,
      /reading manifest (?<tag>\S+) in (?<image>\S+): .*(?:unknown|not found|404)/i,
      /(?<image>[^\s":]+(?::[^\s":]+)+)"?: image not known/i,
      /manifest unknown|name unknown|repository name not known|image not known|no such image/i,
      /unexpected status.*404|(?:manifests?|registry)\S*.*: (?:404 )?not found/i,
    ],
    explain: (symptoms, found) => ({
      ...aboutImage(
        symptoms,
        found,
        (image) => `the image ${image} is not there: its registry does not know the name or the tag`,
      ),
      next: another(symptoms),
    }),
  },
  {
    code: 'build-failed',
    from: ['provider'],
    words: [
      /failed to solve: (?<why>.*)/i,
      /failed to build|error building|building at STEP "(?<why>[^"]+)"/i,
      /unable to prepare context|failed to read dockerfile/i,
    ],
    explain: (symptoms) => ({
      cause: 'the image could not be built',
      next: `${symptoms.scene.engine} build --progress=plain FOLDER   (shows every step; then ${again(symptoms)})`,
    }),
  },
];
