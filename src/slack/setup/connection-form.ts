import type { KnownBlock } from '@slack/types';
import { ClientId } from '../../core/model/ids.js';
import type { ConnectedAccount, Credentials } from '../../core/connection/connection.js';
import { Flavour, Product } from '../../core/model/product.js';
import { Secret } from '../../core/model/secret.js';
import { plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import { oneOf } from '../view/inputs.js';
import type { Words } from '../text/words.js';

export const field = {
  product: 'connection.product',
  flavour: 'connection.flavour',
  clientId: 'connection.client-id',
  clientSecret: 'connection.client-secret',
} as const;

/** The part of the view in which an account is connected. */
export function connectionFields(
  { setup: { form, products, flavours } }: Words,
  accounts: readonly ConnectedAccount[],
): readonly KnownBlock[] {
  const missing = Product.options.find((product) => !accounts.some((account) => account.product === product));
  return [
    { type: 'header', text: plain(accounts.length === 0 ? form.first : form.another) },
    oneOf({
      id: field.product,
      label: form.product,
      hint: form.productHint,
      choices: Product.options.map((value) => ({ value, text: products[value] })),
      chosen: [missing ?? 'ripple'],
    }),
    oneOf({
      id: field.flavour,
      label: form.flavour,
      hint: form.flavourHint,
      choices: Flavour.options.map((value) => ({ value, text: flavours[value] })),
      chosen: ['legacy'],
    }),
    textInput(form.clientId, field.clientId, { hint: form.clientIdHint }),
    textInput(form.clientSecret, field.clientSecret, { hint: form.clientSecretHint }),
  ];
}

/** What was entered as credentials, or what is wrong with which field. */
export function readFields(
  { setup: { form } }: Words,
  fields: Fields,
): { credentials: Credentials } | { errors: Record<string, string> } {
  const product = Product.safeParse(fields.chosen(field.product)).data;
  const flavour = Flavour.safeParse(fields.chosen(field.flavour)).data;
  const clientId = ClientId.safeParse(fields.text(field.clientId).trim()).data;
  const secret = fields.text(field.clientSecret).trim();
  if (product === undefined || flavour === undefined || clientId === undefined || secret === '') {
    return {
      errors: {
        ...(product === undefined && { [field.product]: form.choose }),
        ...(flavour === undefined && { [field.flavour]: form.choose }),
        ...(clientId === undefined && { [field.clientId]: form.clientIdInvalid }),
        ...(secret === '' && { [field.clientSecret]: form.clientSecretInvalid }),
      },
    };
  }
  return { credentials: { product, flavour, clientId, clientSecret: new Secret(secret) } };
}

export const connectionDrawing = (
  { setup: { form } }: Words,
  blocks: readonly KnownBlock[],
  submits: boolean,
): Drawing => ({
  title: form.title,
  ...(submits && { submit: form.submit }),
  close: form.close,
  blocks: [...blocks],
});
