/** Waits until all of them ended, and then rejects as the first of those that did: nothing goes on unseen. */
export async function allSettled<const Works extends readonly Promise<unknown>[]>(
  works: Works,
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
