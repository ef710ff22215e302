import { Away } from '../../core/async/away.js';
import { TooLate } from '../../core/async/within.js';
import { Problem } from '../../core/problem.js';
import { resultCode } from './sqlite/sqlite-driver.js';

const ELSEWHERE = 'set STORE_URL to another place';

const UNKNOWN_SIGNER =
  'its certificate is signed by a CA that this machine does not know: name the CA’s file with NODE_EXTRA_CA_CERTS, or for Postgres with sslrootcert in STORE_URL';

const REASONS: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_SIGNER,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_SIGNER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_SIGNER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_SIGNER,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is of another host: set STORE_URL to a name that the certificate has',
  CERT_HAS_EXPIRED: 'its certificate has expired: renew it',
  ECONNREFUSED: 'nothing listens there: start it, or correct STORE_URL',
  ENOTFOUND: 'its host is unknown: correct STORE_URL',
  ENOENT: `its folder cannot be made: ${ELSEWHERE}`,
  EACCES: `this user may not write there: change its permissions, or ${ELSEWHERE}`,
  EPERM: `this user may not write there: change its permissions, or ${ELSEWHERE}`,
  ENOTDIR: 'a part of its path is not a directory: correct STORE_URL',
  ENAMETOOLONG: 'its path is too long: correct STORE_URL',
  EROFS: `the disk is read-only: ${ELSEWHERE}`,
  ENOSPC: `the disk is full: free some of it, or ${ELSEWHERE}`,
  EDQUOT: `this user's share of the disk is full: free some of it, or ${ELSEWHERE}`,
};

/** The reason for each primary result code of SQLite. */
const SQLITE_REASONS: Readonly<Record<number, string>> = {
  8: `this user may not write there: change its permissions, or ${ELSEWHERE}`,
  10: `the disk reports an error: look at it, or ${ELSEWHERE}`,
  11: 'the file is damaged: restore a backup',
  13: `the disk is full: free some of it, or ${ELSEWHERE}`,
  14: `its file cannot be opened: change its permissions, or ${ELSEWHERE}`,
  26: `it is not a SQLite file: ${ELSEWHERE}, or restore a backup`,
};

/** Why a store cannot be used, and what to do, for an operator. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  const known = SQLITE_REASONS[resultCode(error) ?? 0] ?? REASONS[code];
  return known ?? (error.message === '' ? code : error.message);
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Postgres starts, stops, or has no room for one more connection.
  '57P03',
  '57P01',
  '53300',
]);
/** The drivers have only words for these, and Redis for reading its file. */
const AWAY_IN_WORDS = /^(Connection terminated|Socket closed|Connection timeout|timeout exceeded|LOADING )/;

/** Whether the store may be back later by itself. */
const isAway = (error: unknown): boolean =>
  error instanceof TooLate ||
  (error instanceof Error && (AWAY.has(codeOf(error)) || AWAY_IN_WORDS.test(error.message)));

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** The address as an operator knows it; nothing of a password is in it, also where it parses only by half. */
export function withoutPassword(url: string): string {
  if (url.startsWith('sqlite:') || url.startsWith('memory:')) return url;
  const bare = url.replace(/\/\/.*@/s, '//');
  if (!URL.canParse(bare)) return 'of STORE_URL';
  const { protocol, host, pathname } = new URL(bare);
  return `${protocol}//${host}${pathname}`;
}

/** The error itself, or, where a store that was opened has failed, a sentence for an operator. */
export function inWords(error: unknown, url: string): unknown {
  if (!(error instanceof Problem) || error.facts.kind !== 'store-unavailable') return error;
  return saying(`The store ${withoutPassword(url)} cannot be used`, error.cause);
}

/** An error that says what failed, why, and what to do: `Away` where the store may be back later by itself. */
export function saying(what: string, cause: unknown): Error {
  const sentence = `${what}: ${reasonOf(cause)}`;
  return isAway(cause) ? new Away(sentence, { cause }) : new Error(sentence, { cause });
}
