// Certificates that are not accepted, and TLS where there is none: as Java, Go, Node, OpenSSL and Python word it. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin, Symptoms } from '../symptoms.ts';

const from: readonly Origin[] = ['log', 'health', 'probe'];

/** The more exact ones first: "not accepted" follows in one text after "expired". */
export const certificateCauses: readonly Cause[] = [
  {
    code: 'certificate-not-yet-valid',
    from,
    words: [
      /CertificateNotYetValidException|CERT_NOT_YET_VALID|certificate is not (?:yet valid|valid yet)/i,
      /not yet valid: current time \S+ is before/i,
    ],
    explain: (symptoms, found) => ({
      cause: `the certificate${ofWhom(found.parts)} is not valid yet: a clock is wrong`,
      next: `date -u; timedatectl   (set the clock of this machine, then ${again(symptoms)})`,
    }),
  },
  {
    code: 'certificate-expired',
    from,
    words: [
      /CertificateExpiredException|CERT_HAS_EXPIRED|certificate_expired|SEC_ERROR_EXPIRED|alert certificate expired/i,
      /certificate (?:for (?<host>\S+) )?(?:has |is )?expired/i,
      /NotAfter: (?<when>.*\d{4})/,
    ],
    explain: (symptoms, found) => ({
      cause: `the certificate${ofWhom(found.parts)} has expired`,
      next: `${again(symptoms)}   (renews certificates of smoke's own; another server's has to be renewed there)`,
    }),
  },
  {
    code: 'certificate-wrong-host',
    from,
    words: [
      /No name matching (?<host>\S+) found/i,
      /No subject alternative (?:DNS )?names? matching (?:IP address |DNS name )?(?<host>\S+?) found/i,
      /certificate is (?:valid|only valid) for (?<names>.+), not (?<host>[^\s"]+)/i,
      /cannot validate certificate for (?<host>\S+) because it doesn't contain any IP SANs/i,
      /certificate (?:for|subject name|name) "?(?<names>[^"\s]*)"? (?:does not|doesn't) match (?:target )?host ?name ["']?(?<host>[^"'\s]+)/i,
      /no alternative certificate subject name matches target (?:host name|ipv4 address) ["']?(?<host>[^"'\s]+)/i,
      /Hostname\/IP does not match certificate's altnames: .*?Host: (?<host>[^\s.]+[^\s]*?)\.? is not/i,
      /(?<host>[\w.-]+): the certificate is for another host/i,
      /certificate is not valid for '(?<host>[^']+)'/i,
      /No subject alternative|ERR_TLS_CERT_ALTNAME_INVALID|hostname mismatch|host ?name .* (?:doesn't|does not) match|legacy Common Name|certificate is for another host/i,
    ],
    explain: (symptoms, { parts: { host, names } }) => ({
      cause: `the certificate is for another host${host ? ` than ${host}` : ''}${names ? `: it is for ${names}` : ''}`,
      next: `use a name that the certificate has, or make one for ${host ?? 'this host'}; smoke's own are renewed by ${again(symptoms)}`,
    }),
  },
  {
    code: 'certificate-key-mismatch',
    from,
    words: [
      /key values mismatch|private key does not match|(?:certificate and|cert and) (?:private )?key (?:do not|don't) match/i,
    ],
    explain: (symptoms) => ({
      cause: 'its certificate and its private key do not belong together',
      next: `give it the key that the certificate was made with; smoke's own are made together: ${again(symptoms)}`,
    }),
  },
  {
    code: 'tls-mismatch',
    from,
    words: [
      /server does not support SSL|SSL is not enabled on the server|SSL off|SSL connection is required/i,
      /Unsupported or unrecognized SSL message|first record does not look like a TLS handshake|not an SSL\/TLS record/i,
      /wrong version number|packet length too long|http request to an https server|plain HTTP request was sent to HTTPS/i,
      /server gave HTTP response to HTTPS client|does not speak TLS|requires (?:an )?encrypted connection/i,
    ],
    explain: (symptoms) => ({
      cause: 'one side speaks TLS, and the other does not',
      next: `compare http:// and https:// (or sslmode) on both sides, then: ${again(symptoms)}`,
    }),
    mayFollow: true,
  },
  {
    code: 'certificate-unknown-ca',
    from,
    words: [
      /PKIX path (?:building|validation) failed|unable to find valid certification path|trustAnchors parameter must be non-empty/i,
      /signed by (?:an )?unknown authority|unknown[_ ]ca\b|issuer (?:is )?(?:unknown|not trusted)|UnknownIssuer/i,
      /unable to get (?:local )?issuer certificate|self[- ]signed certificate|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)/i,
      /certificate (?:verify failed|verification failed|is not trusted|is not accepted)|SSL certificate problem|root certificate file "[^"]+" does not exist/i,
      /SSLHandshakeException|bad certificate\b/i,
    ],
    explain: (symptoms) => ({
      cause: 'it meets a certificate of an authority that it does not know',
      next: `${trust(symptoms)}   (then ${again(symptoms)})`,
    }),
  },
];

function ofWhom({ host }: Readonly<Record<string, string>>): string {
  return host ? ` of ${host}` : '';
}

function trust({ scene }: Symptoms): string {
  return scene.isOwn
    ? `smoke up${scene.projectFlag} --ca AUTHORITY.pem   (for a storage of a private authority; or put the file into the volume truststore)`
    : 'give the client the certificate of the authority that signed the server’s';
}
