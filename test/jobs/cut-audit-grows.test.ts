import { expect, it } from 'vitest';
import { defaultPolicy } from '../../src/core/rights/policy.js';
import { cutAudit } from '../../src/jobs/cut-audit.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { sealed } from '../../src/storage/sealing/sealed-backend.js';
import { workspaceRules } from '../../src/storage/records/rules/workspace-rules.js';
import { keys } from '../storage/audit/exporting.js';
import { event, trailOver, workspace } from '../storage/audit/trail.js';

const DAY_MS = 24 * 3_600_000;
const KEPT_DAYS = 10;

it('a trail that is kept for ten days is cut a few times a day, and an idle workspace comes to rest', async () => {
  const backend = memoryBackend();
  let time = Date.UTC(2026, 0, 1);
  const now = () => new Date(time);
  const opened = sealed(backend, keys, { isSealed: (key) => key.startsWith('audit-anchor:') });
  const audit = trailOver(opened, { now });
  const rules = workspaceRules(backend);
  await rules.change(workspace, (current) => ({
    ...current,
    policy: { ...defaultPolicy, auditKeptDays: KEPT_DAYS },
  }));
  // One day of work: a record every ten minutes. Nothing ever happens after it.
  for (let record = 0; record < 144; record += 1) {
    await audit.append(workspace, event());
    time += 10 * 60_000;
  }
  const end = time + 4 * KEPT_DAYS * DAY_MS;
  let cuts = 0;
  // As the agenda does: the next look is when the last one said, at the earliest a second later.
  for (let next = await cutAudit({ workspace, audit, rules, now, reference: 'JOB' }); next !== undefined; ) {
    time = Math.max(next.getTime(), time + 1_000);
    if (time > end) break;
    const before = (await audit.head(workspace)).sequence;
    next = await cutAudit({ workspace, audit, rules, now, reference: 'JOB' });
    if ((await audit.head(workspace)).sequence > before) cuts += 1;
  }
  const { sequence } = await audit.head(workspace);
  // 144 records were of people; each cut writes two more.
  expect({ cutsIsAtMostTwoADay: cuts <= 80, cuts, ofTheBotItself: sequence - 144 }).toMatchObject({
    cutsIsAtMostTwoADay: true,
  });
});
