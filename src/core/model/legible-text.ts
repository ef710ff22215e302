/** Scripts in which a joiner between two letters changes how they are written, so that people need it. */
const JOINED = [
  ['Arabic', 'Syriac', 'Mandaic', 'Nko', 'Mongolian', 'Adlam', 'Hanifi_Rohingya'],
  ['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam'],
  ['Sinhala', 'Khmer', 'Myanmar', 'Balinese', 'Javanese', 'Chakma', 'Kaithi', 'Tirhuta'],
]
  .flat()
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
/** The sign that ends a consonant without a vowel, in each script that has one: a joiner after it chooses its form. */
const VIRAMAS =
  '\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca\\u1039\\u17d2\\u1b44\\ua9c0';

/** Texts in which a character that does not show by itself is part of what people read. */
const BELONGING = [
  // The flags of England, Scotland and Wales. Other tags can hide a text.
  '\\u{1f3f4}\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}',
  // An emoji of several, and whether a sign looks like an emoji or like a letter.
  '(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic})',
  '(?<=\\p{Extended_Pictographic})[\\ufe0e\\ufe0f]',
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  `(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])`,
  `(?<=[${VIRAMAS}])[\\u200c\\u200d]`,
  // The form of a character, as names of people and places need it.
  '(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
].join('|');

const MISLEADING = [
  // What does not show, or orders the text around it.
  '[\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Surrogate}\\ufff9-\\ufffb\\u2800]',
  '[\\p{Control}\\u2028\\u2029]',
  // Marks that reach into what stands before or above: Unicode's security profile allows four on a letter.
  '(?<=^|\\s)[\\p{Nonspacing_Mark}\\p{Enclosing_Mark}]',
  '(?<=[\\p{Nonspacing_Mark}\\p{Enclosing_Mark}]{4})[\\p{Nonspacing_Mark}\\p{Enclosing_Mark}]',
].join('|');

/** Everything that could be misleading: texts without any are the most, and are told quickly. */
const SUSPECT =
  /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cs}\p{Mn}\p{Me}\p{Cc}\u2028\u2029\ufff9-\ufffb\u2800]/u;
const EACH = new RegExp(`(?<belonging>${BELONGING})|${MISLEADING}`, 'gu');

/**
 * The text as a person should see it: whatever does not show, or changes how the text around it reads, stands there
 * as `⟨U+202E⟩`. Joiners and selectors that emoji and scripts need stay as they are. Line breaks and tabs stay, too.
 */
export function legible(text: string): string {
  return marked(text, (character) => character === '\n' || character === '\t');
}

/** Makes a single line legible, such as a name: line breaks and tabs are marked as well. */
export function legibleLine(text: string): string {
  return marked(text, () => false);
}

function marked(text: string, stays: (character: string) => boolean): string {
  if (!SUSPECT.test(text)) return text;
  return text.replaceAll(EACH, (character: string, belonging: string | undefined) =>
    belonging !== undefined || stays(character) ? character : `⟨U+${codeOf(character)}⟩`,
  );
}

const codeOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** Whether two texts read the same, however their accents are encoded and whatever white space is between words. */
export function readsSame(one: string, other: string): boolean {
  return asRead(one) === asRead(other);
}

/** The form that texts which read the same have in common. */
export const asRead = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');

/** A name in the form in which names are compared that people type. */
export const withoutCase = (text: string): string => text.normalize('NFC').toLowerCase();

/** A text in the form in which texts are searched: without case, width, and what does not show. */
export function searchable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC');
}
