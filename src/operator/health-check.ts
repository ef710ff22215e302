/** Asks the bot of this container whether it answers; ends with status 1 where it does not. */
const { HOST = '', PORT = '' } = process.env;
const host = HOST.includes(':') ? `[${HOST}]` : HOST;

try {
  const { status } = await fetch(`http://${host || '127.0.0.1'}:${PORT || '3000'}/healthz`);
  if (status !== 200) throw new Error(`status ${status}`);
} catch (error) {
  process.stderr.write(
    `The bot does not answer: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
