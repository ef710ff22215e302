import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readState } from '../state-directory.js';
import type { Standing } from './api-clients.js';

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
  deleted: z.array(z.string()).default([]),
});

/** `undefined` when nothing was written yet. Throws `StateUnreadable`. */
export function keptClients(path: string): Standing | undefined {
  return existsSync(path) ? readState(path, readFileSync(path, 'utf8'), State) : undefined;
}

export function writeState(path: string, standing: Standing): void {
  const written = `${path}.new`;
  writeFileSync(written, JSON.stringify(standing), { mode: 0o600 });
  renameSync(written, path);
}
