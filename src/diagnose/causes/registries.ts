// Registries that cannot be reached, or not as the engine wants it. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import { aboutImage, another, pulled } from '../pulled.ts';
import type { Origin } from '../symptoms.ts';

const from: readonly Origin[] = ['engine', 'provider'];

/** After what a registry answers about an image. */
export const registryCauses: readonly Cause[] = [
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
];
