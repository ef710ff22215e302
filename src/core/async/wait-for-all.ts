/** Waits until all promises have settled, then rejects with the first rejection. Nothing keeps running unobserved. */
export async function waitForAll<const Works extends readonly Promise<unknown>[]>(
  works: Works,
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
