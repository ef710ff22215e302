import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readState } from '../state-directory.js';
import type { SandboxClient } from './api-clients.js';

const State = z.object({
  clients: z.array(
    z.object({
      id: z.string(),
      secret: z.string(),
      name: z.string(),
      user: z.string(),
      product: z.enum(['ripple', 'wave']),
      createTime: z.string(),
    }),
  ),
});

/** `undefined` when nothing was written yet. Throws `StateUnreadable`. */
export function keptClients(path: string): readonly SandboxClient[] | undefined {
  return existsSync(path) ? readState(path, readFileSync(path, 'utf8'), State).clients : undefined;
}

export function writeState(path: string, clients: readonly SandboxClient[]): void {
  const written = `${path}.new`;
  writeFileSync(written, JSON.stringify({ clients }), { mode: 0o600 });
  renameSync(written, path);
}
