import { z } from 'zod';
import { AlphausUserName, type AlphausUser } from '../core/model/api-client.js';
import { json } from './body.js';
import type { Call } from './http.js';

const WhoAmI = z.object({
  id: AlphausUserName,
  parent: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

/** Blue's word on who holds the access token; both flavours' tokens are the same. */
export function whoAmI(blueUrl: string): Call<AlphausUser> {
  const read = json('whoami', WhoAmI);
  return {
    operation: 'whoami',
    method: 'GET',
    url: `${blueUrl}/iam/v1/whoami`,
    read: async (body) => callerOf(await read(body)),
  };
}

/** The vendor names no field as "the name in a path", only what it looks like: an e-mail address or a username. */
function callerOf({ id, parent, metadata }: z.output<typeof WhoAmI>): AlphausUser {
  const facts = Object.entries(metadata ?? {});
  if (parent) {
    const username = AlphausUserName.safeParse(metadata?.['username']);
    return { kind: 'subuser', name: username.success ? username.data : id };
  }
  if (looksLikeEmail(id)) return { kind: 'root', name: id };
  const candidates = [
    metadata?.['email'],
    ...facts.filter(([key]) => /email$/i.test(key)).map(([, value]) => value),
  ];
  for (const candidate of candidates) {
    const email = AlphausUserName.safeParse(candidate);
    if (email.success && looksLikeEmail(email.data)) return { kind: 'root', name: email.data };
  }
  return { kind: 'root', name: id };
}

function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}
