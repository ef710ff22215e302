/** Why there was no answer, as undici tells it, or Node's `fetch` around it. */
export interface ConnectionFailure {
  /** Whether the connection never stood, so that no byte of the request can have left. */
  readonly beforeSending: boolean;
  /** Whether the answer was longer than anybody here reads. */
  readonly tooLong: boolean;
  /** Codes only: the original error may quote header values or the answer. */
  readonly cause: Error;
}

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'PROXY_REFUSED',
]);

/** Our side ends the TLS handshake over these, and the request only follows a finished handshake. */
const CERTIFICATE_REFUSED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** `fetch` has the reason as `cause`, undici throws it itself; several addresses tried make it an `AggregateError` with a code. */
export function connectionFailure(thrown: unknown): ConnectionFailure {
  const reason = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = textProperty(reason, 'code') ?? 'no code';
  const syscall = textProperty(reason, 'syscall');
  return {
    tooLong: code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE',
    beforeSending:
      NEVER_CONNECTED.has(code) ||
      CERTIFICATE_REFUSED.has(code) ||
      syscall === 'connect' ||
      syscall === 'getaddrinfo',
    cause: new Error(syscall === undefined ? code : `${code} (${syscall})`),
  };
}

function textProperty(of: unknown, name: 'code' | 'syscall'): string | undefined {
  if (typeof of !== 'object' || of === null) return undefined;
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'string' ? value : undefined;
}
