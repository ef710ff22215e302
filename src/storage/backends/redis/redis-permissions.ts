type Command = readonly [name: string, ...args: string[]];

/** Each command that the bot sends, or that its scripts call, on keys that no record has. */
function needed(space: string): readonly Command[] {
  const [text, set] = [`${space}::permission`, `${space}::permissions`];
  return [
    ['PING'],
    ['INFO', 'server'],
    ['TIME'],
    ['EVAL', 'return 0', '0'],
    ['EVALSHA', '0'.repeat(40), '0'],
    ['SCAN', '0', 'COUNT', '1'],
    ['SET', text, 'tried', 'PX', '1000'],
    ['GET', text],
    ['MGET', text],
    ['EXISTS', text],
    ['PTTL', text],
    ['ZADD', set, '0', 'tried'],
    ['ZRANGE', set, '-', '+', 'BYLEX', 'LIMIT', '0', '1'],
    ['ZREM', set, 'tried'],
    ['DEL', text, set],
  ];
}

/** Throws a sentence that names what the user of the connection may not do; other refusals say more later on. */
export async function refuseWithoutPermission(
  send: (command: string[]) => Promise<unknown>,
  space: string,
): Promise<void> {
  const commands = needed(space);
  const outcomes = await Promise.allSettled(commands.map((command) => send([...command])));
  const denied = commands.filter((_, index) => isDenied(outcomes[index])).map(([name]) => name);
  if (denied.length === 0) return;
  throw new Error(
    `its user may not run ${denied.join(', ')} on keys that begin with ${space}: permit it with ACL SETUSER (docs/operations.md, "Redis", has the whole line)`,
  );
}

const isDenied = (outcome: PromiseSettledResult<unknown> | undefined): boolean =>
  outcome?.status === 'rejected' &&
  outcome.reason instanceof Error &&
  outcome.reason.message.startsWith('NOPERM');
