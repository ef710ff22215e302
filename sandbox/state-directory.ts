import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Identity = z.strictObject({
  version: z.literal(1),
  signingSecret: z.string().min(1),
  botToken: z.string().min(1),
  encryptionKeys: z.string().min(1),
});
/** What Slack and the bot's store know the bot by; a store opens with the keys that it was made with only. */
export type Identity = Readonly<z.infer<typeof Identity>>;

/** The folder where a sandbox keeps what outlives it. */
export interface StateDirectory {
  readonly identity: Identity;
  readonly apiState: string;
  readonly slackState: string;
  readonly clockState: string;
  /** The bot's SQLite file. */
  readonly botStore: string;
  readonly botLog: string;
}

/** Files of the sandbox's state that make no sense: the message is a sentence for the terminal. */
export class StateUnreadable extends Error {
  constructor(path: string, why: string) {
    super(
      `The sandbox's state cannot be read: ${path} (${why}). \`npm run sandbox -- --fresh\` throws it away and starts over.`,
    );
  }
}

/** The directory `dir`, emptied first when it is to be `fresh`. Throws `StateUnreadable`. */
export async function openStateDirectory(dir: string, fresh: boolean): Promise<StateDirectory> {
  if (fresh) await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const botLog = join(dir, 'bot.log');
  // Only the log of the last start is kept, because a log is read while its sandbox runs.
  await rm(botLog, { force: true });
  return {
    identity: await identityIn(join(dir, 'identity.json')),
    apiState: join(dir, 'api.json'),
    slackState: join(dir, 'slack.json'),
    clockState: join(dir, 'clock.json'),
    botStore: join(dir, 'bot.sqlite'),
    botLog,
  };
}

async function identityIn(path: string): Promise<Identity> {
  const kept = await contentOf(path);
  if (kept !== undefined) return readState(path, kept, Identity);
  const made: Identity = {
    version: 1,
    signingSecret: randomBytes(16).toString('hex'),
    botToken: `xoxb-sandbox-${randomBytes(12).toString('hex')}`,
    encryptionKeys: `sandbox:${randomBytes(32).toString('base64')}`,
  };
  await writeFile(path, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** The JSON `text` of the file at `path`, as `schema` wants it. Throws `StateUnreadable`. */
export function readState<State>(path: string, text: string, schema: z.ZodType<State>): State {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StateUnreadable(path, 'it is not JSON');
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new StateUnreadable(path, `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
