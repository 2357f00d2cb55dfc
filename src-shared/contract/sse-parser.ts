/** One server-sent event. */
export interface SseEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events out of text that arrives in pieces (WHATWG HTML section 9.2.6). Comments and
 * the fields `id` and `retry` are skipped: a reconnect gets the whole snapshot anyway. Lines end in LF,
 * as Rota writes them.
 */
export function createSseParser(onEvent: (event: SseEvent) => void): { push(text: string): void } {
  let unfinished = '';
  let event = 'message';
  let data: string[] = [];

  const readLine = (line: string) => {
    if (line === '') {
      if (data.length > 0) onEvent({ event, data: data.join('\n') });
      event = 'message';
      data = [];
    } else if (line.startsWith('event:')) {
      event = line.slice('event:'.length).trimStart();
    } else if (line.startsWith('data:')) {
      data.push(line.slice('data:'.length).replace(/^ /, ''));
    }
  };

  return {
    push(text) {
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) readLine(line);
    },
  };
}
