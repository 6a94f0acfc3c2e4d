// The AWS SDK's ways to credentials, in a file of their own that loads late: bundled, a package that is imported late
// by itself has lost the names of its exports.

export { fromIni } from '@aws-sdk/credential-provider-ini';
export { defaultProvider } from '@aws-sdk/credential-provider-node';
