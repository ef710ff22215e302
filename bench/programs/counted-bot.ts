import { startBot } from '../../src/bot/start-bot.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { type StoreOperation, watched } from './watched-store.js';

/** The bot, which tells the process that started it what it asked of its store. */
let operations: StoreOperation[] = [];
const config = readConfig(process.env);
const latencyMs = Number(process.env['STORE_LATENCY_MS'] ?? 0);

process.on('message', (question) => {
  if (question !== 'operations') return;
  process.send?.(operations);
  operations = [];
});
process.channel?.unref();

const bot = await startBot(config, createLog(config.LOG_LEVEL), {
  wrapBackend: (backend) =>
    watched(backend, { latencyMs, asked: (operation) => void operations.push(operation) }),
});

process.on('SIGTERM', () => void bot.stop().then(() => process.exit()));
