import { describe, expect, test } from 'vitest';
import { FetchLanes } from '../../src/http/fetch-lanes.js';
import type { HttpAnswer, HttpRequest } from '../../src/core/http.js';

/** A network whose answers come when a test says so. */
function network(stuckAfterMs = 60_000) {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const lanes = new FetchLanes((input) => {
    asked.push(new URL(input).href.replace('https://slack.example/', ''));
    return new Promise((resolve) => answers.push(() => resolve(new Response())));
  }, stuckAfterMs);
  const call = (workspace: string, times: number, init?: HttpRequest): readonly Promise<HttpAnswer>[] =>
    Array.from({ length: times }, () => lanes.of(workspace)(`https://slack.example/${workspace}`, init));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async () => {
    answers.shift()?.();
    await settle();
  };
  return { lanes, asked, call, settle, answer };
}

describe('calls of many workspaces to one host', () => {
  test('use few connections, of which one workspace leaves some to the others', async () => {
    const { asked, call, settle } = network();
    void call('busy', 50);
    await settle();
    expect(asked).toEqual(Array.from({ length: 6 }, () => 'busy'));
    void call('other', 5);
    await settle();
    expect(asked.slice(6)).toEqual(['other', 'other']);
  });

  test('take turns by workspace, however much one of them asks', async () => {
    const { asked, call, settle, answer } = network();
    void call('busy', 20);
    void call('a', 2);
    void call('b', 2);
    await settle();
    for (let times = 0; times < 5; times += 1) await answer();
    expect(asked.slice(6, 12)).toEqual(['a', 'a', 'busy', 'b', 'busy', 'b']);
  });

  test('that hang keep the others waiting for a moment only', async () => {
    const { asked, call } = network(20);
    void call('hanging', 6);
    void call('hanging too', 6);
    void call('third', 1);
    await expect.poll(() => asked).toContain('third');
  });

  test('that nobody waits for any more are not sent', async () => {
    const { asked, call, settle, answer } = network();
    void call('busy', 6);
    const [given] = call('busy', 1, { signal: AbortSignal.abort(new Error('too late')) });
    const leaving = new AbortController();
    const [left] = call('busy', 1, { signal: leaving.signal });
    leaving.abort(new Error('gone'));
    await expect(given).rejects.toThrow('too late');
    await expect(left).rejects.toThrow('gone');
    await settle();
    await answer();
    expect(asked).toHaveLength(6);
  });

  test('to different hosts do not wait for each other', async () => {
    const { lanes, asked, call, settle } = network();
    void call('busy', 8);
    void lanes.of('busy')('https://alphaus.example/');
    await settle();
    expect(asked.at(-1)).toBe('https://alphaus.example/');
  });
});
