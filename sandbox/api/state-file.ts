import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
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

/** `undefined` when nothing was written yet; a file that is no state is an error. */
export function readState(path: string): readonly SandboxClient[] | undefined {
  return existsSync(path) ? State.parse(JSON.parse(readFileSync(path, 'utf8'))).clients : undefined;
}

export function writeState(path: string, clients: readonly SandboxClient[]): void {
  const written = `${path}.new`;
  writeFileSync(written, JSON.stringify({ clients }), { mode: 0o600 });
  renameSync(written, path);
}
