/** Loaded into the bot's process before it: a sandbox that is killed outright does not leave its bot behind. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
