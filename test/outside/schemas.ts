import { readFile } from 'node:fs/promises';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';

const fact = async (name: string): Promise<AnySchema> =>
  JSON.parse(await readFile(new URL(`facts/${name}`, import.meta.url), 'utf8'));

/** A schema of `facts/`, read by ajv (draft 7); the formats it names are for editors. */
export async function schemaOf(name: string, definition?: string): Promise<ValidateFunction> {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const schema = await fact(name);
  if (definition === undefined) return ajv.compile(schema);
  ajv.addSchema(schema, name);
  return ajv.compile({ $ref: `${name}#/definitions/${definition}` });
}

/** What ajv has against it: nothing when it fits. */
export function objections(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
