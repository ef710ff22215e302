import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What an access token says about who holds it. */
const Claims = z.object({
  use: z.literal('access'),
  sub: z.string(),
  client_id: z.string(),
  product: z.enum(['ripple', 'wave']),
  exp: z.number(),
});
type Claims = z.infer<typeof Claims>;
export type Holder = Pick<Claims, 'sub' | 'client_id' | 'product'>;

/** JSON Web Tokens (HS256), signed by a key that nobody else has. */
export class AccessTokens {
  readonly #now: () => number;
  readonly lifetimeSeconds: number;
  #key = randomBytes(32);

  constructor(now: () => number, lifetimeSeconds: number) {
    this.#now = now;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  issue(use: 'access' | 'id' | 'refresh', holder: Holder): string {
    const iat = Math.floor(this.#now() / 1000);
    const claims = {
      iss: 'sandbox',
      ...holder,
      use,
      iat,
      exp: iat + this.lifetimeSeconds,
      jti: randomUUID(),
    };
    const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
    return `${signed}.${this.#signature(signed).toString('base64url')}`;
  }

  /** `undefined` for a token that is forged, expired, revoked, or not an access token. */
  holderOf(token: string): Holder | undefined {
    const [, signed = '', claims = '', signature = ''] = /^([\w-]+\.([\w-]+))\.([\w-]+)$/.exec(token) ?? [];
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#signature(signed);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const read = Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    return read.success && read.data.exp * 1000 > this.#now() ? read.data : undefined;
  }

  /** From now on every token that was issued so far is refused. */
  revokeAll(): void {
    this.#key = randomBytes(32);
  }

  #signature(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
