/**
 * Says at once that something happened, and then at most every so often how many times it has happened since:
 * what a stranger can bring about must not fill the log.
 */
export function throttled(everyMs: number, say: (times: number) => void): () => void {
  let times = 0;
  let waiting = false;
  const tell = (): void => {
    waiting = times > 0;
    if (!waiting) return;
    say(times);
    times = 0;
    setTimeout(tell, everyMs).unref();
  };
  return () => {
    times += 1;
    if (!waiting) tell();
  };
}
