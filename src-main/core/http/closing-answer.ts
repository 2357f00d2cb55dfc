/** The answer to what is no whole request: no body, and the connection ends with it. `status` is code and reason. */
export function closingAnswer(status: string): string {
  return `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
}
