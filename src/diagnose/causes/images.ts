// Images that cannot be had. Pure.

import type { Cause, Explanation, Found } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin, Symptoms } from '../symptoms.ts';

/** An application's log may speak of images and registries of its own. */
const from: readonly Origin[] = ['engine', 'provider'];
const hub = 'docker.io';

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
    code: 'registry-plain-http',
    from,
    words: [/server gave HTTP response to HTTPS client/i],
    explain: (symptoms, found) => {
      const { registry } = pulled(symptoms, found);
      const cure =
        symptoms.scene.engine === 'podman'
          ? `printf '[[registry]]\\nlocation = "${registry}"\\ninsecure = true\\n' | sudo tee /etc/containers/registries.conf.d/plain.conf`
          : `"insecure-registries": ["${registry}"] in /etc/docker/daemon.json, and sudo systemctl restart docker`;
      return {
        ...aboutImage(
          symptoms,
          found,
          (image) => `the registry ${registry} has no TLS, and ${image} is only taken over TLS`,
        ),
        next: `${cure}   (then ${again(symptoms)})`,
      };
    },
  },
  {
    code: 'registry-certificate',
    from,
    words: [
      /x509: .*/i,
      /tls: failed to verify certificate/i,
      /certificate (?:is not trusted|verify failed)/i,
    ],
    explain: (symptoms, found) => {
      const { registry } = pulled(symptoms, found);
      const folder = symptoms.scene.engine === 'podman' ? '/etc/containers/certs.d' : '/etc/docker/certs.d';
      return {
        ...aboutImage(symptoms, found, () => `the certificate of the registry ${registry} is not accepted`),
        about: registry,
        next: `sudo install -D CA.crt ${folder}/${registry}/ca.crt   (the authority's certificate; then ${again(symptoms)})`,
      };
    },
  },
  {
    code: 'registry-unreachable',
    from,
    words: [
      /(?:pinging container registry|Get "https?:\/\/|failed to do request|failed to resolve|dial tcp|registry).*(?:connection refused|i\/o timeout|no such host|no route to host|network is unreachable|timeout exceeded|deadline exceeded|handshake timeout|reset by peer|server misbehaving|\bEOF\b|50\d )/i,
    ],
    explain: (symptoms, found) => {
      const { registry } = pulled(symptoms, found);
      return {
        ...aboutImage(
          symptoms,
          found,
          (image) => `the registry ${registry} cannot be reached, so ${image} cannot be had`,
        ),
        about: registry,
        next: `curl -I https://${registry}/v2/   (does this machine reach it? ${another(symptoms)})`,
      };
    },
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

function aboutImage(
  symptoms: Symptoms,
  found: Found,
  say: (image: string) => string,
): Omit<Explanation, 'next'> {
  const { image, services } = pulled(symptoms, found);
  return { about: image, services, cause: say(image) };
}

/** The image that is meant: as words name it, as the services that have it, or that of the service at hand. */
function pulled(symptoms: Symptoms, found: Found) {
  const { services } = symptoms.scene;
  const said = symptoms.lines.filter(({ from }) => from !== 'log').map(({ text }) => text);
  const own = symptoms.service?.image;
  const line = found.line?.text ?? '';
  const isComplaint = (text: string): boolean => /error|fail|denied|unknown/i.test(text);
  const isUpper = ({ image }: { readonly image: string }): boolean =>
    /lowercase/i.test(line) && image !== image.toLowerCase();
  const meant =
    services.find(({ image }) => image !== '' && line.includes(image)) ??
    services.find(({ image }) => nameIn(found.parts['image'], image)) ??
    services.find(isUpper) ??
    services.find(({ image }) => said.some((text) => text.includes(image) && isComplaint(text))) ??
    services.find(({ image }) => said.some((text) => text.includes(image)));
  const named = found.parts['image']?.replace(/^docker:\/\//, '');
  const image = own ?? meant?.image ?? named ?? 'an image';
  const users = services.filter((service) => service.image === image).map(({ name }) => name);
  return { image, registry: registryOf(image), services: users };
}

/** Engines name an image without the parts that go without saying, and without its tag. */
function nameIn(named: string | undefined, image: string): boolean {
  if (!named || named.length < 3) return false;
  const short = (text: string): string =>
    text.replace(/^docker\.io\/(library\/)?/, '').replace(/[:@][^/]*$/, '');
  return short(named) === short(image);
}

function registryOf(image: string): string {
  const first = image.split('/')[0] ?? '';
  return image.includes('/') && /[.:]|^localhost$/.test(first) ? first : hub;
}

function servicesFrom({ scene }: Symptoms, registry: string): string[] {
  return scene.services.filter(({ image }) => registryOf(image) === registry).map(({ name }) => name);
}

function login({ scene }: Symptoms, registry: string): string {
  return `${scene.engine} login ${registry}`;
}

function another({ scene }: Symptoms): string {
  return scene.isOwn
    ? 'smoke images   (names the variable that takes another image)'
    : 'correct the name in the Compose file, or build or pull the image first';
}
