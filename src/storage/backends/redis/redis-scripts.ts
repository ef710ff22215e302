import { createHash } from 'node:crypto';

/** A Lua script of which Redis is sent the whole text only when it does not know it. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

const script = (text: string): RedisScript => ({
  text,
  sha: createHash('sha1').update(text).digest('hex'),
});

/** Entries of expired keys that each script takes out of the two sorted sets: more than it may put in. */
const SWEPT_BY_A_SCRIPT = 50;

/**
 * KEYS[1]: all keys, sorted by their bytes. KEYS[2]: keys with a lifetime, sorted by its end. ARGV[1]: what stands before
 * each key. Redis removes an expired key by itself, and not its entries: those are found by their end.
 */
const SORTED_SETS = `
local all, ends, space = KEYS[1], KEYS[2], ARGV[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function forget(key)
  redis.call('ZREM', all, key)
  redis.call('ZREM', ends, key)
end
local function sweep(most)
  local over = redis.call('ZRANGE', ends, '-inf', now, 'BYSCORE', 'LIMIT', 0, most)
  local gone = 0
  for _, key in ipairs(over) do
    if redis.call('EXISTS', space .. key) == 0 then
      forget(key)
      gone = gone + 1
    else redis.call('ZREM', ends, key) end
  end
  return gone
end
`;

/**
 * ARGV: space, number of conditions, of puts, of deletes; then per condition: key, "absent" or "text", text; per put:
 * key, text, lifetime in milliseconds or ""; per delete: key. Returns {1} or {0, standing texts or false}.
 */
export const COMMIT = script(`${SORTED_SETS}
local at = 5
local function take()
  at = at + 1
  return ARGV[at - 1]
end
local standing, holds = {}, true
for number = 1, tonumber(ARGV[2]) do
  local text, kind, wanted = redis.call('GET', space .. take()), take(), take()
  standing[number] = text
  if kind == 'absent' then holds = holds and text == false
  else holds = holds and text == wanted end
end
if not holds then return {0, standing} end
for number = 1, tonumber(ARGV[3]) do
  local key, text, lifetime = take(), take(), take()
  if lifetime == '' then
    redis.call('SET', space .. key, text)
    redis.call('ZREM', ends, key)
  else
    redis.call('SET', space .. key, text, 'PX', lifetime)
    redis.call('ZADD', ends, now + lifetime, key)
  end
  redis.call('ZADD', all, 0, key)
end
for number = 1, tonumber(ARGV[4]) do
  local key = take()
  redis.call('DEL', space .. key)
  forget(key)
end
sweep(${SWEPT_BY_A_SCRIPT})
return {1}`);

/**
 * ARGV: space, lower bound, upper bound, number of records, "forwards" or "backwards". Returns {last key looked at or
 * "" at the end, keys, texts}: fewer records than asked for where some have expired.
 */
export const SCAN = script(`${SORTED_SETS}
local low, high, limit = ARGV[2], ARGV[3], tonumber(ARGV[4])
local found
if ARGV[5] == 'backwards' then found = redis.call('ZRANGE', all, high, low, 'BYLEX', 'REV', 'LIMIT', 0, limit)
else found = redis.call('ZRANGE', all, low, high, 'BYLEX', 'LIMIT', 0, limit) end
local keys, texts = {}, {}
for _, key in ipairs(found) do
  local text = redis.call('GET', space .. key)
  if text then
    keys[#keys + 1] = key
    texts[#texts + 1] = text
  else forget(key) end
end
return {#found < limit and '' or found[#found], keys, texts}`);

/** ARGV: space, keys without what stands before them. Puts those that exist into the sorted sets. */
export const INDEX = script(`${SORTED_SETS}
for number = 2, #ARGV do
  local key = ARGV[number]
  local lifetime = redis.call('PTTL', space .. key)
  if lifetime ~= -2 then redis.call('ZADD', all, 0, key) end
  if lifetime >= 0 then redis.call('ZADD', ends, now + lifetime, key) end
end
return 0`);

/** ARGV: space, most entries to take out. Returns how many were looked at. */
export const SWEEP = script(`${SORTED_SETS}
return sweep(tonumber(ARGV[2]))`);
