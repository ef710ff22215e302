import { z } from 'zod';
import { Secret } from '../../core/model/secret.js';

/** A secret in a record of a sealed store: text there, a `Secret` everywhere else. */
export const SecretText = z.codec(z.string().min(1), z.instanceof(Secret), {
  decode: (text) => new Secret(text),
  encode: (secret) => secret.reveal(),
});
