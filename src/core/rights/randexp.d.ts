/** The part of `randexp` that is used; it comes without types. */
declare module 'randexp' {
  export default class RandExp {
    constructor(expression: RegExp);
    /** Most repetitions where the expression sets no limit. */
    max: number;
    /** Chooses a number from `from` to `to`, both included. */
    randInt: (from: number, to: number) => number;
    gen(): string;
  }
}
