import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../../sandbox/free-port.js';
import { unprivileged } from './postgres-server.js';

const PROGRAM = '/usr/sbin/pgbouncer';

/** Why tests with the real PgBouncer cannot run here; absent where they can. */
export const noPgBouncer = existsSync(PROGRAM) ? undefined : `there is no ${PROGRAM}: install pgbouncer`;

/** A PgBouncer of our own before a Postgres of this machine: in transaction mode, and else as it comes. */
export class PgBouncer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #directory: string;

  private constructor(url: string, child: ChildProcess, directory: string) {
    this.url = url;
    this.#child = child;
    this.#directory = directory;
  }

  static async before(postgres: string): Promise<PgBouncer> {
    const { hostname, port: far, username, pathname } = new URL(postgres);
    const directory = mkdtempSync(join(tmpdir(), 'apiclient-pgbouncer-'));
    const port = await freePort();
    const settings = join(directory, 'pgbouncer.ini');
    writeFileSync(
      settings,
      `[databases]
* = host=${hostname} port=${far} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
`,
    );
    const { uid, gid } = unprivileged();
    if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
    const child = spawn(PROGRAM, [settings], { stdio: ['ignore', 'ignore', 'pipe'], uid, gid });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      if (!line.includes('process up')) continue;
      child.stderr.resume();
      return new PgBouncer(`postgres://${username}@127.0.0.1:${port}${pathname}`, child, directory);
    }
    throw new Error(`PgBouncer did not start: ${said.join('\n')}`);
  }

  async remove(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#directory, { recursive: true });
  }
}
