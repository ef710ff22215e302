/**
 * The next instant after `now` of a regular series. Its phase is spread by a key, so that not everything falls due at
 * once. Looks at the same thing share their instants, so that two of them become one.
 */
export function nextMark(now: Date, everyMs: number, spreadBy: string): Date {
  const phase = hashOf(spreadBy) % everyMs;
  return new Date((Math.floor((now.getTime() - phase) / everyMs) + 1) * everyMs + phase);
}

/** FNV-1a: short, and good enough to spread. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
