import { accessSync, constants } from 'node:fs';

/** These check the server's certificate like `verify-full`; the driver warns that it will let them check less. */
const CHECK_LESS_ELSEWHERE = new Set(['prefer', 'require', 'verify-ca']);

/** An address whose TLS, where it asks for any, checks the server's certificate, unless it says `no-verify`. */
export function withCheckedCertificate(address: string): string {
  const url = new URL(address);
  const mode = url.searchParams.get('sslmode') ?? '';
  const authority = url.searchParams.get('sslrootcert');
  if (authority !== null) refuseUnreadable(authority);
  if (!CHECK_LESS_ELSEWHERE.has(mode)) return address;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}

function refuseUnreadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    throw new Error(`sslrootcert names ${file}, which cannot be read: correct it in STORE_URL`, { cause });
  }
}
