import { z } from 'zod';
import { Secret } from './core/model/secret.js';
import { parseKeys, type SealingKeys } from './storage/sealing/seal.js';
import { type WeakKey, weakKeys } from './storage/sealing/weak-keys.js';

export const text = z.string().trim().min(1, { error: 'is empty' });
export const secret = text.transform((value) => new Secret(value));
export const tokenOf = (prefix: string, error: string) =>
  text.startsWith(prefix, { error }).transform((value) => new Secret(value));

export const yesOrNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((value) => value === 'true');

export const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((url) => url.replace(/\/+$/, ''));

/** A secret that nobody guesses: Slack sends back what it signs, so somebody who guesses it can begin installations. */
export const longSecret = text
  .refine((value) => value.length >= 32 && new Set(value).size >= 10, {
    error: 'must be at least 32 random characters: `openssl rand -base64 32` prints some',
  })
  .transform((value) => new Secret(value));

/** Whether what is sent there leaves this machine unencrypted. */
export function isInClear(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The keys of the store; `refused`: those of the weak ones that may not be there. */
export const encryptionKeys = (
  refused: (keys: SealingKeys, weak: readonly WeakKey[]) => WeakKey | undefined,
) =>
  z
    .string({ error: 'is required: `npm run keys` prints a new value' })
    .superRefine((value, context) => {
      const wrong = wrongWith(value, refused);
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
    })
    .transform((value) => new Secret(value));

function wrongWith(value: string, refused: Parameters<typeof encryptionKeys>[0]): string | undefined {
  try {
    const keys = parseKeys(value);
    const weak = refused(keys, weakKeys(keys));
    return (
      weak &&
      `has key ${weak.id}, which ${weak.why}. \`npm run keys\` prints a new value. Is the store sealed with ${weak.id}? Stop the bot, put the new key before it, and run \`npm run reseal\``
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.replace(/^ENCRYPTION_KEYS /, '');
  }
}

/** An address without a scheme means http, as everywhere. Its password is as secret as any other. */
export const proxy = text
  .transform((given) => (given.includes('://') ? given : `http://${given}`))
  .pipe(
    z.url({
      protocol: /^https?$/,
      error:
        'must be an address such as http://proxy.example.com:3128; what is no letter or digit in its password has to be percent-encoded',
    }),
  )
  .transform((address) => new Secret(address))
  .optional();

const STORES = /^(sqlite:\/\/.+|memory:|(rediss?|postgres(ql)?):\/\/.+)$/;

/** The address of the store. An error about it never shows its password. */
export const storeUrl = z
  .string()
  .trim()
  .regex(STORES, { error: 'must be sqlite://PATH, redis://…, rediss://… or postgres://…' })
  .refine(isReadable, {
    error:
      'cannot be read: percent-encode what is special in its user and password (# is %23, / is %2F, ? is %3F, % is %25, @ is %40)',
  });

/** Whether an address says to any reader of it where the password ends. */
function isReadable(url: string): boolean {
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.*)$/s.exec(url) ?? [];
  if (scheme === 'sqlite' || scheme === '') return true;
  const credentials = rest.slice(0, Math.max(0, rest.lastIndexOf('@')));
  return URL.canParse(url) && !/[/?#@\s]|%(?![0-9a-f]{2})/i.test(credentials);
}
