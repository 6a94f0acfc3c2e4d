// Connection errors in words. Pure.

/** Why a connection did not come about. `passing` problems are those of a server that is still starting. */
export interface ConnectionProblem {
  readonly kind:
    | 'refused'
    | 'closed'
    | 'timeout'
    | 'unknown-host'
    | 'unreachable'
    | 'certificate'
    | 'not-tls';
  readonly passing: boolean;
  readonly text: string;
}

const passingCodes: Readonly<Record<string, Pick<ConnectionProblem, 'kind' | 'text'>>> = {
  ECONNREFUSED: { kind: 'refused', text: 'connection refused' },
  ECONNRESET: { kind: 'closed', text: 'connection closed by the server' },
  EPIPE: { kind: 'closed', text: 'connection closed by the server' },
  ECONNABORTED: { kind: 'closed', text: 'connection closed by the server' },
  ETIMEDOUT: { kind: 'timeout', text: 'no answer in time' },
  TimeoutError: { kind: 'timeout', text: 'no answer in time' },
  AbortError: { kind: 'timeout', text: 'no answer in time' },
  EHOSTUNREACH: { kind: 'unreachable', text: 'no route to the host' },
  ENETUNREACH: { kind: 'unreachable', text: 'no route to the network' },
  EAI_AGAIN: { kind: 'unknown-host', text: 'no answer from the name server' },
};

const certificateCodes: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet: compare the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
  HOSTNAME_MISMATCH: 'the certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate is signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by an unknown authority',
  CERT_SIGNATURE_FAILURE: 'the certificate does not bear the signature of its authority',
  CERT_REVOKED: 'the certificate is revoked',
  CERT_UNTRUSTED: 'the certificate is not trusted',
  INVALID_CA: 'the certificate of the authority is not one of an authority',
};

/** The problem behind an error of Node's network modules; undefined when it is none of theirs. */
export function explainConnection(error: unknown): ConnectionProblem | undefined {
  for (const code of errorCodes(error)) {
    const passing = passingCodes[code];
    if (passing !== undefined) return { ...passing, passing: true };
    if (code === 'ENOTFOUND') return { kind: 'unknown-host', passing: false, text: 'no such host' };
    if (code === 'HPE_HEADER_OVERFLOW')
      return { kind: 'closed', passing: false, text: 'the headers of the answer are too long' };
    // Of the parser that Node reads answers with.
    if (code.startsWith('HPE_')) return { kind: 'closed', passing: true, text: 'the answer is not HTTP' };
    const certificate = explainCertificate(code);
    if (certificate !== undefined) return { kind: 'certificate', passing: false, text: certificate };
    if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
      return { kind: 'not-tls', passing: false, text: 'the server does not speak TLS on this port' };
    }
  }
  return undefined;
}

/** What a certificate verification code means; undefined when it is no such code. */
export function explainCertificate(code: string): string | undefined {
  return (
    certificateCodes[code] ??
    (/^CERT_|_CERT_/.test(code) ? `the certificate is not accepted (${code})` : undefined)
  );
}

// Node tries all addresses of a name, and then throws the errors of all together; libraries wrap errors as causes.
function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as { code?: unknown };
  const inner = error instanceof AggregateError ? error.errors : [];
  return [
    ...(typeof code === 'string' ? [code] : []),
    error.name,
    ...[...inner, error.cause].flatMap((each) => (each === error ? [] : errorCodes(each))),
  ];
}
