import { type Language, languageOf } from '../text/languages.js';

/** The language that a browser asks for most, by its `Accept-Language`; English where it asks for none. */
export function acceptedLanguage(header = ''): Language {
  let [wanted, most] = ['', 0];
  for (const range of header.split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const q = parameters.find((parameter) => /^q=/iu.test(parameter));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    // Where several languages are wanted equally, the first counts.
    if (tag !== '' && weight > most) [wanted, most] = [tag, weight];
  }
  return languageOf(wanted);
}
