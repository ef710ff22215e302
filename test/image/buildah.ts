import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end and resolves to what it printed. */
export async function run(command: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...args], { maxBuffer: MOST_OUTPUT_BYTES });
  return stdout.trim();
}

/** The part of an image's description that says how its container is started. */
const Description = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Env: z.array(z.string()),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()),
      WorkingDir: z.string(),
      Volumes: z.record(z.string(), z.unknown()),
      Healthcheck: z.object({ Test: z.tuple([z.literal('CMD')]).rest(z.string()) }),
    }),
  }),
});
export type ImageConfig = z.infer<typeof Description>['Docker']['config'];

/** Builds images as root without an engine, and keeps them in a folder of its own until it is removed. */
export class Buildah {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<Buildah> {
    return new Buildah(await mkdtemp(join(tmpdir(), 'apiclient-image-')));
  }

  do(command: string, ...args: readonly string[]): Promise<string> {
    const kept = ['--root', join(this.directory, 'images'), '--runroot', join(this.directory, 'state')];
    return run('buildah', ...kept, '--storage-driver', 'vfs', command, ...args);
  }

  /** Makes an image that holds this folder as its root. */
  async imageOf(folder: string, tag: string): Promise<void> {
    const container = await this.do('from', 'scratch');
    await this.do('copy', '--quiet', container, folder, '/');
    await this.do('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
    await this.do('commit', '--quiet', container, tag);
    await this.do('rm', container);
  }

  /** Where the files of a new container of the image are. */
  async filesOf(tag: string): Promise<string> {
    return this.do('mount', await this.do('from', tag));
  }

  async configOf(tag: string): Promise<ImageConfig> {
    return Description.parse(JSON.parse(await this.do('inspect', '--type', 'image', tag))).Docker.config;
  }

  async remove(): Promise<void> {
    await this.do('rm', '--all');
    await rm(this.directory, { recursive: true, force: true });
  }
}
