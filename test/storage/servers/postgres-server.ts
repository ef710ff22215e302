import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../../sandbox/free-port.js';

const INSTALLED_UNDER = '/usr/lib/postgresql';

/** A Postgres of our own, to be stopped and started again. */
export class PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly #binaries = newestBinaries();
  readonly #owner = unprivileged();
  readonly #directory = mkdtempSync(join(tmpdir(), 'apiclient-postgres-'));
  #process: ChildProcess | undefined;

  readonly #settings: Readonly<Record<string, string>>;

  private constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.port = port;
    this.#settings = settings;
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  }

  /** A standby of another server of this machine, which follows it. */
  static async standbyOf(primary: PostgresServer): Promise<PostgresServer> {
    const server = new PostgresServer(await freePort(), {});
    server.#own();
    server.#run(
      'pg_basebackup',
      '-h',
      '127.0.0.1',
      '-p',
      `${primary.port}`,
      '-U',
      'postgres',
      '-D',
      server.#data,
      '-R',
      '-c',
      'fast',
    );
    await server.start();
    return server;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
    const server = new PostgresServer(await freePort(), settings);
    server.#initialize();
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const settings = [
      ['listen_addresses', '127.0.0.1'],
      ['unix_socket_directories', ''],
      ['shared_buffers', '16MB'],
      ...Object.entries(this.#settings),
    ].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(
      join(this.#binaries, 'postgres'),
      ['-D', this.#data, '-p', `${this.port}`, ...settings],
      { cwd: this.#directory, stdio: ['ignore', 'ignore', 'pipe'], ...this.#owner },
    );
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      if (/ready to accept (read-only )?connections/.test(line)) {
        this.#process = child;
        // Unread output would hold the server up.
        child.stderr.resume();
        return;
      }
      said.push(line);
    }
    throw new Error(`Postgres did not start: ${said.join('\n')}`);
  }

  /** Ends it and all its connections at once, as a crash does: at its next start it reads what it has logged. */
  async kill(): Promise<void> {
    if (this.#process === undefined) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGQUIT');
    await ended;
    this.#process = undefined;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true });
  }

  get #data(): string {
    return join(this.#directory, 'data');
  }

  #initialize(): void {
    this.#own();
    this.#run(
      'initdb',
      '-D',
      this.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
    );
  }

  #own(): void {
    const { uid, gid } = this.#owner;
    if (uid !== undefined && gid !== undefined) chownSync(this.#directory, uid, gid);
  }

  #run(program: string, ...args: readonly string[]): void {
    const how = { cwd: this.#directory, ...this.#owner };
    execFileSync(join(this.#binaries, program), [...args], { ...how, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

function newestBinaries(): string {
  const versions = existsSync(INSTALLED_UNDER) ? readdirSync(INSTALLED_UNDER) : [];
  const newest = versions.toSorted((one, other) => Number(other) - Number(one))[0] ?? '';
  const binaries = join(INSTALLED_UNDER, newest, 'bin');
  for (const name of ['initdb', 'postgres']) {
    if (!existsSync(join(binaries, name))) {
      throw new Error(`There is no ${INSTALLED_UNDER}/*/bin/${name}: install PostgreSQL's server`);
    }
  }
  return binaries;
}

/** Postgres refuses to run as root: then it runs as its own user. */
export function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
