import { assert, constantFrom, nat, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encryptionKey } from '../../encryption-keys.js';
import { open, parseKeys, seal, sealedWith } from '../../../src/storage/sealing/seal.js';

const keys = parseKeys(encryptionKey('k1'));
const rotated = parseKeys(`${encryptionKey('k2')},${encryptionKey('k1')}`);
const text = string({ unit: 'binary' });

describe('a sealed text', () => {
  it('opens to exactly what was sealed, whatever characters it and its key have', () => {
    assert(
      property(tuple(text, text), ([storageKey, content]) => {
        const sealed = seal(keys, storageKey, content);
        expect(open(keys, storageKey, sealed)).toEqual({ text: content, stale: false });
        expect(sealedWith(sealed)).toBe('k1');
      }),
    );
  });

  it('looks different every time and shows nothing of what is in it', () => {
    const token = 'xoxb-0123456789-secret';
    const first = seal(keys, 'key', token);
    expect(first).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+$/);
    expect(seal(keys, 'key', token)).not.toBe(first);
    expect(Buffer.from(first.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  it('does not open under any other storage key', () => {
    assert(
      property(text, text, text, (here, there, content) => {
        if (here === there) return;
        expect(() => open(keys, there, seal(keys, here, content))).toThrow('does not open');
      }),
    );
  });

  it('does not open after any change of any character', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n'.split('');
    assert(
      property(text, nat(), constantFrom(...alphabet), (content, place, character) => {
        const sealed = seal(keys, 'key', content);
        const at = place % sealed.length;
        if (sealed[at] === character) return;
        const altered = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(() => open(keys, 'key', altered)).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('does not open when cut short or prolonged', () => {
    const sealed = seal(keys, 'key', 'content');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => open(keys, 'key', sealed.slice(0, length))).toThrow();
    }
    for (const more of ['A', 'AAAA', '=', '.', '.x'])
      expect(() => open(keys, 'key', sealed + more)).toThrow();
  });

  it('is stale once another key is the first, and opens all the same', () => {
    const sealed = seal(keys, 'key', 'content');
    expect(open(rotated, 'key', sealed)).toEqual({ text: 'content', stale: true });
    const anew = seal(rotated, 'key', 'content');
    expect(open(rotated, 'key', anew)).toEqual({ text: 'content', stale: false });
    expect(() => open(keys, 'key', anew)).toThrow('sealed with a key that we lack');
  });

  it('does not open with another key of the same id, nor when its id is exchanged', () => {
    const sealed = seal(keys, 'key', 'content');
    expect(() => open(parseKeys(encryptionKey('k1', 'another')), 'key', sealed)).toThrow('does not open');
    expect(() => open(rotated, 'key', sealed.replace('.k1.', '.k2.'))).toThrow('does not open');
    const sameBytes = parseKeys(encryptionKey('k2', 'k1'));
    expect(() => open(sameBytes, 'key', sealed.replace('.k1.', '.k2.'))).toThrow('does not open');
  });

  it('is never taken for a plain one, nor a plain one for it', () => {
    expect(() => open(keys, 'key', '{"value":"plain"}')).toThrow('is not sealed');
    expect(sealedWith('{"value":"v1.k1.x"}')).toBeUndefined();
  });
});

describe('ENCRYPTION_KEYS', () => {
  it('may have spaces around entries and both alphabets of base64', () => {
    const bytes = (first: number) => Buffer.from([first, ...Buffer.alloc(31, 0xfb)]);
    const both = parseKeys(` a:${bytes(1).toString('base64')} , b:${bytes(2).toString('base64url')} `);
    expect([both.first.id, ...both.all.keys()]).toEqual(['a', 'a', 'b']);
  });

  it('is refused with what is wrong, without showing a key', () => {
    const short = Buffer.alloc(31, 7).toString('base64');
    const named = (id: string) => encryptionKey(id, 'k1');
    const refusals = ['', 'k1', named(''), named('k 1'), named('k.1'), `${named('k1')},`, `k1:${short}`];
    refusals.push(`${named('k1')},${encryptionKey('k1', 'another')}`);
    for (const value of refusals) {
      expect(() => parseKeys(value)).toThrow(/^ENCRYPTION_KEYS/);
      expect(() => parseKeys(value)).not.toThrow(/[A-Za-z0-9+/]{30}/);
    }
  });
});
