import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSignedBySlack } from '../../../src/slack/transport/signature.js';

const SECRET = 'signing-secret';
const now = new Date('2026-11-24T09:00:00Z');
const seconds = String(now.getTime() / 1000);
const signatureOf = (timestamp: string, body: Uint8Array): string =>
  `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
const isSigned = (body: Uint8Array, signature: string, timestamp = seconds): boolean =>
  isSignedBySlack(
    { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
    Buffer.from(body),
    createSecretKey(SECRET, 'utf8'),
    now,
  );

test('bytes that Slack signed are accepted, whatever they are', () => {
  fc.assert(fc.property(fc.uint8Array(), (body) => isSigned(body, signatureOf(seconds, body))));
});

test('bytes, or a signature, changed anywhere are not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(), (body, at, inSignature) => {
      const signature = signatureOf(seconds, body);
      const changed = body.map((byte, index) => (index === at % body.length ? byte ^ 1 : byte));
      expect(isSigned(changed, signature)).toBe(false);
      const place = inSignature % signature.length;
      expect(isSigned(body, `${signature.slice(0, place)}x${signature.slice(place + 1)}`)).toBe(false);
    }),
  );
});

test('a signature is good for its own timestamp only', () => {
  const body = Buffer.from('command=%2Fapiclient');
  expect(isSigned(body, signatureOf(seconds, body), String(Number(seconds) + 1))).toBe(false);
});
