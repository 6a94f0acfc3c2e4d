// A Job that makes the buckets of a storage without a provisioner of its own. Pure.

import { SmokeError } from '../error.ts';
import type { StackParts } from '../stack/parts.ts';
import { containerEnvironment, type SecretValue } from './environment.ts';
import { waitContainer } from './init.ts';
import type { Surroundings } from './mounts.ts';
import { objectName } from './names.ts';
import { bucketsJob, digest, type JsonMap, type KubernetesObject, labels, metadata } from './objects.ts';
import { helperSecurity, type PodUser } from './security.ts';
import { plainText } from './texts.ts';

/**
 * Lists the buckets of the key, and makes those that are missing. Credentials go to curl by its standard input: no list
 * of processes has them. The hash of what is sent is one that old versions of curl do not send by themselves.
 */
export const bucketsScript = `set -eu
answer=\`mktemp\`
quoted() { printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g'; }
ask() {
  sent=$1
  shift
  hash=\`printf '%s' "$sent" | sha256sum | cut -d ' ' -f 1\`
  printf 'user = "%s:%s"\\naws-sigv4 = "aws:amz:%s:s3"\\n' \\
    "\`quoted "$ACCESS_KEY_ID"\`" "\`quoted "$SECRET_ACCESS_KEY"\`" "$REGION" |
    curl -K - --silent --show-error --max-time 30 --output "$answer" --write-out '%{http_code}' \\
      --header "x-amz-content-sha256: $hash" "$@"
}
fail() { echo "$1: $2" >&2; cat "$answer" >&2; echo >&2; exit 1; }
trust=
[ -z "\${CA_FILE-}" ] || trust="--cacert $CA_FILE"
body=
[ "$REGION" = us-east-1 ] ||
  body="<CreateBucketConfiguration><LocationConstraint>$REGION</LocationConstraint></CreateBucketConfiguration>"
for bucket in \`echo "$BUCKETS" | tr , ' '\`; do
  status=\`ask "" $trust "$ENDPOINT/"\` || exit 1
  [ "$status" = 200 ] || fail "the list of buckets" "$status"
  if grep -qF "<Name>$bucket</Name>" "$answer"; then
    echo "$bucket: is there"
    continue
  fi
  status=\`ask "$body" $trust --request PUT --data "$body" "$ENDPOINT/$bucket"\` || exit 1
  case "$status" in
    2*) echo "$bucket: made" ;;
    409) grep -q BucketAlreadyOwnedByYou "$answer" || fail "$bucket" "belongs to somebody else" ;;
    *) fail "$bucket" "$status" ;;
  esac
done
`;

/** Who runs it: the image's own user is not root, and any other does as well. */
const user: PodUser = { uid: 65534, gid: 65534, isNotRoot: true, isRestricted: true };

/** The Job with its script, and what Secrets have to hold; undefined where there is nothing to make. */
export function bucketsObjects(
  around: Surroundings,
): { objects: KubernetesObject[]; secrets: readonly SecretValue[] } | undefined {
  const { parts } = around;
  const { s3, buckets, curlImage } = parts;
  const isMade =
    s3?.service !== undefined && parts.services[s3.service] !== undefined && s3.provisioner === undefined;
  if (!isMade || buckets.length === 0 || curlImage === undefined) return undefined;
  if (parts.services[bucketsJob] !== undefined) {
    throw new SmokeError(
      'USAGE',
      `--format kubernetes: got the service "${bucketsJob}", expected another name: the Job that makes the buckets has it`,
      { hint: 'Rename it in its fragment.' },
    );
  }
  const ca = s3.endpoint.startsWith('https:') ? parts.notes.ca : undefined;
  const environment = containerEnvironment(parts, bucketsJob, [
    ['ENDPOINT', s3.endpoint.replace(/\/+$/, '')],
    ['REGION', s3.region],
    ['BUCKETS', buckets.join(',')],
    ['ACCESS_KEY_ID', s3.accessKeyId],
    ['SECRET_ACCESS_KEY', s3.secretAccessKey],
    ...(ca ? [['CA_FILE', '/ca/ca.pem'] as [string, string]] : []),
  ]);
  const waiting = {
    ...parts.services,
    [bucketsJob]: { depends_on: [s3.service ?? ''], environment: { ENDPOINT: s3.endpoint } },
  };
  const wait = waitContainer({ ...around, parts: { ...parts, services: waiting } }, bucketsJob, user);
  const script = objectName(parts, bucketsJob);
  const holder = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(parts, script, bucketsJob),
    data: { 'make-buckets': bucketsScript, ...(ca !== undefined && { 'ca.pem': ca }) },
  };
  const container = {
    name: bucketsJob,
    image: plainText(curlImage),
    command: ['/bin/sh', '/script/make-buckets'],
    env: environment.part,
    volumeMounts: [
      { name: 'script', mountPath: '/script', readOnly: true },
      ...(ca === undefined ? [] : [{ name: 'script', mountPath: '/ca', readOnly: true }]),
      { name: 'answer', mountPath: '/tmp' },
    ],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
  const spec: JsonMap = {
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    restartPolicy: 'OnFailure',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(wait && { initContainers: [{ ...wait, securityContext: helperSecurity(user) }] }),
    containers: [container],
    volumes: [
      { name: 'script', configMap: { name: script } },
      { name: 'answer', emptyDir: {} },
    ],
  };
  const template = {
    metadata: { labels: labels(parts, bucketsJob), annotations: { 'smoke/files': digest(holder.data) } },
    spec,
  };
  return {
    objects: [holder, jobObject(parts, bucketsJob, template, { activeDeadlineSeconds: 3600 })],
    secrets: environment.secrets,
  };
}

/**
 * A Job that may fail some times, and is forgotten some minutes after it has ended. No cluster changes the template of
 * a Job, not even of one that waits: by its digest in the name, another template is another Job.
 */
export function jobObject(
  parts: StackParts,
  name: string,
  template: JsonMap,
  how: { readonly backoffLimit?: number; readonly activeDeadlineSeconds?: number } = {},
): KubernetesObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(parts, `${name.slice(0, 54)}-${digest(template).slice(0, 8)}`, name),
    spec: { backoffLimit: 10, ttlSecondsAfterFinished: 600, ...how, template },
  };
}
