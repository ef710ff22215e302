/** `10,000`, as both languages write it. */
export const grouped = (number: number): string => number.toLocaleString('en');
