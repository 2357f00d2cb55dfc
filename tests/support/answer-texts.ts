/** Pieces of an upstream's answers, as they go over the wire. */
import type { Socket } from 'node:net';

export const head = (...headers: string[]) =>
  `HTTP/1.1 200 OK\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`;
export const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
export const CHUNKED = head('transfer-encoding: chunked');
export const LAST = '0\r\n\r\n';
export const later = (ms = 4) => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes the texts one after the other, a few ms apart. */
export async function slowly(socket: Socket, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    socket.write(text, 'latin1');
    await later();
  }
}
