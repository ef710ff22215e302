import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageConfig } from './buildah.js';

/** What an engine does with `--read-only`: only the volume can be written. */
const MOUNT_AND_START = `set -e
root=$1 volume=$2 data=$3
shift 3
mount --bind "$root" "$root"
mount --bind "$data" "$root$volume"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
exec chroot "$@"`;

interface ContainerOptions {
  /** The image's files. */
  readonly files: string;
  readonly config: ImageConfig;
  /** A folder of this machine that is the container's volume. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Ended {
  readonly status: unknown;
  readonly out: string;
  readonly err: string;
}

/** A container on this machine's network, with processes, a root and an environment of its own. */
export class Container {
  readonly #options: ContainerOptions;
  readonly #program: number;
  #out = '';
  #err = '';
  #isOver = false;
  readonly ended: Promise<Ended>;

  private constructor(options: ContainerOptions, command: readonly string[]) {
    this.#options = options;
    const { files, config, data, environment } = options;
    const [volume = ''] = Object.keys(config.Volumes);
    const variables = [
      ...config.Env,
      ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ];
    const inside = ['env', '--ignore-environment', `--chdir=${config.WorkingDir}`, ...variables, ...command];
    const start = ['start', files, volume, data, `--userspec=${config.User}`, files, ...inside];
    const own = ['--mount', '--pid', '--fork', '--kill-child'];
    const child = spawn('unshare', [...own, 'sh', '-c', MOUNT_AND_START, ...start], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => {
      this.#out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.#err += chunk.toString();
    });
    this.#program = child.pid ?? 0;
    this.ended = once(child, 'close').then(([code, signal]: unknown[]) => {
      this.#isOver = true;
      return { status: code ?? signal, out: this.#out, err: this.#err };
    });
  }

  /** Starts what the image says, as its process 1. */
  static start(options: ContainerOptions): Container {
    const { Entrypoint, Cmd } = options.config;
    return new Container(options, [...(Entrypoint ?? []), ...Cmd]);
  }

  /** Runs another command of the image beside it, on the same volume. */
  run(...command: readonly string[]): Promise<Ended> {
    return new Container(this.#options, command).ended;
  }

  get out(): string {
    return this.#out;
  }

  /** Resolves when it has printed that, to what the groups found. */
  async prints(pattern: RegExp): Promise<readonly string[]> {
    for (;;) {
      const found = pattern.exec(this.#out);
      if (found !== null) return found.slice(1);
      if (this.#isOver) throw new Error(`the container ended: ${this.#out}${this.#err}`);
      await sleep(50);
    }
  }

  /** What the kernel says of its process 1. */
  async firstProcess(): Promise<{
    readonly command: string;
    readonly numberInside: string;
    readonly user: string;
  }> {
    const id = await this.#idOfFirst();
    const status = await readFile(`/proc/${id}/status`, 'utf8');
    return {
      command: (await readFile(`/proc/${id}/cmdline`, 'utf8')).split('\0').join(' ').trim(),
      numberInside: /^NSpid:.*\t(\d+)$/m.exec(status)?.[1] ?? '',
      user: /^Uid:\t(\d+)/m.exec(status)?.[1] ?? '',
    };
  }

  async stop(): Promise<Ended> {
    process.kill(await this.#idOfFirst(), 'SIGTERM');
    return this.ended;
  }

  /** Ends it at once, where it has not ended. */
  async kill(): Promise<void> {
    if (!this.#isOver) process.kill(await this.#idOfFirst(), 'SIGKILL');
    await this.ended;
  }

  async #idOfFirst(): Promise<number> {
    return Number(await readFile(`/proc/${this.#program}/task/${this.#program}/children`, 'utf8'));
  }
}
