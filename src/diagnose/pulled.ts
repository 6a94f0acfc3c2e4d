// Which image and registry a failed pull is about. Pure.

import type { Explanation, Found } from './cause.ts';
import type { Symptoms } from './symptoms.ts';

const hub = 'docker.io';

/** A cause that is about one image, and the services that have it. */
export function aboutImage(
  symptoms: Symptoms,
  found: Found,
  say: (image: string) => string,
): Omit<Explanation, 'next'> {
  const { image, services } = pulled(symptoms, found);
  return { about: image, services, cause: say(image) };
}

/** The image that is meant: as words name it, as the services that have it, or that of the service at hand. */
export function pulled(symptoms: Symptoms, found: Found) {
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

/** Services whose images come from a registry. */
export function servicesFrom({ scene }: Symptoms, registry: string): string[] {
  return scene.services.filter(({ image }) => registryOf(image) === registry).map(({ name }) => name);
}

/** The command that logs in there. */
export function login({ scene }: Symptoms, registry: string): string {
  return `${scene.engine} login ${registry}`;
}

/** How to get by without this image. */
export function another({ scene }: Symptoms): string {
  return scene.isOwn
    ? 'smoke images   (names the variable that takes another image)'
    : 'correct the name in the Compose file, or build or pull the image first';
}
