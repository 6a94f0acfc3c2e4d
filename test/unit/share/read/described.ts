// Descriptions of the same storage in every form.

/** Names that the other side gave its buckets. */
export const names = {
  archivedRecordings: 'acme-recordings',
  archivedReports: 'acme-reports',
  eventTemplates: 'acme-events',
  jmcAgentProbeTemplates: 'acme-probes',
  threadDumps: 'acme-threads',
  heapDumps: 'acme-heaps',
  metadata: 'acme-labels',
};

/** Helm values for a storage outside of the cluster. */
export const helmValues = (more = '') => `
storage:
  storageSecretName: s3cred
  provider:
    url: https://s3.example.net
    region: eu-west-1
    usePathStyleAccess: false
    metadata: {storageMode: bucket}
  buckets:
    names: ${JSON.stringify(names)}
${more}`;

/** A resource for the same. */
export const resource = (options = '', spec = '') => `
apiVersion: operator.cryostat.io/v1beta2
kind: Cryostat
metadata: {name: cryostat}
spec:
  objectStorageOptions:
    secretName: s3cred
    provider:
      url: https://s3.example.net
      region: eu-west-1
      useVirtualHostAccess: true
      disablePresignedDownloads: true
      metadataMode: bucket
${options}
    storageBucketNameOptions: ${JSON.stringify(names)}
${spec}`;

/** A Deployment whose container has this environment. */
export const deployment = (environment: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: cryostat-v4}
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: proxy:1
        - name: cryostat
          image: quay.io/cryostat/cryostat:4.2.0
          env:
            - {name: QUARKUS_S3_ENDPOINT_OVERRIDE, value: "https://s3.example.net"}
            - {name: QUARKUS_S3_AWS_REGION, value: eu-west-1}
${environment}
${more}`;

/** A Secret with these texts. */
export const secret = (
  name: string,
  texts: Record<string, string>,
  part: 'data' | 'stringData' = 'stringData',
) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    [part]: Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [
        key,
        part === 'data' ? Buffer.from(text).toString('base64') : text,
      ]),
    ),
  });
